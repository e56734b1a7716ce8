#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# incident transfer: an incident goes to another log, whole; here no text of it stays. (By its name: tests/host.)
load helper

setup()
{
    directories
    other=$BATS_TEST_TMPDIR/other
    mkdir "$other"
    daemon_start
    "$INCIDENTD" --state "$other/state" --socket "$other/s" </dev/null >"$other/log" 2>&1 3>&- &
    other_pid=$!
    eventually there list
}

teardown()
{
    kill "$other_pid" 2>/dev/null || true
    wait "$other_pid" || true
    daemon_stop
}

there()
{
    INCIDENT_SOCKET=$other/s incident "$@"
}

# One with corrections, and another that is nobody's business.
story()
{
    ref=$(incident -q open 'they read geheim')
    incident -qq note 'geheim note'
    incident -qq suspect 'geheim suspicion'
    wrong=$(incident -q note 'geheim wrong')
    incident -qq amend "$wrong" --text 'geheim right'
    incident -qq note 'geheim retracted'
    incident -qq undo
    gone=$(incident -q note 'geheim password')
    incident -qq expunge "$gone" 'a password'
    second=$(incident -q open 'disk full')
    incident -qq -i "$second" note 'plain note'
}

@test 'all of it is there, and here nothing but that it was' {
    story
    incident export -o ndjson "$ref" | jq -c '[.event.id, .hash, .leaf, .salt]' | sort >"$BATS_TEST_TMPDIR/before"
    run -0 incident transfer "$ref" "$other/s"
    [[ $output = *'are in log'* ]]
    there export -o ndjson "$ref" | jq -c '[.event.id, .hash, .leaf, .salt]' | sort >"$BATS_TEST_TMPDIR/after"
    cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
    [ "$(there log "$ref" | grep -c 'geheim right')" = 1 ]
    incident log "$ref" | grep "moved to the log $other/s"
    [[ $(incident note 'and on') = *"$second"* ]]
    incident -qq verify
    there -qq verify
    daemon_stop
    run -1 grep -rl geheim "$state"
    daemon_start
    [ "$(incident export -o ndjson "$second" | grep -c 'plain note')" = 1 ]
    run ! there log "$second"
}

@test 'cut off, it is run again, and takes nothing from the other side' {
    story
    incident export -o ndjson "$ref" >"$BATS_TEST_TMPDIR/lines"
    there -q import "$BATS_TEST_TMPDIR/lines"
    first=$(head -n 1 "$BATS_TEST_TMPDIR/lines" | jq -r .event.id)
    incident -qq expunge "$first" "moved to the log $other/s"
    incident -qq -i "$ref" close
    incident -qq transfer "$ref" "$other/s"
    incident -qq transfer "$ref" "$other/s"
    run ! grep superseded <(there export -o ndjson "$ref")
    [ "$(there export -o ndjson "$ref" | grep -c geheim)" = "$(grep -c geheim "$BATS_TEST_TMPDIR/lines")" ]
    daemon_stop
    run -1 grep -rl geheim "$state"
    daemon_start
}

@test 'nothing is removed where the other log does not answer, or is the same' {
    story
    incident export -o ndjson "$ref" >"$BATS_TEST_TMPDIR/before"
    run -1 incident transfer "$ref" "$BATS_TEST_TMPDIR/nobody"
    run -2 incident transfer "$ref" "$socket"
    [[ $output = *'same log'* ]]
    ln -s "$socket" "$BATS_TEST_TMPDIR/link"
    run -2 incident transfer "$ref" "$BATS_TEST_TMPDIR/link"
    run -3 incident transfer zzzz "$other/s"
    run -2 incident transfer "$ref"
    incident export -o ndjson "$ref" | cmp - "$BATS_TEST_TMPDIR/before"
}
