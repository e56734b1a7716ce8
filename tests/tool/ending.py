#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""ending.py PID: a daemon is ended while calls are on their way. All that were accepted are answered; prints how many.

An accepted call is one behind which another answer came, or that was answered itself: each answer that is there must
be whole and in order, and after the last there is the end, not silence.
"""
import os
import signal
import sys

from varlink import RECORDER, Peer, note


def answers(peer):
    """What comes until the end."""
    while (reply := peer.receive()) is not None:
        yield reply


def main(pid):
    with Peer() as follower, Peer() as writer:
        follower.send({"method": RECORDER + "Read", "parameters": {"follow": True}, "more": True})
        writer.record(note("first"))
        drafts = [note(f"note {i}") for i in range(200)]
        writer.send(*[{"method": RECORDER + "Record", "parameters": {"drafts": [draft]}} for draft in drafts])
        assert writer.receive()["parameters"]["receipts"][0]["id"] == drafts[0]["id"]
        os.kill(pid, signal.SIGTERM)
        got = [reply["parameters"]["receipts"][0]["id"] for reply in answers(writer)]
        assert got == [draft["id"] for draft in drafts[1 : len(got) + 1]], "in order, without a gap"
        followed = list(answers(follower))
        assert "error" not in followed[-1] and not followed[-1].get("continues"), followed[-1]
    print(len(got) + 2)


if __name__ == "__main__":
    main(int(sys.argv[1]))
