#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mutate.py [--seed N] [--mutations N] [--crash PID]: a session with the recorder, cut and mutated.

The session is cut after every byte, then changed at random places; each time it is sent on a connection of its own and
read to its end. What counts is that somebody else is served all along, and that every connection comes to an end.

    --crash PID   ends that process, as a crash would, when half is done: the control
"""
import argparse
import json
import os
import random
import signal
import sys

from varlink import RECORDER, Peer, note, uuid7

TOGETHER = 50  # sessions between two looks at whether another is served
PIECES = [b"\0", b"{", b"}", b"[" * 40, b'"', b"\\", b"\\ud800", b"\\u0000", b"\xff", b"\xc3", b"-", b"1e999", b"18446744073709551616", b"null", b"true"]


def session():
    """What a client says that opens an incident, takes notes, corrects one, and reads."""
    opened, wrong = uuid7(), uuid7()
    drafts = [
        {"id": opened, "kind": "opened", "text": "checkout slow", "data": {"severity": 2, "services": ["checkout"]}},
        note("packet loss between the zones", incident=opened, at="2026-11-20T03:02:11.000000Z", about=True, tags=["net"]),
        {"id": wrong, "kind": "impact", "incident": opened, "text": "checkout fails", "data": {"users": 800000, "service": "checkout"}},
        {"id": uuid7(), "kind": "amended", "which": wrong, "data": {"new": {"text": "checkout fails for most", "users": 900000}}},
        {"id": uuid7(), "kind": "retracted", "which": "last", "text": "no"},
    ]
    calls = [{"method": "org.varlink.service.GetInfo"}]
    calls += [{"method": RECORDER + "Record", "parameters": {"drafts": [draft]}} for draft in drafts[:3]]
    calls += [
        {"method": RECORDER + "Record", "parameters": {"drafts": drafts[3:]}},
        {"method": RECORDER + "Switch", "parameters": {"incident": opened}},
        {"method": RECORDER + "Read", "parameters": {"incident": opened, "limit": 3}, "more": True},
        {"method": RECORDER + "Search", "parameters": {"query": "packet", "limit": 2}, "more": True},
        {"method": RECORDER + "Show", "parameters": {"incident": opened}},
        {"method": RECORDER + "Status"},
    ]
    return b"".join(json.dumps(call).encode() + b"\0" for call in calls)


def mutate(rng, data):
    """One to four changes: a bit, a byte, something taken out, twice there, put in, or put elsewhere."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data))
        size = rng.choice((1, 2, 8, 64, 300))
        change = rng.randrange(6)
        if change == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif change == 1:
            data[at] = rng.randrange(256)
        elif change == 2 and len(data) > size:
            del data[at : at + size]
        elif change == 3:
            data[at:at] = data[at : at + size]
        elif change == 4:
            data[at:at] = rng.choice(PIECES)
        else:
            other = rng.randrange(len(data))
            data[at : at + size] = data[other : other + size]
        if not data:
            return b"\0"
    return bytes(data)


def play(data):
    """To the end of the connection; how many replies came. The recorder may hang up before it has read all."""
    with Peer() as peer:
        try:
            peer.write(data)
            peer.socket.shutdown(1)
        except (BrokenPipeError, ConnectionResetError, OSError):
            pass
        count = 0
        while peer.receive() is not None:
            count += 1
        return count


def served():
    with Peer() as other:
        draft = note("somebody else")
        [receipt] = other.record(draft)
        [found] = other.stream("Read", after=receipt["pos"] - 1, limit=1)
        assert found["entry"]["event"]["id"] == draft["id"]


def sessions(rng, mutations):
    whole = session()
    for end in range(len(whole) + 1):
        yield whole[:end]
    for number in range(mutations):
        # Ids that are known already go another way than new ones.
        if number % 2:
            whole = session()
        yield mutate(rng, whole)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--mutations", type=int, default=10000)
    parser.add_argument("--crash", type=int)
    options = parser.parse_args()
    cuts = len(session())
    print(f"seed {options.seed}: {cuts} cuts, {options.mutations} mutations", flush=True)
    replies = 0
    for number, data in enumerate(sessions(random.Random(options.seed), options.mutations)):
        try:
            replies += play(data)
            if number % TOGETHER == 0:
                served()
        except (OSError, EOFError, AssertionError) as problem:
            sys.exit(f"session {number} or one of the {TOGETHER} before it: {problem!r}: {data!r}")
        if options.crash and number == cuts + options.mutations // 2:
            os.kill(options.crash, signal.SIGSEGV)
    served()
    print(f"{replies} replies")


if __name__ == "__main__":
    main()
