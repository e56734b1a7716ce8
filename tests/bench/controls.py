# SPDX-License-Identifier: MIT
"""Negative controls: each row is shown a program that does not do the work, or that costs too much, and must see it."""
import os
import sqlite3
import stat
import sys

import common
import company
import figures
import standins


def says(words):
    """The row must say these words, by what it checks itself."""
    def look(row, folder):
        try:
            row[4][0](folder)
        except AssertionError as seen:
            return str(seen) if words in str(seen) else None
        return None
    return look


def takes(least):
    """The row must read at least so much, and miss its goal."""
    def look(row, _):
        ours, peer = figures.measure(row, 1)
        missed = not figures.reached(row, figures.ratio(row, ours, peer))
        return f"{ours[0]}, and the goal is missed" if ours[0] >= least and missed else None
    return look


CLIENT, RECORDER = "BUILD/cli/incident", "BUILD/daemon/incidentd"
FOLLOWERS, NULL, SYNC, LOAD = (f"BUILD/tests/bench/bench-{name}" for name in ("follow", "null", "sync", "load"))
UNRECORDED = (LOAD, standins.MAKES_NO_CALL, says("notes are missing"))

# name: (what has a stand-in, which, what the row must make of it), …
CONTROLS = {
    **{name: [(CLIENT, standins.DOES_NOTHING, says("notes are missing"))] for name in ("note", "big")},
    **{name: [(CLIENT, standins.DOES_NOTHING, says("hits are missing"))] for name in ("common", "rare")},
    **{name: [(CLIENT, standins.SAYS_A_LINE, says("did not run")), UNRECORDED] for name in ("b-export", "b-apart", "b-verify", "b-search")},
    **{name: [(RECORDER, standins.KEEPS_NOTHING, says("events are missing"))] for name in ("one", "fifty", "flight", "record", "one-sql", "fifty-sql")},
    **{name: [(FOLLOWERS, standins.HEARS_ONE_LESS, says("a follower missed some"))] for name in ("b-follow", "fan-out")},
    **{f"c-{kind}": [(company.__file__, standins.ASKS_NOTHING, says("it did nothing")), UNRECORDED] for kind in company.KINDS},
    "version": [(CLIENT, standins.DOES_NOTHING, says("it does not say what it is"))],
    "export": [(CLIENT, stand_in, says("lines are missing")) for stand_in in (standins.DOES_NOTHING, standins.DOUBLES_A_LINE)],
    "postmortem": [(CLIENT, standins.DOES_NOTHING, says("events are missing"))],
    "null": [(NULL, standins.HANGS_UP, says("calls were not answered"))],
    **{name: [(SYNC, standins.DOES_NOT_SYNC, says("it does not sync"))] for name in ("one-least", "fifty-least", "flight-least")},
    "ready": [(RECORDER, standins.IS_NOT_THERE, says("it is not there"))],
    "memory": [(CLIENT, standins.DOES_NOTHING, says("lines are missing")), (CLIENT, standins.HOLDS_MEMORY_IN_EXPORT, takes(60 << 20))],
    "idle": [(RECORDER, standins.HOLDS_MEMORY, takes(60 << 20))],
    "wakes": [(RECORDER, standins.IS_ASKED, takes(10))],
}


def make(folder, text):
    """The stand-in, and an empty log beside it."""
    path = f"{folder}/stand-in"
    with open(path, "w") as out:
        out.write(text.replace("{build}", common.build).replace("{python}", sys.executable))
    os.chmod(path, stat.S_IRWXU)
    with sqlite3.connect(f"{folder}/empty.db") as database:
        database.execute("create table event (pos integer primary key)")
    return os.path.abspath(path)


def sees(row, word, text, look):
    with common.folder() as folder, common.stand_in({word: make(folder, text)}):
        return look(row, folder)


def show(rows):
    """A line a control; 1 if a row has none, or took a stand-in for the work."""
    blind = False
    for name, row in rows.items():
        controls = CONTROLS.get(name, [])
        if not controls:
            print(f"NO CONTROL {name}", flush=True)
        for control in controls:
            seen = sees(row, *control)
            print(f"{name:13} {'sees it: ' + seen if seen else 'SAW NOTHING'}", flush=True)
            blind |= not seen
        blind |= not controls
    return int(blind)
