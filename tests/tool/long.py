#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""long.py COUNT: an incident of as many notes, recorded a hundred at once; prints its ref."""
import sys

from varlink import Peer, note, uuid7


def main(count):
    with Peer() as peer:
        [opened] = peer.record({"id": uuid7(), "kind": "opened", "text": "long"})
        for first in range(0, count, 100):
            texts = [f"entry {i}: what an engineer says in an outage is as long as this" for i in range(first, first + 100)]
            peer.record(*[note(text, incident=opened["ref"]) for text in texts])
        print(opened["ref"])


if __name__ == "__main__":
    main(int(sys.argv[1]))
