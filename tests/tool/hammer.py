#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""hammer.py CLIENTS NOTES: as many clients at once, each with a connection of its own, each as many Records of one
note. Prints the id and the text of what was acknowledged, a line each."""
import multiprocessing
import sys

from varlink import Peer, note


def hammer(client, notes, together):
    with Peer() as peer:
        together.wait()
        lines = []
        for number in range(notes):
            draft = note(f"client {client} note {number}")
            [receipt] = peer.record(draft)
            assert receipt["id"] == draft["id"] and not receipt["again"], receipt
            lines.append(f"{draft['id']} {draft['text']}\n")
        sys.stdout.write("".join(lines))
        sys.stdout.flush()


def main(clients, notes):
    together = multiprocessing.Barrier(clients)
    crew = [multiprocessing.Process(target=hammer, args=(i, notes, together)) for i in range(clients)]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    return any(process.exitcode for process in crew)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
