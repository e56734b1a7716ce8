# SPDX-License-Identifier: MIT
"""The loads of one and fifty beside PostgreSQL as it comes: a row a transaction, prepared, by its own pgbench."""
import contextlib
import os
import re
import shutil
import subprocess
import tempfile

import common
from common import STILL, said, server, size
from peers import where
from rows_load import loads

TABLE = "create table log (id bigserial primary key, at timestamptz default now(), author text, kind text, text text)"
INSERT = r"""\set number random(1, 1000000)
\set pool :number % 16
insert into log (author, kind, text) values ('bench', 'note', format('pool of db-%s is exhausted: connection %s refused', :pool::text, :number::text));
"""


def not_root():
    """PostgreSQL does not run as root."""
    return ("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups") if os.geteuid() == 0 else ()


def can_enter(path):
    return subprocess.run([*not_root(), "test", "-x", path], stderr=STILL).returncode == 0


def place():
    """On the disk of the others, where the user postgres may go and the path of a socket has room."""
    disk = os.stat(common.build).st_dev
    for path in (common.build, "/var/tmp", "/tmp"):
        if len(path) < 80 and os.stat(path).st_dev == disk and can_enter(path):
            return path
    raise AssertionError(f"PostgreSQL can go nowhere on the disk of {common.build}")


@contextlib.contextmanager
def reachable():
    """A folder of the user postgres."""
    path = tempfile.mkdtemp(prefix="bench", dir=place())
    try:
        if os.geteuid() == 0:
            shutil.chown(path, "postgres", "postgres")
        yield path
    finally:
        shutil.rmtree(path)


def sql(folder, text):
    return said(where("psql"), "-h", folder, "-U", "postgres", "-qAtc", text, "postgres")


@contextlib.contextmanager
def postgres(folder):
    said(*not_root(), where("initdb"), "--auth", "trust", "-U", "postgres", "-D", f"{folder}/data", stderr=STILL, cwd=folder)
    with server(f"{folder}/.s.PGSQL.5432", *not_root(), where("postgres"), "-D", f"{folder}/data", "-k", folder, "-c", "listen_addresses="):
        sql(folder, TABLE)
        yield


def pgbench(folder, clients, each):
    """Seconds for so many transactions of each client, without the time to connect."""
    with open(f"{folder}/insert.sql", "w") as script:
        script.write(INSERT)
    answer = said(where("pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-t", str(each), "-f", script.name,
                  "-h", folder, "-U", "postgres", "postgres", stderr=STILL).decode()
    return clients * each / float(re.search(r"^tps = ([0-9.]+) \(without initial", answer, re.M)[1])


def inserts(clients, calls):
    """Seconds for so many rows; what is not a multiple of the clients is reckoned in, as each has as many as the others."""
    def peer(_):
        said(where("postgres"), "--version")  # without it there is no such user either
        each = size(calls) // clients
        with reachable() as folder, postgres(folder):
            taken = pgbench(folder, clients, each)
            assert int(sql(folder, "select count(*) from log")) == clients * each, "rows are missing"
        return taken * size(calls) / (clients * each)
    return peer


ROWS = {
    "one-sql": ("1 client, an event a call", "PostgreSQL", "rate", 1.0, (loads(1, 1, 10000)[0], inserts(1, 10000))),
    "fifty-sql": ("50 clients, an event a call", "PostgreSQL", "rate", 1.0, (loads(50, 1, 100000)[0], inserts(50, 100000))),
}
