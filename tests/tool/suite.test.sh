#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The counter against itself: most of these cases are runs that must not pass for a success.
set -u
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# SCRIPT is run as a suite; its first line must be "suite: COUNTS" and its exit status fit.
counts() # PASSED FAILED SKIPPED SCRIPT
{
    local expected="case: $1 passed, $2 failed, $3 skipped" said status=0
    said=$("$tool/suite.py" "$work" case sh -c "$4") || status=$?
    printf '%s\n' "$said"
    [ "${said%%$'\n'*}" = "$expected" ] && [ "$status" = "$(($2 > 0))" ]
}

says() # WORDS SCRIPT
{
    "$tool/suite.py" "$work" case sh -c "$2" | grep -F -e "$1"
}

sums() # EXPECTED COUNT…
{
    local expected=$1 logs number=0 status=0
    logs=$(mktemp -d -p "$work")
    shift
    for count; do
        number=$((number + 1))
        printf '%s\n' "$count" >"$logs/$number.count"
    done
    said=$("$tool/suite.py" --sum "$logs") || status=$?
    printf '%s %d\n' "$said" "$status"
    [ "$said $status" = "$expected" ]
}

killed() # a suite that is ended together with its counter
{
    local logs
    logs=$(mktemp -d -p "$work")
    "$tool/suite.py" "$logs" case sh -c 'echo 1..1; echo ok 1; kill -9 $PPID' >/dev/null
    [ "$("$tool/suite.py" --sum "$logs")" = '0 passed, 1 failed, 0 skipped' ]
}

one() # EXPECTED COMMAND…
{
    local expected=$1 said
    shift
    said=$("$tool/suite.py" --one "$work" case "$@")
    printf '%s\n' "$said"
    [ "${said%%$'\n'*}" = "case: $expected" ]
}

holds 'a good run passes' counts 2 0 0 'echo 1..2; echo ok 1 - a; echo ok 2 - b'
holds 'a plan at the end is as good' counts 1 0 0 'echo ok 1 - a; echo 1..1'
holds 'two groups add up' counts 3 0 0 'echo 1..1; echo ok 1; echo 1..2; echo ok 1; echo ok 2'
holds 'a failure is counted' counts 1 1 0 'echo 1..2; echo ok 1 - a; echo not ok 2 - b; exit 1'
holds 'a failure is counted even if the program ends well' counts 0 1 0 'echo 1..1; echo not ok 1 - a'
holds 'a program that stops before its plan is done fails' counts 1 1 0 'echo 1..3; echo ok 1 - a'
holds 'more results than planned fail' counts 2 1 0 'echo 1..1; echo ok 1; echo ok 2'
holds 'a program that dies fails' counts 1 1 0 'echo 1..1; echo ok 1; kill -SEGV $$'
holds 'a program that ends badly without a word fails' counts 1 1 0 'echo 1..1; echo ok 1; exit 3'
holds 'a program that says nothing fails' counts 0 1 0 'true'
holds 'a program that is not there fails' counts 0 1 0 'exec /nowhere/at/all'
holds 'a bail-out fails' counts 0 1 0 'echo 1..1; echo "Bail out! no disk"'
holds 'a skip is a skip' counts 1 0 1 'echo 1..2; echo ok 1 - a; echo "ok 2 b # skip no disk"'
holds 'a skip says why' says 'skipped: b: no disk' 'echo 1..1; echo "ok 1 b # skip no disk"'
holds 'a skip as cmocka says it' counts 0 0 1 'echo 1..1; echo "not ok 1 # SKIP b"'
holds 'a skip as cmocka says it, with its reason' says 'skipped: b: no disk' \
    'echo 1..1; echo "# skip: no disk"; echo "not ok 1 # SKIP b"'
holds 'what a suite has to say is shown' says '  7 faults' 'echo 1..1; echo ok 1; echo "# says: 7 faults"'
holds 'a whole file can be skipped' counts 0 0 1 'echo "1..0 # skip no disk"'
holds 'stderr is no TAP' counts 1 0 0 'echo 1..1; echo "not ok 2" >&2; echo ok 1'
holds 'a comment is no result' counts 1 0 0 'echo 1..1; echo "# not ok - group"; echo ok 1'
holds 'a hanging program fails' env SUITE_SECONDS=1 "$BASH" -c \
    '! "$0" "$1" case sh -c "echo 1..1; echo ok 1; sleep 60"' "$tool/suite.py" "$work"

holds 'one command, one case' one '1 passed, 0 failed, 0 skipped' true
holds 'one command that fails' one '0 passed, 1 failed, 0 skipped' false

holds 'suites are summed' sums '5 passed, 0 failed, 1 skipped 0' '2 0 0' '3 0 1'
holds 'one failure fails the sum' sums '5 passed, 1 failed, 0 skipped 1' '2 0 0' '3 1 0'
holds 'nothing at all is a failure' sums '0 passed, 0 failed, 0 skipped 1'
holds 'nothing but skips is a failure' sums '0 passed, 0 failed, 2 skipped 1' '0 0 2'
holds 'a suite whose counter died is a failure' killed
plan
