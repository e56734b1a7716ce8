# SPDX-License-Identifier: MIT
# What the fault tests share, beside what the live ones do: `load helper`, then
#
#	ring OPTION…        tests/fault/ring.py in a folder of this test; nothing may be lost, doubled or forged
#	shows EXPRESSION    what holds for the figures of the last ring, as jq says it
#	control WHAT OPTION…  a ring that must lose or double: it exits with 1, and WHAT is above nothing
#	cannot REASON         skips the test, and says so on the page, too
#	told FIGURES [WHAT]   keeps the figures of something that is no ring, as JSON; WHAT if it was to lose or double
#
# $FAULT_KILLS is how often the recorder is killed in the longest of them, $FAULT_STATES how many power cuts are rebuilt. The sum over a file is said at its end; what
# each test found goes to the file $FAULT_FIGURES, if it is set, for docs/RELIABILITY.md (tests/tool/reliability).
load ../live/helper

: "${FAULT_KILLS:=40}"

setup()
{
    command -v strace >/dev/null || skip 'no strace here'
    strace -o /dev/null true 2>/dev/null || skip 'strace is not permitted here'
    directories
}

told() # FIGURES [WHAT]
{
    jq -c --arg ring "${FAULT_RING:-$(basename "$BATS_TEST_FILENAME" .bats)}" --arg test "$BATS_TEST_DESCRIPTION" --arg control "${2:-}" \
        '{ring: $ring, test: $test, control: $control} + .' <<<"$1" >>"${FAULT_FIGURES:-/dev/null}"
    [ -n "${2:-}" ] || echo "$1" >>"$BATS_FILE_TMPDIR/figures"
}

cannot()
{
    told "$(jq -cn --arg reason "$1" '{skipped: $reason}')"
    skip "$1"
}

ring()
{
    figures=$("$BATS_TEST_DIRNAME/ring.py" "$BATS_TEST_TMPDIR" "$@") || { echo "$figures"; daemon_log 2>&1 | tail -n 20; return 1; }
    echo "$figures"
    told "$figures"
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
    told "$figures" "$what"
}

teardown_file()
{
    [ -s "$BATS_FILE_TMPDIR/figures" ] || return 0
    jq -rs 'def sum(name): map(.[name] // 0) | add | tostring;
        "# says: \(map(select(.stored)) | length) rings, " + sum("faults") + " faults, " + sum("starts") + " starts: " + sum("acknowledged") + " acknowledged, "
        + sum("lost") + " lost, " + sum("doubled") + " doubled, " + sum("forged") + " forged"' "$BATS_FILE_TMPDIR/figures" >&3
}
