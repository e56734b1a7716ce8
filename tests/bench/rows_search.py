# SPDX-License-Identifier: MIT
"""What is found in a long log, and in a journal of the same messages."""
import os
import re

from common import STILL, database, kept, log_of, recorder, said, seconds, size
from peers import where


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


ROWS = {
    "common": ("search, all of a common word", "journalctl --grep", "cost", 0.3, found(common_word)),
    "rare": ("search, a word of one event", "journalctl --grep", "cost", 0.3, found(rare_word)),
}
