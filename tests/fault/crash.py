#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a power cut could have left, of everything that was written and synced (witness.c), opened by the recorder.

    crash.py DIR LIBRARY STATES [--forget-syncs | --failing-sync]

A recorder is run under the library, with clients that record. Then, STATES times: a moment is chosen; of each file what was
synced by then is there; what was written since may be there or not, in pieces of 512 bytes and in any order (a file that was
removed is gone). The recorder is started on that, and must have every note of which the answer had been given by that moment, and a log that is whole.

--failing-sync: one sync fails and the recorder is killed at that moment. What it had written is in the kernel's cache, where the next
recorder sees it, and never reaches the disk unless it is written again (fsyncgate): the cut comes after that.
--forget-syncs is a control: it takes it that no sync ever reached the disk. Prints one line of JSON, like ring.py.
"""
import collections
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tool"))
from varlink import PATIENCE, Peer, note

ENTRY = struct.Struct("=IIq32s")
SECTOR = 512
CLIENTS, NOTES = 4, 60
FAILING = "20"  # which sync
ID = re.compile(rb'"receipts":\[\{"id":"([0-9a-f-]{36})"')


class Recorder:
    """Runs until the end of the block."""

    def __init__(self, state, log, environment=None):
        self.command = [os.environ["INCIDENTD"], "--state", str(state), "--socket", os.environ["INCIDENT_SOCKET"]]
        self.log, self.environment = log, {**os.environ, **(environment or {})}

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, env=self.environment
        )
        patience = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < patience:
            try:
                Peer().socket.close()
                return self
            except OSError:
                time.sleep(0.005)
        raise SystemExit("the recorder does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def send(number):
    with contextlib.suppress(OSError, EOFError), Peer() as peer:
        for count in range(NOTES):
            peer.record(note(f"client {number} note {count}"))


def record(folder, library, log, failing):
    """The journal of a recorder at work, its end and a second start included."""
    state, journal = folder / "state", folder / "journal"
    watched = {"LD_PRELOAD": library, "WITNESS": str(state), "WITNESS_LOG": str(journal)}
    for fail in failing, "0":
        with Recorder(state, log, {**watched, "WITNESS_FAIL": fail}):
            clients = [threading.Thread(target=send, args=(number,)) for number in range(CLIENTS)]
            for client in clients:
                client.start()
            for client in clients:
                client.join()
    return journal.read_bytes()


def entries(journal):
    at = 0
    while at < len(journal):
        what, size, offset, name = ENTRY.unpack_from(journal, at)
        at += ENTRY.size
        yield chr(what), name.rstrip(b"\0").decode(), offset, journal[at : at + size]
        at += size


class File:
    """What is on the medium, and what is on its way there."""

    def __init__(self):
        self.synced, self.pending = bytearray(), []

    def sync(self):
        for change in self.pending:
            apply(self.synced, *change)
        self.pending = []

    def after_cut(self):
        """Pieces of what was on its way arrive, or do not; one time in three all or none of it does."""
        content, odds = bytearray(self.synced), random.choice((0, 0.5, 0.9, 1))
        for what, at, data in self.pending:
            if what == "t":
                if random.random() < odds:
                    apply(content, what, at, data)
                continue
            for start in range(0, len(data), SECTOR):
                if random.random() < odds:
                    apply(content, what, at + start, data[start : start + SECTOR])
        return content


def apply(content, what, at, data):
    end = at + len(data)
    if what == "t":
        del content[at:]
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[at:end] = data


def replay(journal, moments, forget_syncs):
    """For each moment: the files as they are left, and the ids that were answered."""
    files, answered = collections.defaultdict(File), set()
    for number, (what, name, at, data) in enumerate(entries(journal)):
        if number in moments:
            yield {name: file.after_cut() for name, file in files.items()}, set(answered)
        if what == "a":
            answered |= set(ID.findall(data))
        elif what == "r":
            files.pop(name, None)
        elif what == "f":
            files[name].pending = []
        elif what in "wt":
            files[name].pending.append((what, at, data))
        elif not forget_syncs:
            files[name].sync()


def look(state, log):
    """How often each id is there, and whether the log is whole; None: it could not be started."""
    with Recorder(state, log):
        verdict = subprocess.run([os.environ["INCIDENT"], "verify"], stdout=log, stderr=log, check=False)
        with Peer() as peer:
            ids = collections.Counter(reply["entry"]["event"]["id"].encode() for reply in peer.stream("Read", plain=True))
    return ids, verdict.returncode == 0


def open_left(folder, files, log):
    state = folder / "left"
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir()
    for name, content in files.items():
        (state / name).write_bytes(content)
    return look(state, log)


def choose_moments(journal, states, mode):
    """Also while the log is made; but after the failure, and for the control after the first answer, as before it nothing can be lost."""
    kinds = [what for what, *_ in entries(journal)]
    after = {"--failing-sync": "f", "--forget-syncs": "a"}.get(mode)
    first = kinds.index(after) + 1 if after else len(kinds) // 20
    return set(random.sample(range(first, len(kinds)), states))


def run(folder, library, states, mode):
    figures = {"faults": 0, "acknowledged": 0, "stored": 0, "lost": 0, "doubled": 0, "whole": True}
    with open(folder / "daemon.log", "ab") as log:
        journal = record(folder, library, log, FAILING if mode == "--failing-sync" else "0")
        moments = choose_moments(journal, states, mode)
        for files, answered in replay(journal, moments, mode == "--forget-syncs"):
            ids, whole = open_left(folder, files, log)
            figures["faults"] += 1
            figures["acknowledged"] += len(answered)
            figures["stored"] += len(ids)
            figures["lost"] += len(answered - ids.keys())
            figures["doubled"] += sum(times > 1 for times in ids.values())
            figures["whole"] &= whole
    return figures


def main():
    folder, library, states = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="incident-fault.") as place:
        os.environ["INCIDENT_SOCKET"] = place + "/s"
        figures = run(folder, library, states, sys.argv[4] if len(sys.argv) > 4 else "")
    print(json.dumps(figures))
    return bool(figures["lost"] or figures["doubled"] or not figures["whole"])


if __name__ == "__main__":
    sys.exit(main())
