# SPDX-License-Identifier: MIT
"""What is typed: from start to exit."""
import contextlib
import os
import re
import socket
import subprocess
import threading

from common import (STILL, database, fill, in_log, kept, load, log_of, recorder, said, seconds, size, timed)
from peers import where


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


def common_word():
    return "db-7"


def rare_word():
    """Of the texts of load.c that of one, whose number has as many digits as any."""
    return f"connection {size(1000000) * 3 // 4} refused"


def hits_said(text):
    """How many the answer names and counts."""
    more = re.search(r"^  and (\d+) more", text, re.M)
    return sum(" is exhausted" in line for line in text.splitlines()[1:]) + (int(more[1]) if more else 0)


def hits_in(log, words):
    """How many notes have each of the words in them."""
    each = "".join(f" and instr(json_extract(json, '$.text'), '{word}')" for word in words.split())
    return int(said("sqlite3", database(log), f"select count(*) from event where kind = 'note'{each}"))


def found(word):
    """All that there are, by both: we show three of an incident and count the others, journalctl prints each."""
    def ours(folder):
        log, answer = log_of(size(1000000)), f"{folder}/out"
        there = hits_in(log, word())
        with recorder(log):
            taken = seconds("BUILD/cli/incident", "search", word(), out=open(answer, "wb"))
        hits = hits_said(open(answer).read())
        assert hits == there > 0, f"{there - hits} hits are missing"
        return taken

    def peer(folder):
        journal = kept("journal", make_journal, size(1000000))
        there = sum(word() in message(i) for i in range(size(1000000)))
        taken = seconds("journalctl", "--file", f"{journal}/*.journal", "-o", "cat", "--grep", word(), out=open(f"{folder}/out", "wb"))
        assert sum(word() in line for line in open(f"{folder}/out")) == there > 0, "hits are missing"
        return taken
    return ours, peer


def message(i):
    return f"pool of db-{i % 16} is exhausted: connection {i} refused"


def make_journal(folder, messages):
    """As many files as journald would make of it."""
    entries = f"{folder}/entries"
    with open(entries, "w") as out:
        for i in range(messages):
            out.write(f"__REALTIME_TIMESTAMP={1700000000000000 + i}\n__MONOTONIC_TIMESTAMP={i + 1}\n"
                      "_BOOT_ID=0123456789abcdef0123456789abcdef\nPRIORITY=6\nSYSLOG_IDENTIFIER=bench\n"
                      f"MESSAGE={message(i)}\n\n")
    said(where("systemd-journal-remote"), "-o", f"{folder}/bench.journal", entries, stderr=STILL)
    os.unlink(entries)


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
    "common": ("search, all of a common word", "journalctl --grep", "cost", 0.3, found(common_word)),
    "rare": ("search, a word of one event", "journalctl --grep", "cost", 0.3, found(rare_word)),
    "postmortem": ("postmortem of 10,000 events", "pandoc of it", "cost", 0.2, (our_postmortem, pandoc)),
}
