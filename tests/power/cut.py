#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Power cuts: a machine that records, and loses its memory; the next start has to know what was acknowledged.

    cut.py FOLDER CUTS [WORD…]     FOLDER as boot.py has it; WORDs go to `init`, part=NAME among them

The power goes when the part says so (`cut`), or else at a random moment under its load: the machine is killed, and what its
kernel had not written to the disk by then is gone. Prints one line of JSON like tests/fault/ring.py; `longest` is how many
seconds the recorder took from the mount to its first answer. Exit 1 where something is lost, doubled or forged, or a log is not whole.
"""
import json
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "fault"))
from boot import Machine, make_disk
from ring import is_in_order, tally

LOAD = 100, 400  # acknowledgements, at least and at most, until the power goes; the machine may be slow
MOMENT = 0.1  # seconds, at most, from the last of them to the cut


class Ledger:
    """What is owed, over all boots."""

    def __init__(self):
        self.owed, self.stored, self.faults, self.longest, self.whole = [], 0, 0, 0.0, True
        self.found = {"lost": 0, "doubled": 0, "forged": 0}

    def acknowledge(self, words):
        self.owed += [tuple(rest.split(" ", 1)) for kind, rest in words if kind == "acknowledged"]

    def hold_against(self, words):
        """What was lost once does not come back: the worst look counts."""
        events = [json.loads(rest) for kind, rest in words if kind == "stored"]
        times = {kind: float(rest) for kind, rest in words if kind in ("begins", "answers")}
        tallied = tally(self.owed, [event["event"] for event in events])
        self.stored = tallied["stored"]
        self.found = {name: max(count, tallied[name]) for name, count in self.found.items()}
        self.longest = max(self.longest, times["answers"] - times["begins"])
        self.whole &= ("whole", "yes") in words and is_in_order([event["event"] for event in events])

    def load(self, words):
        self.acknowledge(words)
        self.faults += sum(int(rest) for kind, rest in words if kind == "faults")

    def figures(self, cuts):
        figures = {"faults": cuts + self.faults, "acknowledged": len(self.owed), "stored": self.stored, **self.found}
        return figures | {"longest": round(self.longest, 2), "whole": self.whole}


def await_cut(machine, words):
    """What is said until the power goes."""
    if any(word.startswith("part=") for word in words):
        return list(machine.until("cut"))
    heard = [word for _ in range(random.randint(*LOAD)) for word in machine.until("acknowledged")]
    time.sleep(random.uniform(0, MOMENT))
    return heard


def boot(folder, words, ledger, look_only=False):
    """Look at what is there; then load, and the cut."""
    machine, heard = Machine(folder, words), []
    try:
        ledger.hold_against(list(machine.until("load")))
        if not look_only:
            heard = await_cut(machine, words)
    finally:
        heard += machine.cut()
    ledger.load(heard)


def main():
    folder, cuts, words = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    make_disk(folder)
    ledger = Ledger()
    for _ in range(cuts):
        boot(folder, words, ledger)
    boot(folder, words, ledger, look_only=True)
    figures = ledger.figures(cuts)
    print(json.dumps(figures))
    return bool(figures["lost"] or figures["doubled"] or figures["forged"] or not figures["whole"])


if __name__ == "__main__":
    sys.exit(main())
