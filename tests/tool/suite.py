#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs a test program, counts what it says in TAP, and prints one line about it.

    suite.py LOGS NAME COMMAND...          TAP on stdout; stdout and stderr are kept in LOGS
    suite.py --one LOGS NAME COMMAND...    no TAP: the command is one case, its exit status the verdict
    suite.py --sum LOGS                    the sum of all suites, as the last line; exit 1 unless all is well

A line about it, then what it has to say ("# says: …" in its TAP), what was skipped and why, what failed.

A suite counts as failed from its start on, until it proves otherwise: a program that dies, stops before its
plan is done, or never says a plan has a failure more than it admits.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys

PLAN = re.compile(r"1\.\.(\d+)")
RESULT = re.compile(r"(not )?ok(?: +(\d+))?(?: +(.*))?")
SKIP = re.compile(r"(.*?)# *skip\b[: ]*(.*)", re.IGNORECASE)
REASON = re.compile(r"# skip: (.+)")
SAYING = re.compile(r"# says: (.+)")
SECONDS = int(os.environ.get("SUITE_SECONDS", "1200"))


class Tally:
    """What a run of TAP lines amounts to. TAP of several groups after one another is added up."""

    def __init__(self):
        self.passed, self.planned = 0, None
        self.failures, self.skips, self.sayings = [], [], []
        self.reason = ""

    def line(self, line):
        plan, result, reason, saying = PLAN.match(line), RESULT.fullmatch(line), REASON.match(line), SAYING.match(line)
        if plan:
            self.planned = (self.planned or 0) + int(plan[1])
            if plan[1] == "0":
                self.skips.append(SKIP.sub(r"\2", line) if SKIP.match(line) else "nothing to run")
        elif result:
            self.result(bool(result[1]), (result[3] or "").removeprefix("- "))
        elif reason:
            self.reason = reason[1]
        elif saying:
            self.sayings.append(saying[1])
        elif line.startswith("Bail out!"):
            self.failures.append(line)

    def result(self, bad, name):
        skip = SKIP.fullmatch(name)
        if skip:
            # cmocka says the name where others say why, and the why in a comment before it
            name, why = (skip[1].strip(), skip[2]) if skip[1].strip() else (skip[2], self.reason)
            self.skips.append(f"{name}: {why or 'no reason given'}")
        elif bad:
            self.failures.append(name)
        else:
            self.passed += 1
        self.reason = ""

    def end(self, status):
        ran = self.passed + len(self.failures) + len(self.skips)
        if self.planned is None:
            self.failures.append("(no plan: nothing ran)")
        elif self.planned and ran != self.planned:
            self.failures.append(f"({ran} results of {self.planned} planned)")
        if status and not self.failures:
            self.failures.append(f"(ended with {ending(status)}, with no failure told)")


def ending(status):
    return f"signal {-status}" if status < 0 else f"exit {status}"


def run(command, out, err):
    """The exit status; negative is the signal. A command that hangs is ended with all it started."""
    with open(out, "wb") as stdout, open(err, "wb") as stderr:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, start_new_session=True
            )
        except OSError as error:
            stderr.write(f"{command[0]}: {error.strerror}\n".encode())
            return 127
        try:
            return process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            stderr.write(f"ended after {SECONDS} s\n".encode())
            return process.wait()


def count(one, name, status, out):
    tally = Tally()
    if one:
        tally.planned = 1
        tally.result(status != 0, f"{name} ({ending(status)})" if status else name)
    else:
        for line in out.read_text(encoding="utf-8", errors="replace").splitlines():
            tally.line(line)
    tally.end(status)
    return tally


def report(name, tally, out, err):
    lines = [f"{name}: {tally.passed} passed, {len(tally.failures)} failed, {len(tally.skips)} skipped"]
    lines += [f"  {saying}" for saying in tally.sayings]
    lines += [f"  skipped: {skip}" for skip in tally.skips]
    lines += [f"  FAILED: {failure}" for failure in tally.failures]
    if tally.failures:
        for path in out, err:
            said = path.read_text(encoding="utf-8", errors="replace").splitlines()
            lines += [f"    {line}" for line in said if not line.startswith("ok ")][-40:]
        lines.append(f"    (all of it: {out} and {err.name})")
    sys.stdout.write("\n".join(lines) + "\n")


def suite(one, logs, name, *command):
    base = pathlib.Path(logs, name.replace("/", "+"))
    out, err, counts = (base.with_name(base.name + end) for end in (".out", ".err", ".count"))
    counts.write_text("0 1 0\n")
    tally = count(one, name, run(command, out, err), out)
    counts.write_text(f"{tally.passed} {len(tally.failures)} {len(tally.skips)}\n")
    report(name, tally, out, err)
    return bool(tally.failures)


def total(logs):
    counts = [path.read_text().split() for path in pathlib.Path(logs).glob("*.count")]
    passed, failed, skipped = (sum(int(row[i]) for row in counts) for i in range(3))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    if sys.argv[1] == "--sum":
        sys.exit(total(sys.argv[2]))
    single = sys.argv[1] == "--one"
    sys.exit(suite(single, *sys.argv[2 if single else 1 :]))
