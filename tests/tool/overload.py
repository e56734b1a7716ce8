#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""overload.py NAME PID: bad company for the daemon with this pid. What should hold is asserted, figures are printed.

Whatever is tried, served() is somebody else, who must have an answer meanwhile.
"""
import array
import contextlib
import json
import os
import signal
import socket
import sys
import time

from limits import ended, heavy, served, stuff
from varlink import RECORDER, Peer, Refused, note

MIB = 1 << 20
ASK = b'{"method":"org.varlink.service.GetInfo"}\0'
daemon = int(sys.argv[2])

# MiB that the limits of one user add up to: 64 connections, each with half a message, an answer and what a stream may
# leave unread; 16 in flight and one message of 100,000 values more; and 16 for everything else.
MOST = 64 * (1024 + 3 * 1024 + 256) // 1024 + 16 + 13 + 16


def connect(count):
    """So many connections of the user $AS; who they are of is settled with this."""
    os.seteuid(int(os.environ.get("AS", os.geteuid())))
    peers = [Peer() for _ in range(count)]
    os.seteuid(os.getuid())
    return peers


def descriptors():
    return len(os.listdir(f"/proc/{daemon}/fd"))


def status(name):
    with open(f"/proc/{daemon}/status") as file:
        return int(dict(line.split(":", 1) for line in file)[name].split()[0])


def ticks():
    with open(f"/proc/{daemon}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def eventually(holds):
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "never"
        time.sleep(0.05)


def alone():
    """Nobody is connected but who asks."""
    with contextlib.suppress(Refused), Peer() as peer:
        return peer.call("Status")["peers"] == 1
    return False


def loris():
    """A message that comes byte by byte, always a bit more, is closed like one that stops."""
    with Peer() as slow, Peer() as patient:
        begun = time.monotonic()
        patient.write(ASK)
        try:
            while True:
                slow.write(b" ")
                time.sleep(0.2)
                assert time.monotonic() < begun + 60, "half a message is kept for ever"
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert patient.reply()["parameters"]["product"] == "incidentd"
        served()


def scm_rights():
    """1,000 descriptors that come along with messages are closed, or never taken."""
    before = descriptors()
    with Peer() as peer, open("/dev/null") as null:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [null.fileno()] * 200))]
        for _ in range(5):
            peer.socket.sendmsg([ASK], rights)
            assert peer.reply()
        served()
        most = descriptors()
        assert most <= before + 2, f"{before} descriptors were open, now {most}"
    eventually(lambda: descriptors() <= before)
    print(f"1,000 descriptors passed: {before} open before, {most} meanwhile, {descriptors()} afterwards")


def deaths():
    """Clients that are killed in the middle of a message, or of an answer, leave nothing behind."""
    before = descriptors()
    for number in range(100):
        child = os.fork()
        if not child:
            peer = Peer()
            peer.write(ASK * 50 + b'{"method":"' + b"x" * number * 100)
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
    served()
    eventually(alone)
    eventually(lambda: descriptors() <= before)


def death_after_the_message():
    """What was sent whole is recorded, although nobody is there for the answer."""
    drafts = [note(f"last words {number}") for number in range(20)]
    for draft in drafts:
        with Peer() as peer:
            peer.send({"method": RECORDER + "Record", "parameters": {"drafts": [draft]}})
            peer.socket.close()

    def all_there():
        with Peer() as peer:
            found = {reply["entry"]["event"]["id"] for reply in peer.stream("Read", plain=True)}
        return found >= {draft["id"] for draft in drafts}

    eventually(all_there)


def big_call(drafts):
    return json.dumps({"method": RECORDER + "Record", "parameters": {"drafts": drafts}}).encode() + b"\0"


def send_until_full(peer, call):
    """The call, again and again, until none of it is taken for a moment."""
    peer.socket.settimeout(0.5)
    with contextlib.suppress(TimeoutError):
        while True:
            peer.write(call)


def death_with_all():
    """Those who die with all that a user may have in flight: each message is recorded whole or not at all, and what they held is free again."""
    messages = [[note("x" * 60_000) for _ in range(16)] for _ in range(12)]
    for half in messages[:6], messages[6:]:
        peers = [Peer() for _ in half]
        for peer, drafts in zip(peers, half):
            send_until_full(peer, big_call(drafts))
        for peer in peers:
            peer.socket.close()
    eventually(alone)
    with Peer() as peer:
        peer.record(note("and after them"))
        found = {reply["entry"]["event"]["id"] for reply in peer.stream("Read", plain=True)}
    recorded = [sum(draft["id"] in found for draft in drafts) for drafts in messages]
    assert set(recorded) <= {0, 16} and sum(recorded) > 0, recorded
    heavy()
    print(f"{len(messages)} died with all that may be in flight: of {recorded.count(16)} it is recorded, of none in part")


def half_close():
    """Who stops writing has all answers, in order, and then the end."""
    for count in 1, 7, 300:
        with Peer() as peer:
            drafts = [note(f"{count} {number}") for number in range(count)]
            peer.send(*[{"method": RECORDER + "Record", "parameters": {"drafts": [draft]}} for draft in drafts])
            peer.socket.shutdown(socket.SHUT_WR)
            for draft in drafts:
                assert peer.reply()["parameters"]["receipts"][0]["id"] == draft["id"]
            ended(peer)


def never_read():
    """60 connections that ask for everything and read nothing: what they do not read is not made."""
    with Peer() as writer:
        for _ in range(40):
            writer.record(*[note("x" * 900) for _ in range(1000)])
    before = status("VmRSS")
    lazy = [Peer() for _ in range(60)]
    for peer in lazy:
        peer.send({"method": RECORDER + "Read", "parameters": {}, "more": True})
    for _ in range(20):
        served()
    grown = (status("VmHWM") - before) / 1024
    assert grown < 60, f"{grown:.0f} MiB more for 60 readers of 70 MiB"
    print(f"60 readers of 70 MiB that never read: {grown:.0f} MiB")
    entries = 0
    while lazy[0].reply().get("continues"):
        entries += 1
    assert entries >= 40_000, f"only {entries} entries for one who reads after all"


def never_read_rare():
    """The same where there is something on a page now and then: pages without anything end no pause."""
    with Peer() as writer:
        for _ in range(60):
            writer.record({**note("x" * 60000), "kind": "finding"}, *[note("often") for _ in range(300)])
    before = status("VmRSS")
    lazy = [Peer() for _ in range(20)]
    for peer in lazy:
        peer.send({"method": RECORDER + "Read", "parameters": {"kinds": ["finding"]}, "more": True})
    for _ in range(40):
        served()
        time.sleep(0.05)
    grown = (status("VmHWM") - before) / 1024
    assert grown < 30, f"{grown:.0f} MiB more for 20 readers of 3.5 MiB each"
    print(f"20 readers of rare entries that never read: {grown:.0f} MiB")


def no_descriptors():
    """More come than there are descriptors for: told so, no busy loop, and all is well when some have gone."""
    peers, busy = [], 0
    for _ in range(60):
        peer = Peer()
        with contextlib.suppress(BrokenPipeError):
            peer.write(ASK)
        try:
            peer.reply()
            peers.append(peer)
        except Refused as refusal:
            assert refusal.name == "Busy", refusal
            busy += 1
    assert peers and busy, (len(peers), busy)
    before, begun = ticks(), time.monotonic()
    time.sleep(2)
    share = (ticks() - before) / (time.monotonic() - begun)
    assert share < 0.5, f"{share:.0%} of a processor while nothing is to be done"
    for peer in peers:
        peer.write(ASK)
        assert peer.reply()
    peers[0].record(note("somebody who was in time"))
    for peer in peers:
        peer.socket.close()
    eventually(alone)
    served()
    print(f"{len(peers)} served, {busy} told Busy, {share:.1%} of a processor meanwhile")


def hold_all():
    """All connections that this user may have, until standard input ends."""
    peers = connect(64)
    for peer in peers:
        peer.write(ASK)
        peer.reply()
    print("all", flush=True)
    sys.stdin.read()


# The worst that one user may do to the memory of the daemon.

def trees(peer):
    """Behind a call that does not end: messages that become a hundred times as much in memory, and as many values as may be."""
    peer.send({"method": RECORDER + "Read", "parameters": {"follow": True}, "more": True})
    empty = b'{"method":"' + RECORDER.encode() + b'Import","parameters":{"events":[' + b"{}," * 49_990 + b"{}]}}\0"
    stuff(peer, empty)


def answers(peer):
    """Receipts that nobody reads, of events with all there may be in them."""
    tags = ["x"] * 32
    drafts = [note("\u0001", tags=tags) for _ in range(1000)]
    stuff(peer, json.dumps({"method": RECORDER + "Record", "parameters": {"drafts": drafts}}).encode() + b"\0")


def halves(peer):
    """Half a message, as long as it may be, as far as it is taken."""
    peer.socket.settimeout(0.5)
    with contextlib.suppress(TimeoutError):
        peer.write(b"x" * (MIB - 1))


def worst(connections, kinds):
    peers = connect(connections)
    for number, peer in enumerate(peers):
        kinds[number % len(kinds)](peer)
        if number % 16 == 0:
            served()
    for _ in range(3):
        served()
    return peers


def memory():
    """What one user may make the daemon hold."""
    before = status("VmRSS")
    peers = worst(64, (trees, answers, halves))
    most = status("VmHWM")
    for peer in peers:
        peer.socket.close()
    assert most < MOST * 1024, f"{most // 1024} MiB"
    print(f"64 connections of one user: from {before // 1024} to {most // 1024} MiB, at most {MOST} by the limits")


def crowd(peers, seconds):
    """How many times a second something is looked for: on each connection eight at once, and all answered."""
    begun, taken = time.monotonic(), 0
    while time.monotonic() < begun + seconds:
        for peer in peers:
            peer.send(*[{"method": RECORDER + "Find", "parameters": {"which": "nowhere to be found"}}] * 8)
        for peer in peers:
            taken += sum("NoSuchEvent" in peer.receive()["error"] for _ in range(8))
    return taken / (time.monotonic() - begun)


def replies(peer):
    while peer.reply().get("continues"):
        yield


def rests():
    with Peer() as other:
        return other.call("Status")["rests"]


def rest():
    """Who has many calls at once may have all of the recorder, but a part of it once somebody else records."""
    peers = connect(30)
    peers[0].record(*(note(f"one of {i}") for i in range(1000)))
    alone = crowd(peers, 2)
    assert rests() == 0, "who is alone rested"
    with Peer() as other:
        other.record(note("of somebody else"))
    beside = crowd(peers, 2)
    assert rests() > 0, "it took all there was"
    for peer in peers:
        peer.send({"method": RECORDER + "Read", "parameters": {}, "more": True})
    for peer in peers:
        assert sum(1 for _ in replies(peer)) > 1000, "who rests does not go on"
    print(f"30 connections x 8: {alone:.0f} answers a second alone, {beside:.0f} while somebody else records")


def loris_that_rests():
    """Half a message is as old as it is, whatever else its user does and has to wait for."""
    peers, [slow] = connect(20), connect(1)
    with Peer() as other:
        other.record(note("of somebody else"))
    begun, gone = time.monotonic(), False
    while not gone:
        crowd(peers, 0.5)
        try:
            slow.write(b" ")
        except (BrokenPipeError, ConnectionResetError):
            gone = True
        assert gone or time.monotonic() < begun + 40, "half a message is kept for ever"
    assert rests() > 0, "nobody rested"


def no_limit():
    """Root may have more connections, and so more memory: this measure sees it."""
    worst(700, (halves,))
    assert status("VmHWM") > MOST * 1024, status("VmHWM")


if __name__ == "__main__":
    globals()[sys.argv[1]]()
