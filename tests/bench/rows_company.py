# SPDX-License-Identifier: MIT
"""A note of one user beside another one who is at the limit of everything (company.py)."""
import contextlib
import os
import subprocess

import company
from common import load, log_of, recorder, size

NOTES, EVENTS, HOSTILE = 2000, 20000, 4242


def p99(path):
    return load("incident", f"{path}/s", 1, 1, size(NOTES))["p99"] / 1e6


@contextlib.contextmanager
def shared(path):
    """The recorder, for every user."""
    with recorder(path, "--system"):
        os.chmod(path, 0o755)
        os.chmod(f"{path}/s", 0o666)
        yield


@contextlib.contextmanager
def company_of(path, kind):
    with subprocess.Popen([company.__file__, kind, str(HOSTILE)], cwd=path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n", f"{kind}: it did not begin"
        yield
        assert process.poll() is None, f"{kind}: it gave up"
        process.stdin.close()


def alone(folder):
    path = log_of(size(EVENTS))
    with shared(path):
        return p99(path)


def beside(kind):
    def ours(folder):
        path = log_of(size(EVENTS))
        with shared(path), company_of(path, kind):
            return p99(path)
    return ours


ROWS = {f"c-{kind}": (f"p99 of a note beside {kind}", "alone", "cost", 5.0, (beside(kind), alone)) for kind in company.KINDS}
