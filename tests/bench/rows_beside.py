# SPDX-License-Identifier: MIT
"""A note beside other work, and how soon followers have it."""
import contextlib
import json
import re
import subprocess
import threading
import time

from common import STILL, in_log, load, log_of, program, recorder, said, size
from rows_search import hits_in, hits_said

NOTES = 2000
APART = 300, 30  # notes, milliseconds: as people write them, and for longer than a job still expects the next one
QUERY = "connection 4 refused"
MOST = 50e-6  # seconds for one follower to have one entry


def p99(beside_it, notes=NOTES, pause=0):
    """Of notes beside something, all of which must be in the log afterwards."""
    path = log_of(size(1000000))
    before, work = in_log(path), beside_it(path)  # which may look at the log while nobody has it open
    with recorder(path), work:
        taken = load("incident", f"{path}/s", 1, 1, size(notes), pause=pause)["p99"] / 1e6
    assert in_log(path) >= before + size(notes), "notes are missing"
    return taken


def alone(*how):
    return lambda folder: p99(contextlib.nullcontext, *how)


@contextlib.contextmanager
def again(least, count, *command):
    """A command, over and over; it must have been at work all the time, and each time have ended well and found so many."""
    enough, codes = threading.Event(), []

    def work():
        while not enough.is_set():
            with subprocess.Popen(program(command), stdout=subprocess.PIPE, stderr=STILL) as process:
                found = count(process.stdout)
            codes.append(process.returncode or found < least)
    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        enough.set()
        worker.join()
    assert codes and not any(codes), f"{command[1]} did not run, {sum(map(bool, codes))} times of {len(codes)}"


def exported(answer):
    return sum(block.count(b"\n") for block in iter(lambda: answer.read(1 << 16), b""))


def verified(answer):
    whole = re.match(rb"(\d+) events, .*: whole", answer.read())
    return int(whole[1]) if whole else 0


def hits(answer):
    return hits_said(answer.read().decode())


def beside(there, count, *command, how=(NOTES,)):
    """Of what there is in the log before the notes, the command must find all."""
    return lambda folder: p99(lambda path: again(there(path), count, "BUILD/cli/incident", *command), *how), alone(*how)


def all_heard(said, notes):
    """Each follower these, and the one that they began with."""
    assert said["least"] == notes + 1, f"a follower missed some: {said}"
    return said["seconds"]


@contextlib.contextmanager
def followers(path, count):
    with subprocess.Popen(program(["BUILD/tests/bench/bench-follow", f"{path}/s", str(count), "0"]),
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n", "the followers did not begin"
        yield
        time.sleep(1 + count * size(NOTES) * MOST)  # those who listen give way to those who write
        process.stdin.close()
        all_heard(json.loads(process.stdout.read()), size(NOTES))


def beside_followers(folder):
    return p99(lambda path: followers(path, size(1000)))


def fan_out(folder):
    """Seconds a follower from a note until the last one has it."""
    with recorder(folder):
        many, one = (all_heard(json.loads(said("BUILD/tests/bench/bench-follow", f"{folder}/s", str(count), "50").split(b"\n")[1]), 50)
                     for count in (size(1000), 1))
    return max(many - one, 0) / (size(1000) - 1)


ROWS = {
    "b-export": ("p99 of a note beside export", "alone", "cost", 3.0, beside(in_log, exported, "export", "-o", "ndjson")),
    "b-apart": ("p99 each 30 ms beside export", "alone", "cost", 3.0, beside(in_log, exported, "export", "-o", "ndjson", how=APART)),
    "b-verify": ("p99 of a note beside verify", "alone", "cost", 3.0, beside(in_log, verified, "verify")),
    "b-search": ("p99 of a note beside search", "alone", "cost", 3.0, beside(lambda path: hits_in(path, QUERY), hits, "search", QUERY)),
    "b-follow": ("p99 of a note, 1,000 follow", "alone", "cost", 3.0, (beside_followers, alone())),
    "fan-out": ("1,000 followers, each", "50 us", "cost", 1.0, (fan_out, lambda folder: 50e-6)),
}
