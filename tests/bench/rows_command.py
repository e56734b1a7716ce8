# SPDX-License-Identifier: MIT
"""What is typed: from start to exit."""
import contextlib
import re
import socket
import threading

from common import database, fill, in_log, log_of, recorder, said, seconds, size, timed


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


def version(name, *command):
    def side(folder):
        assert said(*command).startswith(name), "it does not say what it is"
        return timed(folder, *command)[0]
    return side


def lines(path, begins):
    with open(path, "rb") as text:
        return sum(line.startswith(begins) for line in text)


def in_order(path):
    """How many events there are, none twice and each behind those before it."""
    with open(path, "rb") as text:
        numbers = [int(re.search(rb'"seq":(\d+)', line)[1]) for line in text]
    return len(numbers) if numbers == sorted(set(numbers)) else 0


def exported(folder, there, count, *command):
    """Seconds of an export that nobody keeps; what it says is looked at in a run of its own."""
    with open(f"{folder}/out", "wb") as out:
        seconds(*command, out=out)
    assert count(f"{folder}/out") == there, "lines are missing"
    return seconds(*command)


def our_export(folder):
    log = log_of(size(1000000))
    there = in_log(log)
    with recorder(log):
        return exported(folder, there, in_order, "BUILD/cli/incident", "export", "-o", "ndjson")


def sqlite_export(folder):
    log = log_of(size(1000000))
    return exported(folder, in_log(log), lambda path: lines(path, (b"{", b"[{")), "sqlite3", "-json", database(log), "select * from event")


def our_postmortem(folder):
    with recorder(folder):
        fill(folder, size(10000))
        taken = seconds("BUILD/cli/incident", "postmortem", "--all-events", out=open(f"{folder}/pm.md", "wb"))
    assert open(f"{folder}/pm.md").read().count("is exhausted") >= size(10000), "events are missing"
    return taken


def pandoc(folder):
    our_postmortem(folder)
    taken = seconds("pandoc", "-f", "gfm", "-t", "html", "-o", f"{folder}/pm.html", f"{folder}/pm.md")
    assert "is exhausted" in open(f"{folder}/pm.html").read(), "it is empty"
    return taken


ROWS = {
    "note": ("incident note, start to exit", "logger", "cost", 0.85, (note, logger)),
    "version": ("incident version", "git --version", "cost", 0.75,
                (version(b"incident ", "BUILD/cli/incident", "version"), version(b"git ", "git", "--version"))),
    "export": ("1,000,000 events as ndjson", "sqlite3 -json", "cost", 0.5, (our_export, sqlite_export)),
    "postmortem": ("postmortem of 10,000 events", "pandoc of it", "cost", 0.2, (our_postmortem, pandoc)),
}
