#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Edits a document as people do, at random, and holds a refresh against what must stay.

    refresh.py edit SEED FILE     20 edits outside the blocks and 2 inside; says which blocks, one a line
    refresh.py outside FILE       what stands outside the blocks, and the markers without their hashes
    refresh.py block NAME FILE    what stands in a block
"""
import random
import re
import sys

BEGIN = re.compile(rb"<!-- incident:begin (\S+).*-->\r?\n")
END = re.compile(rb"<!-- incident:end (\S+) -->\r?\n?")


def parts(text):
    """(name or None, bytes) in order; the markers belong to what is outside."""
    found, at = [], 0
    for begin in BEGIN.finditer(text):
        end = END.search(text, begin.end())
        found += [(None, text[at : begin.end()]), (begin[1].decode(), text[begin.end() : end.start()])]
        at = end.start()
    return found + [(None, text[at:])]


def edit_outside(chance, text):
    """A line of prose behind a line that is no marker, or one such line changed or taken away."""
    lines = text.splitlines(keepends=True)
    free = [i for i, line in enumerate(lines) if b"<!-- incident:" not in line]
    if not free:
        return text
    line = chance.choice(free)
    word = b"word%d " % chance.randrange(10**6)
    what = chance.randrange(3)
    if what == 0:
        lines.insert(line + 1, word * 3 + b"\n")
    elif what == 1:
        lines[line] = word + lines[line]
    else:
        lines[line] = b"  " + lines[line].strip() + b"\t \n"
    return b"".join(lines)


def edit(seed, path):
    chance = random.Random(int(seed))
    document = parts(open(path, "rb").read())
    outside = [i for i, (name, _) in enumerate(document) if name is None]
    inside = [i for i, (name, text) in enumerate(document) if name and text.strip()]
    for _ in range(20):
        i = chance.choice(outside)
        document[i] = (None, edit_outside(chance, document[i][1]))
    for i in chance.sample(inside, 2):
        document[i] = (document[i][0], document[i][1] + b"What we think, %d.\n" % chance.randrange(10**6))
        print(document[i][0])
    open(path, "wb").write(b"".join(text for _, text in document))


def outside(path):
    text = b"".join(text for name, text in parts(open(path, "rb").read()) if name is None)
    sys.stdout.buffer.write(re.sub(rb" hash=[0-9a-f]+", b"", text))


def block(name, path):
    sys.stdout.buffer.write(dict(parts(open(path, "rb").read()))[name])


if __name__ == "__main__":
    {"edit": edit, "outside": outside, "block": block}[sys.argv[1]](*sys.argv[2:])
