#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a traced program wrote to the file system: a path a line, each once.

    writes.py TRACE      of `strace -f -y -e trace=$(writes.py --calls) -o TRACE COMMAND…`

A file that is opened for writing, or made, counts as written; so does one that is renamed, removed or given another
mode. What did not succeed wrote nothing.
"""
import os.path
import re
import sys

MAKERS = "creat mkdir mkdirat mknod mknodat rename renameat renameat2 unlink unlinkat rmdir truncate chmod fchmodat chown fchownat bind".split()
LINKS = "link linkat symlink symlinkat".split()  # what they point at stays as it is
OPENERS = "open openat openat2".split()
CALL = re.compile(r"(\d+) +(\w+)\((.*)\) += (\d+|0x\w+)")
HALF = re.compile(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>")
REST = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)")
PATH = re.compile(r'(?:<([^>]*)>, )?@?"((?:[^"\\]|\\.)*)"')


def whole(lines):
    """The calls that others interrupted, put together again."""
    halves = {}
    for line in lines:
        half, rest = HALF.match(line), REST.match(line)
        if half:
            halves[half[1]] = f"{half[1]} {half[2]}({half[3]}"
        elif rest and rest[1] in halves:
            yield halves.pop(rest[1]) + rest[2]
        else:
            yield line


def paths(call, arguments):
    found = [os.path.normpath(os.path.join(folder, path)) for folder, path in PATH.findall(arguments)]
    return found[-1:] if call in LINKS else found


def written(line):
    call = CALL.match(line)
    if not call:
        return []
    if call[2] in MAKERS or call[2] in LINKS:
        return paths(call[2], call[3])
    if call[2] in OPENERS and re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", call[3]):
        return paths(call[2], call[3])
    return []


def main(trace):
    with open(trace, encoding="utf-8", errors="surrogateescape") as file:
        found = {path for line in whole(file) for path in written(line)}
    print("\n".join(sorted(found)))


if __name__ == "__main__":
    if sys.argv[1] == "--calls":
        print(",".join("?" + call for call in MAKERS + LINKS + OPENERS))
    else:
        main(sys.argv[1])
