#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""company.py KIND UID: a user at the limit of everything, until the input ends. In the folder of the recorder's
socket `s`; as root, who can be anybody. Prints a line at the first answer that is what it asked for,
and in the end how many came after that."""
import contextlib
import itertools
import json
import os
import selectors
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tool"))
from varlink import PATIENCE, RECORDER, Peer, note  # noqa: E402 (the path comes first)

CONNECTIONS, AT_ONCE = 60, 16
FIRST_ID = b"01a00000-0000-7000-8000-00000000000"
NEEDLE = "needle" + os.urandom(8).hex()


def message(method, parameters, **members):
    return json.dumps({"method": RECORDER + method, "parameters": parameters, **members}).encode() + b"\0"


def drafts(*them):
    """Messages whose drafts have new ids each time, and the tags that are such an id."""
    ids = [FIRST_ID + b"%d" % i for i in range(len(them))]
    whole = message("Record", {"drafts": [{"id": one.decode(), **draft} for one, draft in zip(ids, them)]})
    while True:
        fresh = whole
        for one in ids:
            fresh = fresh.replace(one, b"01a00000-0000-7000-8%b-%b" % (os.urandom(2).hex()[1:].encode(), os.urandom(6).hex().encode()))
        yield fresh


def same(*them):
    return itertools.repeat(b"".join(them))


# What it asks, and what only the answer to that has in it.
KINDS = {
    "notes": (lambda: drafts({"kind": "note", "text": "x" * 80}), b'"kind":"note"'),
    "refusals": (lambda: drafts({"kind": "note", "text": "x"}, {"kind": "retracted", "which": "zz zz"}), b".NoSuchEvent"),
    "corrections": (lambda: drafts({"kind": "amended", "which": NEEDLE, "data": {"new": {"tags": [FIRST_ID.decode() + "0"]}}}), b'"kind":"amended"'),
    "finds": (lambda: same(message("Find", {"which": "zz zz"})), b".NoSuchEvent"),
    "searches": (lambda: same(message("Search", {"query": "zz zz"}, more=True)), b'{"parameters":{}}\0'),
    "reads": (lambda: same(message("Read", {}, more=True)), b'"entry":'),
    "junk": (lambda: same(b'{"method":"io.incidentd.Recorder.Rec"}\0', b'{"drafts":[1]}\0'), b".MethodNotFound"),
}


def connect(kind, waiting):
    make, sign = KINDS[kind]
    peer = Peer("s")
    peer.socket.setblocking(False)
    waiting.register(peer.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, {"left": b"", "messages": make(), "sign": sign, "done": 0})


def write(socket, state):
    state["left"] = state["left"] or b"".join(itertools.islice(state["messages"], AT_ONCE))
    state["left"] = state["left"][socket.send(state["left"]):]


def read(socket, state):
    answers = socket.recv(1 << 20)
    if not answers:
        sys.exit("the recorder has closed a connection")
    state["done"] += answers.count(state["sign"])


def go_on(socket, events, state):
    with contextlib.suppress(BlockingIOError):
        if events & selectors.EVENT_READ:
            read(socket, state)
    with contextlib.suppress(BlockingIOError):
        write(socket, state)


def done(waiting):
    return sum(key.data["done"] for key in waiting.get_map().values() if key.data)


def work(waiting):
    """What can be done without waiting; False once the input ends."""
    for key, events in waiting.select(1):
        if not key.data:
            return False
        go_on(key.fileobj, events, key.data)
    return True


def begin(waiting):
    late = time.monotonic() + PATIENCE
    while not done(waiting):
        work(waiting)
        if time.monotonic() > late:
            sys.exit("none of the answers is what was asked for")


def main(kind, uid):
    waiting = selectors.DefaultSelector()
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))  # whatever the recorder and its bench run with
    os.seteuid(uid)
    with Peer("s") as peer:
        peer.record(note(NEEDLE))
    for _ in range(CONNECTIONS):
        connect(kind, waiting)
    begin(waiting)
    before = done(waiting)
    print("ready", flush=True)
    waiting.register(0, selectors.EVENT_READ)
    while work(waiting):
        pass
    print(done(waiting) - before)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
