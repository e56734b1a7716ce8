#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Clients that insist, a recorder that is hit, and its log held against what was acknowledged.

    ring.py DIR [OPTION…] [-- COMMAND…]

$INCIDENTD records to DIR/state, under COMMAND if there is one (it has to become the recorder), and is started again whenever it ends. When the
clients are done it is ended, started once more without any fault, and asked for all it has. What was acknowledged
is kept in DIR/acknowledged: a later ring in the same DIR answers for the earlier ones too.

    --clients N    at once; where root can be two users, every second one is another [4]
    --notes N      that each sends [100]
    --tries N      how often a note is sent, always with the same id, before it is given up [3]
    --kills N      kill -9, N times, at random moments; the clients go on until the last, and give nothing up
    --inject WHAT  a fault as strace(1) has it: fdatasync:error=EIO:when=20; several are possible
    --on FILE      injected only where the call is about this file of the state directory; several are possible
    --also NAME    an error that may be answered, beside those of a recorder that is hit
    --until FILE   in place of --notes: the clients go on until there is such a file
    --heal COMMAND for the shell, when the clients are done and before the log is looked at
    --new-ids      a note is sent again under a new id: what a client must not do
    --say          says each acknowledgement as it comes, a line "acknowledged: ID TEXT": for whom the power is cut before the end

A library that makes calls fail from within (tests/fault/faulty.c) tells of each in DIR/faults, by a byte.

