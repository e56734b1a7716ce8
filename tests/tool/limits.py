#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""limits.py NAME: goes up to one limit of include/limits.h, and over it. What should hold is asserted.

Whatever is tried, others are served meanwhile: served() is such another.
"""
import json
import os
import resource
import socket
import sys
import threading

from varlink import RECORDER, Peer, Refused, note, uuid7

MIB = 1 << 20
NOBODY = 65534


def served():
    """Somebody else records a note and reads it back."""
    with Peer() as other:
        draft = note("somebody else")
        [receipt] = other.record(draft)
        assert receipt["event"]["text"] == "somebody else"
        [found] = other.stream("Read", after=receipt["pos"] - 1, limit=1)
        assert found["entry"]["event"]["id"] == draft["id"]


def refused(error, call, *words, **parameters):
    try:
        call(*words, **parameters)
    except Refused as refusal:
        assert refusal.name == error, refusal
        return refusal.parameters
    raise AssertionError(f"not refused: {error} was expected")


def too_large(peer, limit, what, *drafts):
    assert refused("TooLarge", peer.record, *drafts) == {"limit": limit, "what": what}
    served()


def ended(peer):
    """Nothing more comes but the end."""
    assert peer.receive() is None


def text():
    with Peer() as peer:
        peer.record(note("x" * (64 << 10)))
        too_large(peer, 64 << 10, "drafts.text", note("x" * ((64 << 10) + 1)))
        peer.record(note("ü" * (32 << 10)))
        too_large(peer, 64 << 10, "drafts.text", note("ü" * (32 << 10) + "x"))


def field():
    with Peer() as peer:
        peer.record(note("x", actor="a" * 4096, source="b" * 4096, tags=["c" * 4096] * 32))
        too_large(peer, 4096, "drafts.actor", note("x", actor="a" * 4097))
        too_large(peer, 4096, "drafts.source", note("x", source="a" * 4097))
        too_large(peer, 4096, "drafts.tags", note("x", tags=["a" * 4097]))
        too_large(peer, 32, "drafts.tags", note("x", tags=["a"] * 33))
        too_large(peer, 4096, "drafts.data.link", {"id": uuid7(), "kind": "change", "text": "x", "data": {"link": "a" * 4097}})
        long = "x" * 4097
        for call, parameters in ("Find", {"which": long}), ("Expunge", {"id": uuid7(), "which": "last", "why": long}):
            what = [name for name, value in parameters.items() if value == long][0]
            assert refused("TooLarge", peer.call, call, **parameters) == {"limit": 4096, "what": what}


def drafts():
    with Peer() as peer:
        assert len(peer.record(*[note("x") for _ in range(1000)])) == 1000
        too_large(peer, 1000, "drafts", *[note("x") for _ in range(1001)])


def depth():
    with Peer() as peer:
        for levels, wrong in (32, "x"), (33, "message"), (100_000, "message"):
            lists = levels - 2
            peer.write(b'{"method":"org.varlink.service.GetInfo","parameters":{"x":' + b"[" * lists + b"]" * lists + b"}}\0")
            assert refused("InvalidParameter", peer.reply) == {"parameter": wrong}, levels
            served()
        peer.write(b'{"method":"org.varlink.service.GetInfo","parameters":{"x":"' + b"[" * 100 + b'"}}\0')
        assert refused("InvalidParameter", peer.reply) == {"parameter": "x"}


def values():
    with Peer() as peer:
        for count, error in (100_000 - 2, "InvalidParameter"), (100_000 + 1, "TooLarge"):
            peer.write(b'{"method":"org.varlink.service.GetInfo","parameters":[' + b"1," * (count - 3) + b"1]}\0")
            found = refused(error, peer.reply)
        assert found == {"limit": 100_000, "what": "values"}, found
        served()


def padded(size):
    message = b'{"method":"org.varlink.service.GetInfo"}'
    return message + b" " * (size - len(message))


def message():
    with Peer() as peer:
        peer.write(padded(MIB) + b"\0")
        assert peer.reply()["parameters"]["product"] == "incidentd"
        peer.write(padded(MIB + 1) + b"\0")
        assert refused("TooLarge", peer.reply) == {"limit": MIB, "what": "message"}
        ended(peer)
        served()


def endless():
    """A message without an end is not kept, nor waited for."""
    with Peer() as peer:
        try:
            for _ in range(64):
                peer.write(b"x" * MIB)
        except (BrokenPipeError, ConnectionResetError):
            pass
        served()
        assert refused("TooLarge", peer.reply) == {"limit": MIB, "what": "message"}


def silence():
    """Half a message, a connection that says nothing at all, and one that is slow but in time."""
    with Peer() as half, Peer() as mute, Peer() as slow:
        half.write(b'{"method":"org.varlink.service.GetInfo')
        slow.write(b'{"method":"org.varlink.')
        served()
        slow.write(b'service.GetInfo"}\0')
        assert slow.reply()
        ended(half)
        mute.send({"method": "org.varlink.service.GetInfo"})
        assert mute.reply(), "who says nothing may stay"
        served()


def answered(peer):
    peer.send({"method": "org.varlink.service.GetInfo"})
    return peer.reply()


def full():
    """A connection more than there may be: it is told so, and closed."""
    with Peer() as more:
        assert "reason" in refused("Busy", more.reply)
        ended(more)


def connect_all(count):
    peers = [Peer() for _ in range(count)]
    for peer in peers:
        assert answered(peer)
    return peers


def connections_of_user():
    os.seteuid(NOBODY)
    peers = connect_all(64)
    full()
    os.seteuid(0)
    served()
    os.seteuid(NOBODY)
    peers.pop().socket.close()
    # The daemon sees the end of it in its own time.
    while True:
        with Peer() as more:
            try:
                assert answered(more)
                break
            except (Refused, BrokenPipeError, ConnectionResetError):
                pass
    for peer in peers:
        assert answered(peer)


def connections():
    resource.setrlimit(resource.RLIMIT_NOFILE, (1100, max(1100, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    peers = connect_all(1024)
    full()
    peers[0].record(note("somebody who is connected"))
    for peer in peers:
        assert answered(peer)
        peer.socket.close()


def stuff(peer, message):
    """Sends it until nobody takes more; how often. What is half sent is sent whole by finish()."""
    peer.socket.setblocking(False)
    sent = 0
    try:
        while sent < 64 * MIB:
            sent += peer.socket.send(message[sent % len(message) :])
    except BlockingIOError:
        pass
    assert sent < 64 * MIB, "the daemon takes whatever comes"
    return sent


class Writing(threading.Thread):
    """Writes while others read: the daemon takes no more from one who does not."""

    def __init__(self, peer, data):
        super().__init__()
        self.peer, self.data = peer, data

    def run(self):
        self.peer.write(self.data)


def finish(peer, message, sent):
    """The rest of the message that was begun, and all answers."""
    peer.socket.settimeout(60)
    count = -(-sent // len(message))
    with_rest = Writing(peer, message[sent % len(message) :] if sent % len(message) else b"")
    with_rest.start()
    for number in range(count):
        assert peer.reply()["parameters"], number
    with_rest.join()
    assert answered(peer)


def unread():
    """One who asks and asks and never reads is not read from any more, and loses nothing."""
    with Peer() as peer:
        ask = b'{"method":"org.varlink.service.GetInfo"}\0'
        sent = stuff(peer, ask)
        assert sent // len(ask) > 256
        served()
        finish(peer, ask, sent)


def pipeline():
    """More calls than may be in flight, in one write, each with its answer, in order."""
    with Peer() as peer:
        batch = [note(f"note {i}") for i in range(2000)]
        calls = [{"method": RECORDER + "Record", "parameters": {"drafts": [draft]}} for draft in batch]
        writing = Writing(peer, b"".join(json.dumps(call).encode() + b"\0" for call in calls))
        writing.start()
        for draft in batch:
            assert peer.reply()["parameters"]["receipts"][0]["id"] == draft["id"]
        writing.join()
        served()


def heavy():
    """More bytes than may be in flight: of one connection, of one user, in all."""
    peers = [Peer() for _ in range(6)]
    big = json.dumps({"method": RECORDER + "Record", "parameters": {"drafts": [note("x" * 60_000) for _ in range(16)]}}).encode() + b"\0"
    sent = [stuff(peer, big) for peer in peers]
    served()
    for peer, bytes_sent in zip(peers, sent):
        finish(peer, big, bytes_sent)


def follower():
    """One that never reads is let go when it is too far behind; the one beside it gets everything."""
    ask = {"method": RECORDER + "Read", "parameters": {"follow": True, "plain": True}, "more": True}
    with Peer() as lazy, Peer() as eager, Peer() as writer:
        lazy.send(ask)
        eager.send(ask)
        writer.record(note("first"))
        assert lazy.reply() and eager.reply() and eager.reply()
        seen = 2
        while seen < 24_000:
            writer.record(*[note("x" * 100) for _ in range(1000)])
            for _ in range(1000):
                seen += 1
                assert eager.reply()["parameters"]["entry"]["pos"] == seen
        rest = 0
        try:
            while lazy.reply()["continues"]:
                rest += 1
        except Refused as refusal:
            assert refusal.name == "Busy", refusal
        assert rest < 24_000
        ended(lazy)
        served()


def crowd():
    """Many of the above at once, and a note goes through."""
    halves = [Peer() for _ in range(20)]
    for peer in halves:
        peer.write(b"{" * 1000)
    readers = [Peer() for _ in range(20)]
    for peer in readers:
        peer.send({"method": RECORDER + "Read", "parameters": {"follow": True}, "more": True})
    lazy = Peer()
    stuff(lazy, b'{"method":"org.varlink.service.GetInfo"}\0')
    gone = Peer()
    gone.send({"method": RECORDER + "Verify", "more": True})
    gone.socket.shutdown(socket.SHUT_WR)
    Peer().write(b"\xff\xfe\0\0\0")
    served()


if __name__ == "__main__":
    globals()[sys.argv[1]]()
