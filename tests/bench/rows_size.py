# SPDX-License-Identifier: MIT
"""What does not depend on how long the log is, and what an idle recorder takes."""
import os
import socket
import subprocess
import time

from common import STILL, end, in_log, log_of, median_of, program, recorder, redis, size, timed
from peers import where


def start(path):
    """Seconds from start to READY."""
    got, ready = os.pipe()
    begin = time.monotonic()
    with subprocess.Popen(program(["BUILD/daemon/incidentd", "--user", "--state", f"{path}/state", "--socket", f"{path}/s",
                                   "--ready-fd", str(ready)]), pass_fds=[ready], stdout=STILL, stderr=STILL) as process:
        os.close(ready)
        try:
            assert os.read(got, 1), "it did not start"
            taken = time.monotonic() - begin
            with socket.socket(socket.AF_UNIX) as probe:
                assert probe.connect_ex(f"{path}/s") == 0, "it is not there"
        finally:
            os.close(got)
            end(process)
    assert process.returncode == 0, "it did not end well"
    return taken


def ready(events):
    return lambda folder: median_of(5, lambda: start(log_of(events())))


def note_in(events):
    def measure(folder):
        path = log_of(events())
        before = in_log(path)
        with recorder(path):
            taken, runs = timed(path, "BUILD/cli/incident", "note", "suspected network issue")
        assert in_log(path) == before + runs, "notes are missing"
        return taken
    return measure


def resident(start):
    """Its share of memory in bytes, once it has nothing to do and has made its room for a full disk."""
    def measure(folder):
        with start(folder) as process:
            time.sleep(5)
            for line in open(f"/proc/{process.pid}/smaps_rollup"):
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("no Pss")
    return measure


def switches(pid):
    """How often its threads have gone to sleep."""
    count = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        for line in open(f"/proc/{pid}/task/{thread}/status"):
            if line.startswith("voluntary_ctxt_switches:"):
                count += int(line.split()[1])
    return count


def wakes(start):
    """How often it wakes in ten seconds in which nothing happens."""
    def measure(folder):
        with start(folder) as process:
            time.sleep(6)
            before = switches(process.pid)
            time.sleep(10)
            return switches(process.pid) - before
    return measure


def status(pid, name):
    """Bytes of a line of /proc/PID/status."""
    [line] = [line for line in open(f"/proc/{pid}/status") if line.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024


def peak(folder, *command, out=STILL):
    """The most memory that a program had, in bytes. What we start ourselves begins with our own (getrusage(2) keeps it)."""
    subprocess.run([where("time"), "-f", "%M", "-o", f"{folder}/peak", *program(command)], check=True, stdout=out)
    return int(open(f"{folder}/peak").read()) * 1024


def export_memory(folder):
    """What the recorder, or the client if that is more, has at most above what it has when it does nothing."""
    path = log_of(size(1000000))
    with recorder(path) as process, open(f"{folder}/out", "wb") as out:
        time.sleep(3)
        idle = status(process.pid, "VmRSS")
        open(f"/proc/{process.pid}/clear_refs", "w").write("5")  # proc(5): forget the peak
        client = peak(folder, "BUILD/cli/incident", "export", "-o", "ndjson", out=out) - peak(folder, "BUILD/cli/incident", "version")
        ours = status(process.pid, "VmHWM") - idle
    assert sum(1 for _ in open(f"{folder}/out")) == in_log(path), "lines are missing"
    return max(client, ours)


def large():
    return size(10000000)


def small():
    return 10


ROWS = {
    "ready": ("start to READY, 10,000,000 events", "10 events", "cost", 1.5, (ready(large), ready(small))),
    "big": ("a note, 10,000,000 in the log", "10 events", "cost", 1.5, (note_in(large), note_in(small))),
    "memory": ("most memory above idle in export", "16 MiB", "cost", 1.0, (export_memory, lambda folder: 16 << 20)),
    "idle": ("idle, PSS", "redis-server", "cost", 0.5, (resident(recorder), resident(redis))),
    "wakes": ("idle, wake-ups in 10 s", "redis-server", "cost", 0.0, (wakes(recorder), wakes(redis))),
}
