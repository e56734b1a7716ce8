# SPDX-License-Identifier: MIT
"""What the runs of a row amount to. A row is (what, peer, ratio of rates or of costs, goal, (ours, the peer's))."""
import statistics

import common

# What a figure of a row is, if not seconds.
UNITS = {"idle": "bytes", "memory": "bytes", "wakes": "wake-ups"}


def measure(row, runs):
    sides = ([], [])
    for _ in range(runs):
        for side, values in zip(row[4], sides):
            with common.folder() as folder:
                values.append(side(folder))
    return sides


def ratio(row, ours, peer):
    ours_at, peer_at = statistics.median(ours), statistics.median(peer)
    return peer_at / ours_at if row[2] == "rate" else ours_at / peer_at


def reached(row, at):
    return at >= row[3] if row[2] == "rate" else at <= row[3]


def report(name, row, ours, peer):
    at = ratio(row, ours, peer)
    return {"name": name, "what": row[0], "peer": row[1], "of": row[2], "unit": UNITS.get(name, "s"), "scale": common.scale,
            "ours": ours, "theirs": peer, "ours_median": statistics.median(ours), "theirs_median": statistics.median(peer),
            "ratio": at, "goal": row[3], "reached": reached(row, at)}


def spread(values):
    middle = statistics.median(values)
    return f"{middle:.4g} ({min(values):.4g}-{max(values):.4g})"


def line(r):
    goal = (">= " if r["of"] == "rate" else "<= ") + str(r["goal"])
    return (f"{r['name']:13} {r['what']:33} {r['unit']:8} {spread(r['ours']):>26} {r['peer']:17} {spread(r['theirs']):>26} "
            f"{r['ratio']:6.2f}  {goal:8} {'reached' if r['reached'] else 'MISSED'}")
