#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes C out of files, so that the programs carry what they need.

    embed.py sql SQL.c SQL.h QUERIES MIGRATION...   the queries and the migrations
    embed.py text OUT.c OUT.h NAME=FILE...          each file as `const char NAME[]`

A query opens with `-- name: what it does` and runs up to the next such line. Text becomes character
constants, byte by byte: no length limit of a string literal, no sign of char, no encoding matters.
"""
import pathlib
import re
import sys

OPENING = re.compile(rb"-- ([a-z][a-z0-9_]*): (.+)")
MIGRATION = re.compile(r"([0-9]{4})-[a-z0-9-]+")


def constant(byte):
    char = chr(byte)
    if char in "'\\":
        return f"'\\{char}'"
    if char == "\n":
        return "'\\n'"
    return f"'{char}'" if 32 <= byte < 127 else f"'\\{byte:03o}'"


def array(name, text, storage=""):
    if b"\0" in text:
        sys.exit(f"embed.py: {name}: a NUL in the text")
    constants = [constant(byte) for byte in text] + ["0"]
    lines = [",".join(constants[i : i + 16]) for i in range(0, len(constants), 16)]
    return f"{storage}const char {name}[] = {{\n\t" + ",\n\t".join(lines) + ",\n};\n"


def queries(path):
    """The (name, text) pairs of a file of queries, in order."""
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(keepends=True), 1):
        opening = OPENING.fullmatch(line.rstrip())
        if opening:
            found.append((opening[1].decode(), []))
        elif found:
            found[-1][1].append(line)
        elif line.strip() and not line.startswith(b"--"):
            sys.exit(f"{path}:{number}: a statement before the first `-- name: what it does`")
    names = [name for name, _ in found]
    for name in names:
        if names.count(name) > 1:
            sys.exit(f"{path}: {name} is there twice")
    found = [(name, b"".join(lines).strip()) for name, lines in found]
    for name, text in found:
        if not text:
            sys.exit(f"{path}: {name} is empty")
    return found


def migrations(paths):
    """The (name, text) pairs of the migrations, numbered 0001, 0002 … without a gap."""
    found = sorted((path.stem, path.read_bytes().strip()) for path in paths)
    for number, (name, _) in enumerate(found, 1):
        match = MIGRATION.fullmatch(name)
        if not match or int(match[1]) != number:
            sys.exit(f"embed.py: migration {name} should be {number:04d}-name")
    return found


def table(kind, plural, pairs):
    """Arrays for the texts, and a table of names and texts that ends with NULLs."""
    texts = [array(f"{kind}_{i}", text, "static ") for i, (_, text) in enumerate(pairs)]
    rows = [f'\t{{ "{name}", {kind}_{i} }},\n' for i, (name, _) in enumerate(pairs)]
    head = f"const struct sql_{kind} sql_{plural}[] = {{\n"
    return "".join(texts) + "\n" + head + "".join(rows) + "\t{ NULL, NULL },\n};\n"


def sql(source, header, query_file, *migration_files):
    asked = queries(pathlib.Path(query_file))
    steps = migrations([pathlib.Path(path) for path in migration_files])
    tables = table("query", "queries", asked) + table("migration", "migrations", steps)
    write(source, "#include <stddef.h>\n" + tables, header)
    ids = "".join(f"\tQUERY_{name.upper()},\n" for name, _ in asked)
    write(
        header,
        f"enum query {{\n{ids}\tQUERY_COUNT,\n}};\n\n"
        f"enum {{ SQL_MIGRATION_COUNT = {len(steps)} }};\n\n"
        "extern const struct sql_query {\n\tconst char *name, *text;\n} sql_queries[];\n\n"
        "extern const struct sql_migration {\n\tconst char *name, *text;\n} sql_migrations[];\n",
    )


def text(source, header, *pairs):
    named = [pair.split("=", 1) for pair in pairs]
    arrays = [array(name, pathlib.Path(path).read_bytes()) for name, path in named]
    write(source, "\n".join(arrays), header)
    write(header, "".join(f"extern const char {name}[];\n" for name, _ in named))


def write(path, body, header=None):
    opening = f'#include "{pathlib.Path(header).name}"\n' if header else "#pragma once\n\n"
    mark = "/* Made by sql/embed.py. */\n"
    pathlib.Path(path).write_text(mark + opening + body, encoding="ascii")


if __name__ == "__main__":
    {"sql": sql, "text": text}[sys.argv[1]](*sys.argv[2:])
