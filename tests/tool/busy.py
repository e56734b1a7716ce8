#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A recorder on standard input and output that is there, and busy: greets, and refuses everything else."""
import json
import sys

message = b""
while byte := sys.stdin.buffer.read1(1):
    if byte != b"\0":
        message += byte
        continue
    method = json.loads(message)["method"]
    message = b""
    answer = {"parameters": {"product": "busy"}}
    if not method.endswith("GetInfo"):
        answer = {"error": "io.incidentd.Recorder.Busy", "parameters": {"reason": "it is a test"}}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\0")
    sys.stdout.buffer.flush()
