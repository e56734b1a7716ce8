# SPDX-License-Identifier: MIT
"""What is typed: from start to exit."""
import contextlib
import json
import os
import socket
import subprocess
import threading

from common import (STILL, database, fill, in_log, load, log_of, recorder, said, seconds, size, timed)


def note(folder):
    with recorder(folder):
        taken, runs = timed(folder, "BUILD/cli/incident", "note", "suspected network issue")
    assert in_log(folder) == runs + 1, "notes are missing"
    return taken


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
        taken, runs = timed(folder, "logger", "-u", f"{folder}/log", "suspected network issue")
        reader.join()
    assert len(came) == runs, "lines are missing"
    return taken


def version(*command):
    return lambda folder: timed(folder, *command)[0]


def our_export(folder):
    with recorder(folder), open(f"{folder}/out", "wb") as out:
        fill(folder, size(100000))
        taken = seconds("BUILD/cli/incident", "export", "-o", "ndjson", out=out)
    assert sum(1 for _ in open(f"{folder}/out")) == in_log(folder), "lines are missing"
    return taken


def sqlite_export(folder):
    with recorder(folder):
        fill(folder, size(100000))
    with open(f"{folder}/out", "wb") as out:
        taken = seconds("sqlite3", "-json", database(folder), "select * from event", out=out)
    assert len(json.load(open(f"{folder}/out", errors="replace"), strict=False)) == in_log(folder), "rows are missing"
    return taken


def found(word):
    """In the log of so many events, whose texts are those of load.c."""
    def ours(folder):
        with recorder(log_of(size(1000000))):
            taken = seconds("BUILD/cli/incident", "search", word, out=open(f"{folder}/out", "wb"))
        assert word in open(f"{folder}/out").read(), "nothing was found"
        return taken

    def peer(folder):
        journal = make_journal(folder, size(1000000))
        taken = seconds("journalctl", "--file", journal, "-o", "cat", "--grep", word, out=open(f"{folder}/out", "wb"))
        assert word in open(f"{folder}/out").read(), "nothing was found"
        return taken
    return ours, peer


def make_journal(folder, messages):
    entries = f"{folder}/entries"
    with open(entries, "w") as out:
        for i in range(messages):
            out.write(f"__REALTIME_TIMESTAMP={1700000000000000 + i}\n__MONOTONIC_TIMESTAMP={i + 1}\n"
                      "_BOOT_ID=0123456789abcdef0123456789abcdef\nPRIORITY=6\nSYSLOG_IDENTIFIER=bench\n"
                      f"MESSAGE=pool of db-{i % 16} is exhausted: connection {i} refused\n\n")
    said("/lib/systemd/systemd-journal-remote", "-o", f"{folder}/bench.journal", entries, stderr=STILL)
    os.unlink(entries)
    return f"{folder}/bench.journal"


def our_postmortem(folder):
    with recorder(folder):
        fill(folder, size(10000))
        taken = seconds("BUILD/cli/incident", "postmortem", "--all-events", out=open(f"{folder}/pm.md", "wb"))
    assert open(f"{folder}/pm.md").read().count("is exhausted") >= size(10000) // 2, "events are missing"
    return taken


def pandoc(folder):
    our_postmortem(folder)
    taken = seconds("pandoc", "-f", "gfm", "-t", "html", "-o", f"{folder}/pm.html", f"{folder}/pm.md")
    assert "is exhausted" in open(f"{folder}/pm.html").read(), "it is empty"
    return taken


ROWS = {
    "note": ("incident note, start to exit", "logger", "cost", 0.85, (note, logger)),
    "version": ("incident version", "git --version", "cost", 0.75,
                (version("BUILD/cli/incident", "version"), version("git", "--version"))),
    "export": ("100,000 events as ndjson", "sqlite3 -json", "cost", 0.5, (our_export, sqlite_export)),
    "common": ("search, a common word", "journalctl --grep", "cost", 0.3, found("db-7")),
    "postmortem": ("postmortem of 10,000 events", "pandoc of it", "cost", 0.2, (our_postmortem, pandoc)),
}
