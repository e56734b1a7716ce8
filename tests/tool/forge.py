#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes a log that was never recorded: events, one JSON object a line on standard input, get an origin, a seq, a salt, and
the leaf and hash that fit (BLAKE2b-256, as daemon/store/chain.c). What an import must survive can be written down like this."""
import hashlib
import json
import sys

ORIGIN = "01a00000-0000-7000-8000-0000000000ff"
before = bytes(32)
for seq, line in enumerate(sys.stdin, 1):
    event = {"at": "2026-11-20T10:00:00.000000Z", "author": {"uid": 1000}, "host": "elsewhere", "origin": ORIGIN,
             "recorded_at": "2026-11-20T10:00:00.000000Z", "seq": seq, **json.loads(line)}
    text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    salt = bytes([seq % 256]) * 16
    leaf = hashlib.blake2b(salt + text, digest_size=32).digest()
    before = hashlib.blake2b(before + leaf, digest_size=32).digest()
    print(json.dumps({"event": event, "hash": before.hex(), "leaf": leaf.hex(), "salt": salt.hex()}, ensure_ascii=False))
