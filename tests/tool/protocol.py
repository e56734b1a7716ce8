#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plays a file of protocol cases to the daemon at $INCIDENT_SOCKET and prints what does not hold.

    protocol.py FILE        exit 1 unless every case holds

A file is a list of cases, played in this order, each on a connection of its own:

    { "case": "a sentence", "steps": [ { "send": […], "expect": […] }, … ] }

send    messages, written at once; a string is written as it stands (say its NUL: \\u0000)
expect  the replies, in this order. A reply may have members that are not said; a list is said whole.
        With "closed": true nothing comes after them but the end of the connection.

"$name" stands for a value: where it is first met in a reply for what came, in a message for a new id.
"$" fits anything.
"""
import json
import sys

from varlink import Peer, uuid7


class Mismatch(Exception):
    pass


def fill(value, known):
    """A message with its names replaced."""
    if isinstance(value, dict):
        return {name: fill(member, known) for name, member in value.items()}
    if isinstance(value, list):
        return [fill(item, known) for item in value]
    if isinstance(value, str) and value.startswith("$"):
        return known.setdefault(value, uuid7())
    return value


def hold(expected, got, known, where="reply"):
    """Raises Mismatch unless `got` fits."""
    if expected == "$":
        return
    if isinstance(expected, str) and expected.startswith("$"):
        expected = known.setdefault(expected, got)
    if isinstance(expected, dict) and isinstance(got, dict):
        for name, member in expected.items():
            if name not in got:
                raise Mismatch(f"{where}.{name} is missing in {json.dumps(got)}")
            hold(member, got[name], known, f"{where}.{name}")
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for i, item in enumerate(expected):
            hold(item, got[i], known, f"{where}[{i}]")
    elif expected != got or type(expected) is not type(got):
        raise Mismatch(f"{where} is {json.dumps(got)}, expected: {json.dumps(expected)}")


def play_step(peer, step, known):
    for message in step.get("send", []):
        if isinstance(message, str):
            peer.write(message.encode("utf-8", "surrogateescape"))
        else:
            peer.send(fill(message, known))
    for i, expected in enumerate(step.get("expect", [])):
        hold(expected, peer.receive(), known, f"reply {i + 1}")
    if step.get("closed"):
        hold(None, peer.receive(), known, "what comes after the last reply")


def play(case):
    """What does not hold, or None."""
    known = {}
    with Peer() as peer:
        for number, step in enumerate(case["steps"], 1):
            try:
                play_step(peer, step, known)
            except (Mismatch, OSError) as problem:
                return f"{case['case']}: step {number}: {problem}"
    return None


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        problems = [problem for problem in map(play, json.load(file)) if problem]
    print(*problems, sep="\n")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
