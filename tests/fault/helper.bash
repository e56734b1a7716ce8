# SPDX-License-Identifier: MIT
# What the fault tests share, beside what the live ones do: `load helper`, then
#
#	ring OPTION…        tests/fault/ring.py in a folder of this test; nothing may be lost, doubled or forged
#	shows EXPRESSION    what holds for the figures of the last ring, as jq says it
#	control WHAT OPTION…  a ring that must lose or double: it exits with 1, and WHAT is above nothing
#
# $FAULT_KILLS is how often the recorder is killed in the longest of them. The sum over a file is said at its end.
load ../live/helper

: "${FAULT_KILLS:=40}"

setup()
{
    command -v strace >/dev/null || skip 'no strace here'
    strace -o /dev/null true 2>/dev/null || skip 'strace is not permitted here'
    directories
}

ring()
{
    figures=$("$BATS_TEST_DIRNAME/ring.py" "$BATS_TEST_TMPDIR" "$@") || { echo "$figures"; daemon_log 2>&1 | tail -n 20; return 1; }
    echo "$figures"
    echo "$figures" >>"$BATS_FILE_TMPDIR/figures"
}

shows()
{
    jq -e "$1" <<<"$figures" >/dev/null || { daemon_log 2>&1 | tail -n 20; return 1; }
}

control()
{
    local what=$1
    shift
    run -1 --separate-stderr "$BATS_TEST_DIRNAME/ring.py" "$BATS_TEST_TMPDIR" "$@"
    figures=$output
    echo "$figures"
    shows ".$what > 0"
}

teardown_file()
{
    [ -s "$BATS_FILE_TMPDIR/figures" ] || return 0
    jq -rs 'def sum(name): map(.[name] // 0) | add | tostring;
        "# says: \(map(select(.stored)) | length) rings, " + sum("faults") + " faults, " + sum("starts") + " starts: " + sum("acknowledged") + " acknowledged, "
        + sum("lost") + " lost, " + sum("doubled") + " doubled, " + sum("forged") + " forged"' "$BATS_FILE_TMPDIR/figures" >&3
}
