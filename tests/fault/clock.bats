# SPDX-License-Identifier: MIT
# A clock that jumps moves no entry: the log stays in the order in which it was recorded, its times never go back. Nor
# does it move the moment at which the recorder does what it does while it is idle.

load helper

setup()
{
    command -v faketime >/dev/null || skip 'no faketime here'
    directories
    library=$(faketime -f +0 printenv LD_PRELOAD)
}

# The recorder with a clock of its own, as faketime(1) sets it; what only counts seconds goes on.
ring_at() # RING-OPTION… -- SETTING…
{
    local options=()
    while [ "$1" != -- ]; do options+=("$1") && shift; done
    shift
    ring "${options[@]}" -- env LD_PRELOAD="$library" FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_NO_CACHE=1 "$@"
}

# The clock did jump: once it was there, the log stays there.
years_ahead()
{
    shows ".newest > \"$(date -u -d '+399 days' +%FT%T)\""
}

@test 'years back and ahead, from one start to the next' {
    ring --notes 10
    local clock
    for clock in -400d +400d -400d; do
        ring_at --notes 10 -- FAKETIME="$clock"
        shows '.acknowledged == 40 and .whole'
    done
    ring --notes 10
    shows '.acknowledged == 40 and .whole'
    years_ahead
}

@test 'years back and ahead, while it runs' {
    local clock=$BATS_TEST_TMPDIR/clock jump
    echo +0 >"$clock"
    while [ -e "$clock" ]; do
        for jump in +400d +0 -400d +0; do
            echo "$jump" >"$clock.new" && mv "$clock.new" "$clock"
            sleep 0.03
        done
        [ ! -e "$clock.end" ] || rm -f "$clock"
    done 3>&- &
    ring_at --notes 300 -- FAKETIME_TIMESTAMP_FILE="$clock"
    touch "$clock.end"
    wait
    shows '.starts == 1 and .acknowledged == 1200 and .whole'
    years_ahead
}

# The last thing that the recorder's threads did was to wait for work, for ever: what it does while idle is done.
at_rest()
{
    tail -n 1 "$BATS_TEST_TMPDIR/waits" | grep -q 'NULL, FUTEX_BITSET_MATCH_ANY'
}

# The waits of a recorder that has time to become idle, from its start: those that end by themselves.
waits() # COMMAND…
{
    command -v strace >/dev/null || skip 'no strace here'
    strace -o /dev/null true 2>/dev/null || skip 'strace is not permitted here'
    strace -D -f -qq -o "$BATS_TEST_TMPDIR/waits" -e trace=futex "$@" "$INCIDENTD" --state "$state" --socket "$socket" </dev/null >>"$BATS_TEST_TMPDIR/daemon.log" 2>&1 3>&- &
    daemon=$!
    eventually "$INCIDENT" note 'then nothing for a while'
    eventually at_rest
    daemon_stop
    grep tv_sec "$BATS_TEST_TMPDIR/waits"
}

@test 'what is done while idle waits by a clock that nobody sets, and then for ever' {
    run -0 waits
    [[ $output != *CLOCK_REALTIME* ]]
}

@test 'control: a recorder that waits by the time of day is seen' {
    run -0 waits env LD_PRELOAD="${INCIDENTD%/daemon/incidentd}/tests/fault/day.so"
    [[ $output == *CLOCK_REALTIME* ]]
}
