# SPDX-License-Identifier: MIT
"""Negative controls: each row is shown a program that does not do the work, and must see it."""
import os
import sqlite3
import stat

import common

# It is told to record, to search, to export, and says that it did.
DOES_NOTHING = "#!/bin/sh\nexit 0\n"

# It answers every call, and keeps nothing; a log that is there stays as it is.
KEEPS_NOTHING = """#!/bin/sh
mkdir -p "$3" && rm -f "$5"
[ -e "$3/incident.db" ] || cp "$(dirname "$0")/empty.db" "$3/incident.db"
exec {build}/tests/bench/bench-null "$5"
"""

# It says that it is ready, and nobody can speak to it; the descriptor is its last word.
IS_NOT_THERE = """#!/bin/bash
for ready; do :; done
eval "echo >&$ready"
exec sleep 60
"""

CLIENT, RECORDER = "BUILD/cli/incident", "BUILD/daemon/incidentd"
CONTROLS = {
    **{name: (CLIENT, DOES_NOTHING) for name in ("note", "version", "export", "common", "rare", "postmortem", "b-export", "b-verify",
                                                "b-search", "big", "memory")},
    **{name: (RECORDER, KEEPS_NOTHING) for name in ("one", "fifty", "flight", "record", "c-notes", "c-finds", "one-sql",
                                                  "fifty-sql")},
    "ready": (RECORDER, IS_NOT_THERE),
}


def make(folder, text):
    """The stand-in, and an empty log beside it."""
    path = f"{folder}/stand-in"
    with open(path, "w") as out:
        out.write(text.replace("{build}", common.build))
    os.chmod(path, stat.S_IRWXU)
    with sqlite3.connect(f"{folder}/empty.db") as database:
        database.execute("create table event (pos integer primary key)")
    return os.path.abspath(path)


def sees(side, control):
    """Does a side of a row fail for the stand-in, and because of what it checks itself?"""
    word, text = control
    with common.folder() as folder:
        for events in (10, common.size(20000), common.size(1000000), common.size(10000000)):
            common.log_of(events)
        common.instead[word] = make(folder, text)
        try:
            side(folder)
        except AssertionError as seen:
            return str(seen)
        finally:
            common.instead.clear()
    return None


def show(rows):
    """A line a row; 1 if one of them took the stand-in for the work."""
    blind = 0
    for name in (name for name in rows if name in CONTROLS):
        seen = sees(rows[name][4][0], CONTROLS[name])
        print(f"{name:10} {'sees it: ' + seen if seen else 'SAW NOTHING'}", flush=True)
        blind |= seen is None
    return blind
