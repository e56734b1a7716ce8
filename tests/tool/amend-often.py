#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Amends the newest note of the log at $INCIDENT_SOCKET COUNT times, each text keeping the old one's words."""
import sys

from varlink import Peer, uuid7

BATCH = 50


def draft(event, number):
    new = {"text": f"{event['text']} {number}"}
    return {"id": uuid7(), "kind": "amended", "which": event["id"], "data": {"new": new}}


with Peer() as peer:
    entries = [reply["entry"] for reply in peer.stream("Read", kinds=["note"]) if "entry" in reply]
    newest = entries[-1]["event"]
    for start in range(0, int(sys.argv[1]), BATCH):
        peer.record(*(draft(newest, start + i) for i in range(BATCH)))
