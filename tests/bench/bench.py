#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bench.py BUILD [NAME…] [--json] [--runs N] [--scale N]: script/bench, once everything is built.

A row of ROWS is a load: what we take for it and what the peer takes, each measured in a fresh folder, in turn.
Each side checks its own result: every entry that was acknowledged is there afterwards."""
import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

build, scale = "", 1
STILL = subprocess.DEVNULL


def size(full):
    return max(full // scale, 50)


def said(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=280, **options).stdout


@contextlib.contextmanager
def server(path, *command):
    """A server, once it accepts on `path`; it must still be there in the end."""
    with subprocess.Popen(command, stdout=STILL, stderr=STILL) as process:
        try:
            for _ in range(1000):
                with socket.socket(socket.AF_UNIX) as probe:
                    if probe.connect_ex(path) == 0:
                        break
                time.sleep(0.01)
            time.sleep(0.2)
            yield process
            assert process.poll() is None, f"{command[0]} has ended"
        finally:
            process.terminate()


def recorder(folder):
    os.environ.update(INCIDENT_SOCKET=f"{folder}/s", HOME=folder)
    return server(f"{folder}/s", f"{build}/daemon/incidentd", "--user", "--state", f"{folder}/state", "--socket", f"{folder}/s")


def redis(folder):
    return server(f"{folder}/r", "redis-server", "--port", "0", "--unixsocket", f"{folder}/r", "--dir", folder,
                  "--appendonly", "yes", "--appendfsync", "always", "--save", "")


def in_log(folder):
    """Entries of the database that a recorder has left."""
    [name] = [n for n in os.listdir(f"{folder}/state") if n.endswith(".db")]
    return int(said("sqlite3", f"{folder}/state/{name}", "select count(*) from event"))


def load(kind, path, clients, flight, calls, batch=1):
    return json.loads(said(f"{build}/tests/bench/bench-load", kind, path, *map(str, (clients, flight, calls, batch))))


def loads(clients, flight, calls):
    """Seconds for so many events, one a call."""
    def ours(folder):
        with recorder(folder):
            seconds = load("incident", f"{folder}/s", clients, flight, size(calls))["seconds"]
        assert in_log(folder) == size(calls) + 1, "events are missing"  # and the one that opened the incident
        return seconds

    def peer(folder):
        with redis(folder):
            seconds = load("redis", f"{folder}/r", clients, flight, size(calls))["seconds"]
            assert int(said("redis-cli", "-s", f"{folder}/r", "xlen", "log")) == size(calls), "entries are missing"
        return seconds
    return ours, peer


def null(clients, flight, calls):
    """The generator alone: what it takes of the time of a load."""
    def alone(folder):
        with server(f"{folder}/n", f"{build}/tests/bench/bench-null", f"{folder}/n"):
            return load("incident", f"{folder}/n", clients, flight, size(calls))["seconds"]
    return alone, loads(clients, flight, calls)[0]


def timed(folder, *command):
    """Seconds of a program from start to exit, the median of many; and how often it ran."""
    times = f"{folder}/times.json"
    said("hyperfine", "-N", "--warmup", "10", "--runs", str(size(200)), "--export-json", times, " ".join(command), stderr=STILL)
    return json.load(open(times))["results"][0]["median"], size(200) + 10


def note(folder):
    with recorder(folder):
        seconds, runs = timed(folder, f"{build}/cli/incident", "note", "suspected network issue")
    assert in_log(folder) == runs + 1, "notes are missing"
    return seconds


def logger(folder):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(f"{folder}/log")
        log.settimeout(2)
        came = []

        def read():
            with contextlib.suppress(TimeoutError):
                while True:
                    came.append(log.recv(4096))
        reader = threading.Thread(target=read)
        reader.start()
        seconds, runs = timed(folder, "logger", "-u", f"{folder}/log", "suspected network issue")
        reader.join()
    assert len(came) == runs, "lines are missing"
    return seconds


def export(folder, *command):
    begin = time.monotonic()
    lines = subprocess.run([*command], check=True, stdout=open(f"{folder}/out", "wb"), timeout=280)
    assert lines.returncode == 0
    return time.monotonic() - begin


def our_export(folder):
    with recorder(folder):
        load("incident", f"{folder}/s", 1, 1, max(size(100000) // 1000, 1), 1000)
        seconds = export(folder, f"{build}/cli/incident", "export", "-o", "ndjson")
    assert sum(1 for _ in open(f"{folder}/out")) >= in_log(folder), "lines are missing"
    return seconds


def sqlite_export(folder):
    with recorder(folder):
        load("incident", f"{folder}/s", 1, 1, max(size(100000) // 1000, 1), 1000)
    events = in_log(folder)
    [name] = [n for n in os.listdir(f"{folder}/state") if n.endswith(".db")]
    seconds = export(folder, "sqlite3", "-json", f"{folder}/state/{name}", "select * from event")
    assert len(json.load(open(f"{folder}/out", errors="replace"), strict=False)) == events, "rows are missing"
    return seconds


def version(*command):
    return lambda folder: timed(folder, *[word.replace("BUILD", build) for word in command])[0]


def resident(start):
    """Its share of memory in bytes, once it has nothing to do and has made its room for a full disk."""
    def measure(folder):
        with start(folder) as process:
            time.sleep(5)
            for line in open(f"/proc/{process.pid}/smaps_rollup"):
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("no Pss")
    return measure


# name: (what, peer, ratio of rates or of costs, goal, (ours, the peer's))
ROWS = {
    "note": ("incident note, start to exit", "logger", "cost", 0.85, (note, logger)),
    "version": ("incident version", "git --version", "cost", 0.75,
                (version("BUILD/cli/incident", "version"), version("git", "--version"))),
    "one": ("1 client, an event a call", "Redis, always", "rate", 1.0, loads(1, 1, 10000)),
    "fifty": ("50 clients, an event a call", "Redis, always", "rate", 1.2, loads(50, 1, 100000)),
    "flight": ("50 clients x 16 in flight", "Redis, always", "rate", 0.5, loads(50, 16, 200000)),
    "export": ("100,000 events as ndjson", "sqlite3 -json", "cost", 0.5, (our_export, sqlite_export)),
    "idle": ("idle, PSS", "redis-server", "cost", 0.5, (resident(recorder), resident(redis))),
    "null": ("the generator alone", "fifty x 16, us", "cost", 0.5, null(50, 16, 200000)),
}


def measure(row, runs):
    sides = ([], [])
    for _ in range(runs):
        for side, values in zip(row[4], sides):
            with tempfile.TemporaryDirectory(prefix="bench", dir=build) as folder:
                values.append(side(os.path.relpath(folder) if len(folder) > 80 else folder))
    return sides


def report(name, row, ours, peer):
    ours_at, peer_at = statistics.median(ours), statistics.median(peer)
    ratio = peer_at / ours_at if row[2] == "rate" else ours_at / peer_at
    return {"name": name, "what": row[0], "peer": row[1], "of": row[2], "ours": ours, "theirs": peer, "ratio": ratio,
            "goal": row[3], "reached": ratio >= row[3] if row[2] == "rate" else ratio <= row[3]}


def spread(values):
    middle = statistics.median(values)
    return f"{middle:.4g} ({min(values):.4g}-{max(values):.4g})"


def line(r):
    goal = (">= " if r["of"] == "rate" else "<= ") + str(r["goal"])
    return (f"{r['name']:8} {r['what']:30} {spread(r['ours']):>26} {r['peer']:15} {spread(r['theirs']):>26} "
            f"{r['ratio']:6.2f}  {goal:8} {'reached' if r['reached'] else 'MISSED'}")


def main():
    global build, scale
    words = argparse.ArgumentParser(prog="script/bench", description="Us and the peers, in turn: medians and ratios.")
    words.add_argument("build", help=argparse.SUPPRESS)
    words.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ROWS))
    words.add_argument("--json", action="store_true", help="print one object a row")
    words.add_argument("--runs", type=int, default=5, metavar="N", help="of each side [5]")
    words.add_argument("--scale", type=int, default=1, metavar="N", help="divide the size of every load by N")
    asked = words.parse_args()
    unknown = set(asked.names) - set(ROWS)
    if unknown or asked.runs < 1 or asked.scale < 1:
        words.error(f"no such row: {', '.join(unknown)}; there are {', '.join(ROWS)}" if unknown else "N is 1 or more")
    build, scale = os.path.abspath(asked.build), asked.scale
    if not asked.json:
        print("seconds, or bytes for idle: median (least-most); rate: theirs / ours, cost: ours / theirs")
    for name in asked.names or ROWS:
        result = report(name, ROWS[name], *measure(ROWS[name], asked.runs))
        print(json.dumps(result) if asked.json else line(result), flush=True)


if __name__ == "__main__":
    sys.exit(main())
