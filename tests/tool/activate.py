#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a service manager does for a daemon, without one.

    activate.py socket PATH COMMAND…    hands a listening socket over, as systemd does (sd_listen_fds(3))
    activate.py notify FILE COMMAND…    writes what COMMAND tells its manager (sd_notify(3)) to FILE, a line each

The exit status is COMMAND's.
"""
import os
import signal
import socket
import subprocess
import sys
import tempfile


def hand_over(path, command):
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    listening.listen(64)
    os.dup2(listening.fileno(), 3)
    os.set_inheritable(3, True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
    os.execv(command[0], command)


def write_down(notified, file):
    """Until nothing came for a moment."""
    try:
        while True:
            file.write(notified.recv(4096).decode() + "\n")
            file.flush()
    except TimeoutError:
        pass


def listen_to(path, command):
    with tempfile.TemporaryDirectory() as folder, open(path, "w", encoding="utf-8") as file:
        notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notified.bind(folder + "/notify")
        notified.settimeout(0.1)
        process = subprocess.Popen(command, env={**os.environ, "NOTIFY_SOCKET": folder + "/notify"})
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        while process.poll() is None:
            write_down(notified, file)
        write_down(notified, file)
        return process.returncode


if __name__ == "__main__":
    sys.exit({"socket": hand_over, "notify": listen_to}[sys.argv[1]](sys.argv[2], sys.argv[3:]))
