# SPDX-License-Identifier: MIT
"""A note of one user beside another one who is at the limit of everything (company.py)."""
import contextlib
import os
import subprocess

import company
from common import in_log, load, log_of, program, recorder, size

NOTES, EVENTS, HOSTILE = 2000, 20000, 4242
OURS = "author >> 32 = 0"  # root's, whoever logged in; the other one may record as much


@contextlib.contextmanager
def shared(path):
    """The recorder, for every user."""
    with recorder(path, "--system"):
        os.chmod(path, 0o755)
        os.chmod(f"{path}/s", 0o666)
        yield


@contextlib.contextmanager
def company_of(path, kind):
    """The one at the limit, who must be at it all the time."""
    with subprocess.Popen(program([company.__file__, kind, str(HOSTILE)]), cwd=path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n", f"{kind}: it did not begin"
        yield
        assert process.poll() is None, f"{kind}: it gave up"
        process.stdin.close()
        done = int(process.stdout.read())
    assert done > 0, f"{kind}: it did nothing"


def p99(company_beside):
    """Of the notes of whoever runs this; all of them must be in the log, whatever else is."""
    path = log_of(size(EVENTS))
    before = in_log(path, OURS)
    with shared(path), company_beside(path):
        taken = load("incident", f"{path}/s", 1, 1, size(NOTES))["p99"] / 1e6
    assert in_log(path, OURS) == before + size(NOTES), "notes are missing"
    return taken


def alone(folder):
    return p99(contextlib.nullcontext)


def beside(kind):
    return lambda folder: p99(lambda path: company_of(path, kind))


# Only root can be two users.
KINDS = company.KINDS if os.geteuid() == 0 else ()
ROWS = {f"c-{kind}": (f"p99 of a note beside {kind}", "alone", "cost", 5.0, (beside(kind), alone)) for kind in KINDS}
