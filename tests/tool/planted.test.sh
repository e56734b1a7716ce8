#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A fuzzer that finds nothing must be one that could: each is shown a bug (tests/fuzz/planted/NAME.patch, in a
# copy of the tree) and has to find it.
#
#   tests/tool/planted.test.sh DIR      builds in DIR
set -u
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
root=$(cd "$tool/../.." && pwd)
seconds=120
mkdir -p "$1" && dir=$(cd "$1" && pwd) || exit 1

copied()
{
    mkdir -p "$dir/tree" && (cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp -a --parents -t "$dir/tree")
}

configured()
{
    (cd "$dir/tree" && CC=clang meson setup "$dir/build" -Dfuzz=true -Dtests=disabled -Db_lundef=false \
        -Db_sanitize=address,undefined '-Dc_args=-fsanitize=fuzzer-no-link -fno-sanitize-recover=all')
}

patched() # [-R] NAME
{
    (cd "$dir/tree" && patch -p1 -s "${@:2}" <"tests/fuzz/planted/$1.patch")
}

found() # NAME: built with its bug, the fuzzer ends with a report
{
    ninja --quiet -C "$dir/build" "tests/fuzz/fuzz-$1" || return 1
    "$tool/fuzz" "$dir/build" "$1" "$seconds" "$dir/findings" >"$dir/$1.tap"
    grep -q '^not ok' "$dir/$1.tap" && grep -q 'SUMMARY: ' "$dir/$1.tap"
}

rm -rf "$dir/tree" "$dir/build" "$dir/findings"
holds 'a copy of the tree is made and configured' eval 'copied && configured'
for program in "$root"/tests/fuzz/fuzz-*.c; do
    name=$(basename "$program" .c)
    name=${name#fuzz-}
    holds "$name: a bug is planted" patched "$name"
    holds "$name: it is found" found "$name"
    holds "$name: it is taken out again" patched "$name" -R
done
plan
