# SPDX-License-Identifier: MIT
"""Whose programs a row needs: how each says its version, and the package that brings it."""
import glob
import os
import re
import shutil

from common import said

# program: (how it says its version, its package in Debian)
PROGRAMS = {
    "uname": ("-sr", "coreutils"),
    "logger": ("--version", "bsdutils"),
    "git": ("--version", "git"),
    "redis-server": ("--version", "redis-server"),
    "sqlite3": ("--version", "sqlite3"),
    "journalctl": ("--version", "systemd"),
    "systemd-journal-remote": ("--version", "systemd-journal-remote"),
    "pandoc": ("--version", "pandoc"),
    "postgres": ("--version", "postgresql"),
    "hyperfine": ("--version", "hyperfine"),
    "strace": ("--version", "strace"),
    "time": ("--version", "time"),
}

# Not in the PATH, or not what a shell means by the word.
PATHS = {"systemd-journal-remote": "/lib/systemd/systemd-journal-remote", "time": "/usr/bin/time"}


def folders_of_postgresql():
    """Where pg_config says that its programs are, then those of each version, the newest first."""
    asked = [said("pg_config", "--bindir").decode().strip()] if shutil.which("pg_config") else []
    return asked + sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: [int(n) for n in re.findall(r"\d+", path)], reverse=True)


def where(program):
    """What to start."""
    if program in PATHS:
        return PATHS[program]
    if program in ("postgres", "initdb", "psql", "pgbench"):
        paths = (f"{folder}/{program}" for folder in folders_of_postgresql())
        return next((path for path in paths if os.access(path, os.X_OK)), program)
    return program


def install(path):
    """How to get a program; None if it is not one of these."""
    name = os.path.basename(path)
    return f"hint: apt-get install {PROGRAMS[name][1]}" if name in PROGRAMS else None


def version(*command):
    try:
        return said(*command).decode().splitlines()[0][:40]
    except FileNotFoundError as missing:
        return f"not here, {install(missing.filename)}"


def versions():
    ours = {"incident": version("BUILD/cli/incident", "version")}
    return ours | {name: version(where(name), how) for name, (how, _) in PROGRAMS.items()}