Prints one line of JSON; `longest` is how many seconds a note waited, from its first try to its acknowledgement. Exit 1 where something is lost (acknowledged, and not there as it was sent), doubled (there
more than once), forged (there under another author), or where the log is not whole: `incident verify` finds fault
with it, a position is missing, or time went backwards in it.
"""
import argparse
import collections
import concurrent.futures
import contextlib
import json
import multiprocessing
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tool"))
from varlink import PATIENCE, RECORDER, Peer, Refused, note, uuid7

NOBODY = 65534
OWN_FAULTS = "StorageFull", "StorageFailed", "Busy"  # what the recorder may answer when it is hit
PAUSE = 0.01  # seconds, before somebody tries again
RING = time.time_ns()  # no two have the same texts


class Keeper(threading.Thread):
    """Starts the recorder, and starts it again whenever it ends: a service manager."""

    def __init__(self, command, log, socket):
        super().__init__(daemon=True)
        self.command, self.log, self.socket = command, log, socket
        self.ends, self.stopping, self.process = [], False, None

    def run(self):
        while not self.stopping:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
            while self.process.poll() is None:
                self.let_everybody_in()
                time.sleep(PAUSE)
            self.ends.append(self.process.returncode)

    def let_everybody_in(self):
        """The socket is its owner's and its group's; here the author counts, not who may be one."""
        with contextlib.suppress(OSError):
            os.chmod(self.socket, 0o666)

    def kill(self):
        """What runs, or is about to."""
        ends = len(self.ends)
        while len(self.ends) == ends:
            if self.process:
                self.process.kill()
            time.sleep(PAUSE)

    def stop(self):
        self.stopping = True
        while self.is_alive():
            if self.process:
                self.process.terminate()
            self.join(1)


def become(uid):
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)


class Client:
    """One that sends its notes one after the other, each until it is acknowledged or given up."""

    def __init__(self, options, number, done):
        self.options, self.number, self.done = options, number, done
        self.peer, self.acknowledged, self.met, self.longest = None, [], collections.Counter(), 0

    def connect(self):
        """Until somebody listens: that nobody does is no answer to a note."""
        patience = time.monotonic() + PATIENCE
        while True:
            try:
                return Peer()
            except OSError:
                assert time.monotonic() < patience, "the recorder does not come back"
                time.sleep(PAUSE)

    def hang_up(self):
        if self.peer:
            self.peer.socket.close()
        self.peer = None

    def call(self, draft):
        self.peer = self.peer or self.connect()
        with contextlib.suppress(BrokenPipeError):  # turned away already: the answer is there
            self.peer.send({"method": RECORDER + "Record", "parameters": {"drafts": [draft]}})
        [receipt] = self.peer.reply()["parameters"]["receipts"]
        assert receipt["id"] == draft["id"], receipt

    def send(self, draft):
        """True when it is acknowledged."""
        try:
            self.call(draft)
            return True
        except Refused as refusal:
            assert refusal.name in (*OWN_FAULTS, *self.options.also), str(refusal)
            self.met["refused"] += 1
        except (OSError, EOFError, ValueError):
            self.met["silence"] += 1
        self.hang_up()
        time.sleep(PAUSE)
        return False

    def insist(self, draft):
        tries, began = 0, time.monotonic()
        while not self.send(draft):
            tries += 1
            if self.options.new_ids:
                draft["id"] = uuid7()
            if tries == self.options.tries and not self.options.kills:
                self.met["given_up"] += 1
                return
        self.longest = max(self.longest, time.monotonic() - began)
        self.acknowledged.append((draft["id"], draft["text"]))
        if self.options.say:
            os.write(sys.stdout.fileno(), f"acknowledged: {draft['id']} {draft['text']}\n".encode())
        answers.release()

    def is_done(self, number):
        if self.options.kills:
            return self.done.is_set()
        return self.options.until.exists() if self.options.until else number == self.options.notes

    def run(self):
        number = 0
        while not self.is_done(number):
            number += 1
            self.insist(note(f"uid {os.geteuid()} ring {RING} client {self.number} note {number}"))
        self.hang_up()
        return self.acknowledged, self.met, self.longest


done = multiprocessing.Event()
answers = multiprocessing.Semaphore(0)  # released for each note that is acknowledged


def run_client(options, number):
    become(NOBODY if os.geteuid() == 0 and number % 2 else os.geteuid())
    return Client(options, number, done).run()


def forget_answers():
    while answers.acquire(block=False):
        pass


def kill_often(keeper, kills):
    """Every second time at work, else wherever it is by then: in its start, mostly."""
    for number in range(kills):
        forget_answers()
        if number % 2 == 0:
            assert answers.acquire(timeout=PATIENCE), "the recorder does not come back"
        time.sleep(random.uniform(0, 0.1))
        keeper.kill()
    done.set()


def hit(options, keeper):
    """What was acknowledged, what the clients met, how long one waited. They are forked while nothing else runs here."""
    with concurrent.futures.ProcessPoolExecutor(options.clients, multiprocessing.get_context("fork")) as pool:
        running = [pool.submit(run_client, options, number) for number in range(options.clients)]
        keeper.start()
        if options.kills:
            kill_often(keeper, options.kills)
        results = [client.result() for client in running]
    keeper.stop()
    acknowledged, met, longest = zip(*results)
    return sum(acknowledged, []), sum(met, collections.Counter()), max(longest)


def read():
    """Every event of the log, in the order of commit."""
    with Peer() as peer:
        return [reply["entry"]["event"] for reply in peer.stream("Read", plain=True)]


def is_in_order(events):
    times = [event["recorded_at"] for event in events]
    return [event["seq"] for event in events] == list(range(1, len(events) + 1)) and times == sorted(times)


def wait_for_answer(keeper):
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with contextlib.suppress(OSError):
            with Peer():
                return
        time.sleep(PAUSE)
    raise AssertionError(f"never started again: {keeper.ends}")


def look(recorder, log, socket):
    """The log as a recorder has it that nothing hits, and whether its chain is whole."""
    keeper = Keeper(recorder, log, socket)
    keeper.start()
    try:
        wait_for_answer(keeper)
        verdict = subprocess.run([os.environ["INCIDENT"], "verify"], stdout=log, stderr=log, check=False)
        events = read()
        return events, verdict.returncode == 0 and is_in_order(events)
    finally:
        keeper.stop()


def forget_faults(folder):
    for name in "trace", "faults":
        (folder / name).unlink(missing_ok=True)


def count_injected(folder):
    """strace marks what it did, but for a signal."""
    trace, faults = folder / "trace", folder / "faults"
    marked = 0
    if trace.exists():
        lines = trace.open(encoding="utf-8", errors="replace")
        marked = sum(line.rstrip().endswith(("(INJECTED)", "(DELAYED)")) for line in lines)
    return marked + (faults.stat().st_size if faults.exists() else 0)


def remember(folder, acknowledged):
    """Adds to what is owed; returns all of it."""
    with open(folder / "acknowledged", "a+", encoding="utf-8") as file:
        file.writelines(f"{name} {text}\n" for name, text in acknowledged)
        file.seek(0)
        return [tuple(line.rstrip("\n").split(" ", 1)) for line in file]


def tally(owed, events):
    notes = [event for event in events if event["kind"] == "note"]
    texts = collections.Counter(event["text"] for event in notes)
    there = {(event["id"], event["text"]) for event in notes}
    return {
        "stored": len(notes),
        "lost": sum(entry not in there for entry in owed),
        "doubled": sum(times > 1 for times in texts.values()),
        "forged": sum(not event["text"].startswith(f"uid {event['author']['uid']} ") for event in notes),
        "newest": events[-1]["recorded_at"] if events else "",
    }


def under(options, folder):
    """What the recorder runs under."""
    if not options.inject:
        return options.command
    calls = ",".join(fault.partition(":")[0] for fault in options.inject)
    trace = ["strace", "-D", "-f", "-qq", "-A", "-o", str(folder / "trace"), "-e", f"trace={calls}"]
    for fault in options.inject:
        trace += ["-e", f"inject={fault}"]
    for file in options.on:
        trace += ["-P", str(folder / "state" / file)]
    return options.command + trace


def run(options, folder, socket):
    recorder = [os.environ["INCIDENTD"], "--state", str(folder / "state"), "--socket", socket]
    forget_faults(folder)
    with open(folder / "daemon.log", "ab") as log:
        keeper = Keeper(under(options, folder) + recorder, log, socket)
        acknowledged, met, longest = hit(options, keeper)
        if options.heal:
            subprocess.run(options.heal, shell=True, check=True, stdout=log, stderr=log)
        events, whole = look(recorder, log, socket)
    killed = keeper.ends.count(-signal.SIGKILL)
    figures = {"faults": count_injected(folder) + killed, "starts": len(keeper.ends), "ends": sorted(set(keeper.ends))}
    figures |= {name: met[name] for name in ("refused", "silence", "given_up")}
    figures |= {"acknowledged": len(acknowledged), "longest": round(longest, 2)}
    return figures | tally(remember(folder, acknowledged), events) | {"whole": whole}


def read_options():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    for name, standard in ("clients", 4), ("notes", 100), ("tries", 3), ("kills", 0):
        parser.add_argument(f"--{name}", type=int, default=standard)
    parser.add_argument("--inject", action="append", default=[])
    parser.add_argument("--on", action="append", default=[])
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--until", type=pathlib.Path)
    parser.add_argument("--heal")
    for name in "new-ids", "say":
        parser.add_argument(f"--{name}", action="store_true")
    words = sys.argv[1:]
    end = words.index("--") if "--" in words else len(words)
    return parser.parse_args(words[:end], argparse.Namespace(command=words[end + 1 :]))


def main():
    options = read_options()
    with tempfile.TemporaryDirectory(prefix="incident-fault.") as place:
        os.chmod(place, 0o711)
        os.environ["INCIDENT_SOCKET"] = socket = place + "/s"
        figures = run(options, options.folder, socket)
    print(json.dumps(figures))
    return bool(figures["lost"] or figures["doubled"] or figures["forged"] or not figures["whole"])


if __name__ == "__main__":
    sys.exit(main())
