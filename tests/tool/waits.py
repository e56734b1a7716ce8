#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Somebody at a terminal who types nothing: does a program wait for him?

    waits.py COMMAND…      its exit status is handed on; 99: it read from the terminal; 98: it did not end

The program has the terminal as its standard input, output and error. It waits if it sleeps in a read of it: then
what is typed (an end of file) ends it or not, and is no matter. It has 60 s for everything else.
"""
import os
import pty
import select
import signal
import sys
import time

PATIENCE = 60
WAITS, HANGS = 99, 98


def children(pid):
    """It and all that it started."""
    found = [pid]
    for one in found:
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{task}/children", encoding="ascii") as file:
                    found += [int(child) for child in file.read().split()]
        except OSError:
            pass
    return found


def sleeps_in_terminal(pid):
    """Where the kernel says that it is: in the read of a terminal."""
    try:
        with open(f"/proc/{pid}/wchan", encoding="ascii") as file:
            return file.read().strip() in ("n_tty_read", "wait_woken")
    except OSError:
        return False


def drain(terminal):
    """What it said before it fell asleep."""
    while select.select([terminal], [], [], 0)[0]:
        os.write(1, os.read(terminal, 65536))


def main(command):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    end, verdict = time.monotonic() + PATIENCE, HANGS
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.05)
        if ready:
            try:
                os.write(1, os.read(terminal, 65536))
                continue
            except OSError:  # nobody has the other end any more
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if any(sleeps_in_terminal(one) for one in children(pid)):
            verdict = WAITS
            drain(terminal)
            break
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return verdict


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
