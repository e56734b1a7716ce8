#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Power cuts: a machine that records, and loses its memory at a random moment; the next start has to know what was acknowledged.

    cut.py FOLDER CUTS [WORD…]     FOLDER has a kernel and an initramfs (machine), and gets a disk; WORDs go to `init`

The machine is qemu, killed: what its kernel had not written to the disk by then is gone. The processor is emulated, so this
runs where there is no KVM. Prints one line of JSON like tests/fault/ring.py; `longest` is how many seconds the recorder took
from the mount to its first answer. Exit 1 where something is lost, doubled, or a log is not whole.
"""
import collections
import json
import pathlib
import queue
import random
import subprocess
import sys
import threading
import time

PATIENCE = 240  # seconds without a word, until a test gives up
DISK = 192 << 20
LOAD = 1.0, 4.0  # seconds from the first acknowledgement to the cut


def make_disk(folder):
    disk = folder / "disk"
    with open(disk, "wb") as file:
        file.truncate(DISK)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-F", str(disk)], check=True)


class Machine:
    """A boot. Its words come as (kind, rest), until it is cut."""

    def __init__(self, folder, boot, words):
        command = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "512"]
        command += ["-nodefaults", "-no-reboot", "-display", "none", "-serial", "stdio"]
        command += ["-kernel", str(folder / "kernel"), "-initrd", str(folder / "initramfs")]
        command += ["-drive", f"file={folder / 'disk'},if=virtio,format=raw,cache=writeback"]
        command += ["-append", " ".join(["console=ttyS0 quiet loglevel=1 panic=-1 mitigations=off", f"boot={boot}", *words])]
        self.words = queue.Queue()
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.said = open(folder / "said", "ab")
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            self.said.write(line)
            kind, _, rest = line.decode(errors="replace").strip().partition(":")
            self.words.put((kind, rest.strip()))
        self.words.put(None)

    def until(self, last):
        """What it says, up to the first `last`."""
        while True:
            word = self.words.get(timeout=PATIENCE)
            if word is None:
                raise SystemExit(f"the machine ended before it said {last}")
            yield word
            if word[0] == last:
                return

    def cut(self):
        """No word that it said before is left unheard."""
        self.process.kill()
        self.process.wait()
        rest = list(iter(self.words.get, None))
        self.said.close()
        return rest


class Ledger:
    """What is owed, over all boots."""

    def __init__(self):
        self.owed, self.lost, self.doubled, self.stored = set(), set(), set(), 0
        self.longest, self.whole = 0.0, True

    def acknowledge(self, words):
        self.owed |= {rest for kind, rest in words if kind == "acknowledged"}

    def hold_against(self, words):
        there = collections.Counter(rest for kind, rest in words if kind == "stored")
        times = {kind: float(rest) for kind, rest in words if kind in ("begins", "answers")}
        self.lost |= self.owed - there.keys()
        self.doubled |= {text for text, count in there.items() if count > 1}
        self.stored = len(there)
        self.longest = max(self.longest, times["answers"] - times["begins"])
        self.whole &= ("whole", "") in words

    def figures(self, cuts):
        return {
            "faults": cuts,
            "acknowledged": len(self.owed),
            "stored": self.stored,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "longest": round(self.longest, 2),
            "whole": self.whole,
        }


def boot(folder, number, words, ledger):
    """Look at what is there; then load, and the cut."""
    machine = Machine(folder, number, words)
    try:
        ledger.hold_against(list(machine.until("load")))
        ledger.acknowledge(machine.until("acknowledged"))
        time.sleep(random.uniform(*LOAD))
    finally:
        rest = machine.cut()
    ledger.acknowledge(rest)


def look(folder, number, words, ledger):
    machine = Machine(folder, number, words)
    try:
        ledger.hold_against(list(machine.until("load")))
    finally:
        machine.cut()


def main():
    folder, cuts, words = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    make_disk(folder)
    ledger = Ledger()
    for number in range(cuts):
        boot(folder, number, words, ledger)
    look(folder, cuts, words, ledger)
    figures = ledger.figures(cuts)
    print(json.dumps(figures))
    return bool(figures["lost"] or figures["doubled"] or not figures["whole"])


if __name__ == "__main__":
    sys.exit(main())
