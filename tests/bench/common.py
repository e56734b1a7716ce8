# SPDX-License-Identifier: MIT
"""What the rows share: servers in a fresh folder, the load, programs from start to exit."""
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

build, scale = "", 1
instead = {}  # a program by its word, and what stands in for it: see controls.py
STILL = subprocess.DEVNULL


def settle(folder, divisor):
    global build, scale
    build, scale = os.path.abspath(folder), divisor


def size(full):
    return max(full // scale, 50)


def program(words):
    """BUILD in the words of a command is the folder of what was built."""
    return [instead.get(word, word).replace("BUILD", build) for word in words]


def said(*command, **options):
    return subprocess.run(program(command), check=True, stdout=subprocess.PIPE, timeout=900, **options).stdout


def end(process, patience=60):
    """It is asked to end, and made to where it does not."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()


@contextlib.contextmanager
def server(path, *command):
    """A server, once it accepts on `path`; it must still be there in the end."""
    with subprocess.Popen(program(command), stdout=STILL, stderr=STILL) as process:
        try:
            for _ in range(6000):
                with socket.socket(socket.AF_UNIX) as probe:
                    if probe.connect_ex(path) == 0:
                        break
                assert process.poll() is None, f"{command[0]} did not begin"
                time.sleep(0.01)
            else:
                raise AssertionError(f"{command[0]} does not listen")
            time.sleep(0.2)
            yield process
            assert process.poll() is None, f"{command[0]} has ended"
        finally:
            end(process)


def recorder(folder, mode="--user"):
    os.environ.update(INCIDENT_SOCKET=f"{folder}/s", HOME=folder)
    return server(f"{folder}/s", "BUILD/daemon/incidentd", mode, "--state", f"{folder}/state", "--socket", f"{folder}/s")


def redis(folder):
    return server(f"{folder}/r", "redis-server", "--port", "0", "--unixsocket", f"{folder}/r", "--dir", folder,
                  "--appendonly", "yes", "--appendfsync", "always", "--save", "")


def database(folder):
    [name] = [n for n in os.listdir(f"{folder}/state") if n.endswith(".db")]
    return f"{folder}/state/{name}"


def in_log(folder, which="true"):
    """Entries of the database that a recorder has left; or which of them."""
    return int(said("sqlite3", database(folder), f"select count(*) from event where {which}"))


def load(kind, path, clients, flight, calls, batch=1, pause=0):
    """What the generator says of so many calls, each of which had its answer; the next one comes after so many milliseconds."""
    words = ["BUILD/tests/bench/bench-load", kind, path, *map(str, (clients, flight, calls, batch, *[pause] * (pause > 0)))]
    done = subprocess.run(program(words), stdout=subprocess.PIPE, timeout=900)
    assert done.returncode == 0, "calls were not answered"
    return json.loads(done.stdout)


def fill(folder, events):
    """A log of so many events, in one incident; the recorder is there."""
    calls = max(events // 1000, 1)
    return load("incident", f"{folder}/s", 1, 1, calls, min(events, 1000))["seconds"], calls * min(events, 1000) + 1


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory(prefix="bench", dir=build) as path:
        yield os.path.relpath(path) if len(path) > 80 else path


folders = {}


@contextlib.contextmanager
def stand_in(them):
    """While these stand in, and no others."""
    before = dict(instead)
    instead.clear()
    instead.update(them)
    try:
        yield
    finally:
        instead.clear()
        instead.update(before)


def kept(name, make, *how):
    """A folder that is made once, for all rows, and by nobody's stand-in."""
    if (name, *how) not in folders:
        path = folders[(name, *how)] = tempfile.mkdtemp(prefix="bench", dir=build)
        with stand_in({}):
            make(path, *how)
    return folders[(name, *how)]


def worked(pid):
    """Clock ticks of processors that it has had."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def rest(process):
    """Until a recorder has done what it does when nothing else is to do, as it has an hour after the storm."""
    before = -1
    while worked(process.pid) != before:
        before = worked(process.pid)
        time.sleep(3)


def make_log(path, events):
    with recorder(path) as process:
        _, there = fill(path, events)
        rest(process)
    assert in_log(path) == there, "events are missing"


def log_of(events):
    """A folder with a log of so many events."""
    return kept("log", make_log, events)


def forget_folders():
    for path in folders.values():
        shutil.rmtree(path)
    folders.clear()


def timed(where, *command, runs=200):
    """Seconds of a program from start to exit, the median of many; and how often it ran."""
    times, warm = f"{where}/times.json", min(10, size(runs))
    said("hyperfine", "-N", "--warmup", str(warm), "--runs", str(size(runs)), "--export-json", times,
         " ".join(program(command)), stderr=STILL)
    return json.load(open(times))["results"][0]["median"], size(runs) + warm


def seconds(*command, out=STILL):
    """Seconds of a program, once. Without a limit: with one Python looks now and then, at 8, 16, 32, 64, 115 ms …"""
    begin = time.monotonic()
    subprocess.run(program(command), check=True, stdout=out)
    return time.monotonic() - begin


def median_of(count, measure):
    return statistics.median(measure() for _ in range(count))
