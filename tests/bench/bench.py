#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bench.py BUILD [NAME…] [--json] [--runs N] [--scale N] [--controls]: script/bench, once everything is built.

A row of ROWS is a load: what we take for it and what the peer takes, each measured in a fresh folder, in turn.
Each side checks its own result: every entry that was acknowledged is there afterwards."""
import argparse
import json
import os
import sys

import common
import controls
import figures
import peers
import rows_beside
import rows_command
import rows_company
import rows_load
import rows_search
import rows_size
import rows_sql

# name: see figures.py
ROWS = {**rows_command.ROWS, **rows_search.ROWS, **rows_load.ROWS, **rows_beside.ROWS, **rows_company.ROWS, **rows_size.ROWS, **rows_sql.ROWS}


def run(name, asked):
    """A row; 1 if a program that it needs is not here."""
    try:
        result = figures.report(name, ROWS[name], *figures.measure(ROWS[name], asked.runs))
    except FileNotFoundError as missing:
        hint = peers.install(missing.filename)
        if not hint:
            raise
        print(f"error: {name}: no {os.path.basename(missing.filename)} here\n{hint}", file=sys.stderr)
        return 1
    print(json.dumps(result) if asked.json else figures.line(result), flush=True)
    return 0


def main():
    words = argparse.ArgumentParser(prog="script/bench", description="Us and the peers, in turn: medians and ratios.")
    words.add_argument("build", help=argparse.SUPPRESS)
    words.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ROWS))
    words.add_argument("--json", action="store_true", help="print one object a row, after one of the versions")
    words.add_argument("--controls", action="store_true", help="show each row a program that does not do the work")
    words.add_argument("--runs", type=int, default=5, metavar="N", help="of each side [5]")
    words.add_argument("--scale", type=int, default=1, metavar="N", help="divide the size of every load by N")
    asked = words.parse_intermixed_args()
    unknown = set(asked.names) - set(ROWS)
    if unknown or asked.runs < 1 or asked.scale < 1:
        words.error(f"no such row: {', '.join(unknown)}; there are {', '.join(ROWS)}" if unknown else "N is 1 or more")
    common.settle(asked.build, asked.scale)
    if asked.json:
        print(json.dumps({"versions": peers.versions(), "cores": os.cpu_count(), "runs": asked.runs, "scale": asked.scale}))
    else:
        print(*(f"{name}: {version}" for name, version in peers.versions().items()), sep="; ")
        print("seconds, bytes or wake-ups: median (least-most); rate: theirs / ours, cost: ours / theirs")
    try:
        if asked.controls:
            return controls.show({name: ROWS[name] for name in asked.names or ROWS})
        return max([run(name, asked) for name in asked.names or ROWS])
    finally:
        common.forget_folders()


if __name__ == "__main__":
    sys.exit(main())
