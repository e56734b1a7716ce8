#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A virtual machine that runs one part (tests/power/part) on a new disk, to its end.

    boot.py FOLDER PART [WORD…]     FOLDER has a kernel and an initramfs (machine), and gets a disk; WORDs go to `init`

The machine is qemu; the processor is emulated, so this runs where there is no KVM. Prints the figures that the part told, as one line of
JSON. Exit 1 where a note is lost, doubled or forged, or the log is not whole.
"""
import json
import os
import pathlib
import queue
import subprocess
import sys
import threading
import time

PATIENCE = 300  # seconds without a word, until a test gives up
DISK = 192 << 20


def make_disk(folder):
    disk = folder / "disk"
    with open(disk, "wb") as file:
        file.truncate(DISK)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-F", str(disk)], check=True)


class Machine:
    """A boot. Its words come as (kind, rest), until it is cut. Its kernel speaks elsewhere, to FOLDER/kernel.log.

    They go through a file, FOLDER/said: what a pipe has no room for when we are slow, qemu would drop in silence.
    """

    def __init__(self, folder, words):
        command = ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "512"]
        command += ["-nodefaults", "-no-reboot", "-display", "none", "-serial", f"file:{folder / 'kernel.log'}"]
        command += ["-device", "virtio-serial", "-chardev", f"file,id=words,append=on,path={folder / 'said'}", "-device", "virtconsole,chardev=words"]
        command += ["-kernel", str(folder / "kernel"), "-initrd", str(folder / "initramfs")]
        command += ["-drive", f"file={folder / 'disk'},if=virtio,format=raw,cache=writeback"]
        command += ["-append", " ".join(["console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off no_timer_check", *words])]
        self.words = queue.Queue()
        self.said = open(folder / "said", "a+b", buffering=0)
        begin = self.said.seek(0, os.SEEK_END)
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said)
        threading.Thread(target=self.listen, args=(begin,), daemon=True).start()

    def listen(self, begin):
        half = b""
        with open(self.said.name, "rb") as said:
            said.seek(begin)
            for block in self.blocks(said):
                *lines, half = (half + block).split(b"\n")  # the last one may be half said
                for line in lines:
                    kind, _, rest = line.decode(errors="replace").partition(":")
                    self.words.put((kind.strip(), rest.strip()))
        self.words.put(None)

    def blocks(self, said):
        """What is there, until it has ended and no more comes."""
        while True:
            ended = self.process.poll() is not None
            block = said.read()
            if block:
                yield block
            elif ended:
                return
            else:
                time.sleep(0.02)

    def until(self, *last):
        """What it says, up to the first of `last`."""
        while True:
            word = self.words.get(timeout=PATIENCE)
            if word is None:
                raise SystemExit(f"the machine ended before it said {last}")
            yield word
            if word[0] in last:
                return
            if word[0] == "end":
                raise SystemExit(f"the part ended before it said {last}")

    def cut(self):
        """No word that it said before is left unheard."""
        self.process.kill()
        self.process.wait()
        rest = list(iter(self.words.get, None))
        self.said.close()
        return rest


def main():
    folder, part, words = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    make_disk(folder)
    machine = Machine(folder, [f"part={part}", *words])
    try:
        told = [json.loads(rest) for kind, rest in machine.until("end") if kind == "figures"]
    finally:
        machine.cut()
    figures = {name: value for one in told for name, value in one.items()}
    print(json.dumps(figures))
    return bool(figures["lost"] or figures["doubled"] or figures["forged"] or not figures["whole"])


if __name__ == "__main__":
    sys.exit(main())
