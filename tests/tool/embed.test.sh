#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What sql/embed.py makes is compiled without a warning and printed: every byte must be the file's.
set -u
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
embed=$tool/../../sql/embed.py
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

compile() # SOURCE…
{
    "${CC:-cc}" -std=c17 -Wall -Wextra -Wpedantic -Woverlength-strings -Werror -o program "$@"
}

query_file()
{
    printf -- '-- The statements.\n\n-- %s: %s\n%s\n' note_add 'adds ’one’' "SELECT '’\\', \"ü\", '%s';"
    printf -- '-- %s: %s\n%s\n' note_list 'lists' "SELECT 1"
    printf -- "-- of course\nFROM note;\n"
}

sql_arrives()
{
    query_file >queries.sql
    { printf 'CREATE TABLE note (text);'; printf -- '-- %9000s\n' .; } >0001-first.sql
    printf 'ALTER TABLE note ADD author;\n' >0002-second.sql
    "$embed" sql sql.c sql.h queries.sql 0002-second.sql 0001-first.sql || return 1
    cat >main.c <<'C'
#include "sql.h"
#include <stdio.h>
int main(void)
{
	for (int i = 0; i < QUERY_COUNT; i++)
		printf("%s|%s\n", sql_queries[i].name, sql_queries[i].text);
	for (int i = 0; i < SQL_MIGRATION_COUNT; i++)
		printf("%s|%s\n", sql_migrations[i].name, sql_migrations[i].text);
	return !(QUERY_NOTE_LIST == 1 && !sql_queries[2].name && !sql_migrations[2].name);
}
C
    compile main.c sql.c || return 1
    { printf '%s\n' "note_add|SELECT '’\\', \"ü\", '%s';" 'note_list|SELECT 1' '-- of course' 'FROM note;'
      printf '0001-first|%s\n' "$(cat 0001-first.sql)"
      printf '0002-second|%s\n' "$(cat 0002-second.sql)"; } | tee expected | diff - <(./program) && ./program >/dev/null
}

text_arrives()
{
    printf 'it’s “here” \\ %%s ??= \t\342\202\254\n\n' >one.txt
    "$embed" text text.c text.h text_one=one.txt text_two=/dev/null || return 1
    printf '#include "text.h"\n#include <stdio.h>\nint main(void) { printf("%%s", text_one); return text_two[0]; }\n' >main.c
    compile main.c text.c && ./program | cmp - one.txt
}

refuses() # QUERIES [MIGRATION]
{
    printf '%s' "$1" >queries.sql
    printf 'SELECT 1;' >"${2:-0001-first}.sql"
    ! "$embed" sql sql.c sql.h queries.sql "${2:-0001-first}.sql"
}

good=$'-- a: one\nSELECT 1;\n'
holds 'queries and migrations arrive byte for byte' sql_arrives
holds 'texts arrive byte for byte' text_arrives
holds 'what the refusals below start from is not refused' fails refuses "$good"
holds 'a name that is there twice is refused' refuses "$good$good"
holds 'a query without a statement is refused' refuses $'-- a: one\n-- b: two\nSELECT 1;\n'
holds 'a statement without a name is refused' refuses $'SELECT 1;\n-- a: one\nSELECT 1;\n'
holds 'a NUL is refused' fails "$BASH" -c 'printf "a\0b" >nul && exec "$0" text t.c t.h a=nul' "$embed"
holds 'a migration out of number is refused' refuses "$good" 0002-second
holds 'a migration without a number is refused' refuses "$good" first
plan
