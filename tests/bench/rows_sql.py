# SPDX-License-Identifier: MIT
"""The loads of one and fifty beside PostgreSQL as it comes: a row a transaction, prepared, by its own pgbench."""
import contextlib
import os
import re
import shutil
import tempfile

from common import STILL, said, server, size
from rows_load import loads

BIN = "/usr/lib/postgresql/15/bin"
TABLE = "create table log (id bigserial primary key, at timestamptz default now(), author text, kind text, text text)"
INSERT = r"""\set number random(1, 1000000)
\set pool :number % 16
insert into log (author, kind, text) values ('bench', 'note', format('pool of db-%s is exhausted: connection %s refused', :pool::text, :number::text));
"""


def not_root():
    """PostgreSQL does not run as root."""
    return ("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups") if os.geteuid() == 0 else ()


@contextlib.contextmanager
def reachable():
    """A folder of the user postgres, on the disk of the others and with a path that a socket can have."""
    path = tempfile.mkdtemp(prefix="bench", dir="/tmp")
    try:
        if os.geteuid() == 0:
            shutil.chown(path, "postgres", "postgres")
        yield path
    finally:
        shutil.rmtree(path)


def sql(folder, text):
    return said(f"{BIN}/psql", "-h", folder, "-U", "postgres", "-qAtc", text, "postgres")


@contextlib.contextmanager
def postgres(folder):
    said(*not_root(), f"{BIN}/initdb", "--auth", "trust", "-U", "postgres", "-D", f"{folder}/data", stderr=STILL, cwd=folder)
    with server(f"{folder}/.s.PGSQL.5432", *not_root(), f"{BIN}/postgres", "-D", f"{folder}/data", "-k", folder, "-c", "listen_addresses="):
        sql(folder, TABLE)
        yield


def pgbench(folder, clients, each):
    """Seconds for so many transactions of each client, without the time to connect."""
    with open(f"{folder}/insert.sql", "w") as script:
        script.write(INSERT)
    answer = said(f"{BIN}/pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-t", str(each), "-f", script.name,
                  "-h", folder, "-U", "postgres", "postgres", stderr=STILL).decode()
    return clients * each / float(re.search(r"^tps = ([0-9.]+) \(without initial", answer, re.M)[1])


def inserts(clients, calls):
    """Seconds for so many rows; what is not a multiple of the clients is reckoned in, as each has as many as the others."""
    def peer(_):
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
