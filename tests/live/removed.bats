# SPDX-License-Identifier: MIT
# Somebody removes the log while it is written to, or puts another file in its place: what is in no log was not recorded.

load helper

# The recorder has ended by itself, and not well.
ended()
{
    local pid=$daemon
    eventually gone
    daemon=
    run ! wait "$pid"
}

@test 'a note after the log was removed is not said to be recorded: its text comes back, and the recorder ends' {
    incident -qq note 'before'
    rm -rf "$state"
    run --separate-stderr incident note 'after the removal'
    [ "$status" = 1 ]
    [[ $output == *'after the removal'* ]]
    ended
    [[ $(cat "$BATS_TEST_TMPDIR/daemon.log") == *'removed or replaced'*'Stop incidentd'* ]]
}

@test 'nor one after a copy was moved over the log; the next recorder goes on in the copy, which is whole' {
    incident -qq note 'before'
    incident backup "$BATS_TEST_TMPDIR/copy.db"
    incident -qq note 'not in the copy'
    mv "$BATS_TEST_TMPDIR/copy.db" "$state/incident.db"
    run --separate-stderr incident note 'after the restore'
    [ "$status" = 1 ]
    ended
    daemon_start
    incident verify
    incident note 'later'
    run incident export --all -o ndjson
    [[ $output == *before*later* ]]
    [[ $output != *'after the restore'* ]]
}
