#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""follow.py FOLLOWERS WRITERS NOTES: followers that join at any time while it is written, each with a page of history.

Every one of them must get every event once, in order of pos, from its own beginning to the last one.
"""
import multiprocessing
import sys

from varlink import RECORDER, Peer, note


def write(writer, notes, together):
    with Peer() as peer:
        together.wait()
        for number in range(notes):
            peer.record(note(f"writer {writer} note {number}"))


def follow(first, last, together, joined):
    with Peer() as peer:
        if first:
            together.wait()
        peer.send({"method": RECORDER + "Read", "parameters": {"follow": True, "after": first}, "more": True})
        for pos in range(first + 1, last + 1):
            reply = peer.reply()
            assert reply["continues"] and reply["parameters"]["entry"]["pos"] == pos, (pos, reply)
            assert reply["parameters"]["entry"]["event"]["seq"] == pos
            if pos == first + 1 and not first:
                joined.release()


def main(followers, writers, notes):
    with Peer() as peer:
        # More than a page, so that history and live meet while it is written.
        peer.record(*[note("history") for _ in range(200)])
        history = peer.call("Status")["events"]
    last = history + writers * notes
    together = multiprocessing.Barrier(writers + followers // 2)
    joined = multiprocessing.Semaphore(0)
    # Every other one is there before, the rest come in the middle of it.
    starts = [0 if number % 2 == 0 else number * history // followers for number in range(followers)]
    crew = [multiprocessing.Process(target=follow, args=(first, last, together, joined)) for first in starts]
    for process in crew:
        process.start()
    for first in starts:
        if not first:
            assert joined.acquire(timeout=60)
    crew += [multiprocessing.Process(target=write, args=(i, notes, together)) for i in range(writers)]
    for process in crew[followers:]:
        process.start()
    for process in crew:
        process.join()
    return any(process.exitcode for process in crew)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
