# SPDX-License-Identifier: MIT
"""Writing: so many clients, so many calls in flight, so many events a call."""
import subprocess

from common import database, fill, in_log, load, recorder, redis, said, seconds, server, size


def loads(clients, flight, calls):
    """Seconds for so many events, one a call."""
    def ours(folder):
        with recorder(folder):
            taken = load("incident", f"{folder}/s", clients, flight, size(calls))["seconds"]
        assert in_log(folder) == size(calls) + 1, "events are missing"  # and the one that opened the incident
        return taken

    def peer(folder):
        with redis(folder):
            taken = load("redis", f"{folder}/r", clients, flight, size(calls))["seconds"]
            assert int(said("redis-cli", "-s", f"{folder}/r", "xlen", "log")) == size(calls), "entries are missing"
        return taken
    return ours, peer


def null(clients, flight, calls):
    """The generator alone: what it takes of the time of a load."""
    def alone(folder):
        with server(f"{folder}/n", "BUILD/tests/bench/bench-null", f"{folder}/n"):
            return load("incident", f"{folder}/n", clients, flight, size(calls))["seconds"]
    return alone, loads(clients, flight, calls)[0]


def count_syncs(folder, calls):
    """How often it syncs for so many calls, one after another; in a run of its own, as tracing takes time."""
    with server(f"{folder}/t", "strace", "-D", "-f", "-qq", "-e", "trace=fdatasync", "-o", f"{folder}/syncs",
                "BUILD/tests/bench/bench-sync", f"{folder}/t", f"{folder}/kept"):
        load("incident", f"{folder}/t", 1, 1, calls)
    return sum(" = 0" in line for line in open(f"{folder}/syncs"))


def synced(clients, flight, calls):
    """What a server takes that only writes and syncs, in a thread of its own, as ours does: what there is to reach."""
    def alone(folder):
        assert count_syncs(folder, 50) >= 50, "it does not sync"
        with server(f"{folder}/n", "BUILD/tests/bench/bench-sync", f"{folder}/n", f"{folder}/kept"):
            return load("incident", f"{folder}/n", clients, flight, size(calls))["seconds"]
    return alone, loads(clients, flight, calls)[1]


def record(folder):
    with recorder(folder):
        taken, there = fill(folder, size(100000))
    assert in_log(folder) == there, "events are missing"
    return taken


# The same rows in text of the same length, as a file of values has no other; so the tables cannot be strict.
ROWS_AS_TEXT = """select pos, printf('%016d', pos), origin, seq, substr(hex(incident), 1, 16), kind, at, author,
coalesce(nullif(substr(hex(digest), 1, 16), ''), printf('%016d', 0)), substr(hex(salt), 1, 16), substr(hex(leaf), 1, 32), substr(hex(hash), 1, 32), json from event"""


def sqlite_import(folder):
    with recorder(folder):
        fill(folder, size(100000))
    events, rows, log = in_log(folder), f"{folder}/rows.csv", database(folder)
    schema = said("sqlite3", log, "select replace(sql, 'STRICT', '') || ';' from sqlite_schema "
                  "where tbl_name in ('event', 'origin') and sql is not null order by type = 'table' desc")
    with open(rows, "wb") as out:
        subprocess.run(["sqlite3", "-csv", log, ROWS_AS_TEXT], check=True, stdout=out)
    subprocess.run(["sqlite3", f"{folder}/new.db"], input=b"pragma journal_mode=wal;" + schema, check=True, stdout=subprocess.DEVNULL)
    taken = seconds("sqlite3", f"{folder}/new.db", "-cmd", "pragma synchronous=full", "-cmd", ".mode csv", f".import {rows} event")
    assert int(said("sqlite3", f"{folder}/new.db", "select count(*) from event")) == events, "rows are missing"
    return taken


ROWS = {
    "one": ("1 client, an event a call", "Redis, always", "rate", 1.0, loads(1, 1, 10000)),
    "fifty": ("50 clients, an event a call", "Redis, always", "rate", 1.2, loads(50, 1, 100000)),
    "flight": ("50 clients x 16 in flight", "Redis, always", "rate", 0.5, loads(50, 16, 200000)),
    "one-least": ("one, only synced", "Redis, always", "rate", 1.0, synced(1, 1, 10000)),
    "fifty-least": ("fifty, only synced", "Redis, always", "rate", 1.2, synced(50, 1, 100000)),
    "flight-least": ("flight, only synced", "Redis, always", "rate", 0.5, synced(50, 16, 200000)),
    "record": ("1 client, 1,000 events a call", "sqlite3 .import", "rate", 1.0, (record, sqlite_import)),
    "null": ("the generator alone", "flight, us", "cost", 0.5, null(50, 16, 200000)),
}
