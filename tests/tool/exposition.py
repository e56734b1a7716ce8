#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is standard input what Prometheus reads (text exposition format 0.0.4)? Prints what is wrong with it, a line each; exit 1.

A family is # HELP, # TYPE and its samples, together and once; a sample's name is the family's (of a summary also _sum and
_count), its figure a number, no series comes twice; the names of counters, and of nothing else, end in _total.
"""
import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
SAMPLE = re.compile(rf"({NAME})(\{{{LABEL}(?:,{LABEL})*\}})? (\S+)")
HEAD = re.compile(rf"# (HELP|TYPE) ({NAME}) (.+)")


def number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


class Page:
    def __init__(self):
        self.found, self.families, self.series = [], {}, set()
        self.family = None

    def wrong(self, line, what):
        self.found.append(f"{what}: {line}")

    def head(self, line, kind, name, rest):
        if kind == "HELP":
            if name in self.families:
                self.wrong(line, "the family comes twice")
            self.families[name] = None
            self.family = name
        elif name != self.family or self.families[name]:
            self.wrong(line, "TYPE without its HELP")
        else:
            self.families[name] = rest
            if rest not in ("gauge", "counter", "summary"):
                self.wrong(line, "no such type")
            if (rest == "counter") != name.endswith("_total"):
                self.wrong(line, "counters end in _total, and nothing else does")

    def sample(self, line, name, labels, figure):
        kind = self.families.get(self.family)
        names = [f"{self.family}_sum", f"{self.family}_count"] if kind == "summary" else [self.family]
        if not kind or name not in names:
            self.wrong(line, "a sample outside its family")
        if not number(figure):
            self.wrong(line, "no number")
        if (name, labels) in self.series:
            self.wrong(line, "the series comes twice")
        self.series.add((name, labels))

    def line(self, line):
        if match := HEAD.fullmatch(line):
            self.head(line, *match.groups())
        elif match := SAMPLE.fullmatch(line):
            self.sample(line, *match.groups())
        else:
            self.wrong(line, "neither a head nor a sample")


def main():
    text, page = sys.stdin.read(), Page()
    if not text.endswith("\n"):
        page.wrong(text[-40:], "the last line has no end")
    for line in text.splitlines():
        page.line(line)
    if not page.series:
        page.wrong("", "no sample")
    print("\n".join(page.found))
    return 1 if page.found else 0


sys.exit(main())
