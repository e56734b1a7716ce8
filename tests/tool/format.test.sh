#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every C file has the form of .clang-format 14.
set -u
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$tool/../.." || exit 1

formed() # FILE…
{
    clang-format-14 --style=file --dry-run -Werror "$@"
}

planted()
{
    cp .clang-format "$work" && printf 'int  main( void ) {}\n' >"$work/planted.c" && formed "$work/planted.c"
}

mapfile -t files < <(git ls-files --cached --others --exclude-standard '*.c' '*.h')
holds 'there are files to look at' test "${#files[@]}" -gt 0
for file in "${files[@]}"; do
    holds "$file has its form" formed "$file"
done
holds 'a file out of form is seen' fails planted
plan
