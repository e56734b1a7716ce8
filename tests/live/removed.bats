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
    [[ $stderr == *'the log was removed or replaced while the recorder ran'*'man incidentd'*'hint: '*"incident note 'after the removal'"* ]]
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

# Who asks for the times of a file makes its next write change them, and its next sync write them, too (Linux 6.13).
@test 'a commit looks whether its log is there, and asks for no times of it' {
    strace -qq -o /dev/null true || skip 'nothing may be traced here'
    incident -qq note 'before'
    strace -f -qq -e trace=%stat,statx -o "$BATS_TEST_TMPDIR/asked" -p "$daemon" 3>&- &
    tracer=$!
    is_traced() { grep -q 'TracerPid:[[:space:]]*[1-9]' "/proc/$daemon/status"; }
    eventually is_traced || skip 'nothing that runs may be traced here'
    incident -qq note 'one'
    incident -qq note 'two'
    kill "$tracer"
    wait "$tracer" || [ $? = 143 ]
    [ "$(grep -c 'incident.db-wal", [^{]*STATX_INO, {' "$BATS_TEST_TMPDIR/asked")" -ge 2 ]
    run ! grep 'incident.db"' <(grep -v ', STATX_INO, {' "$BATS_TEST_TMPDIR/asked")
}

# Over the wire, to one that goes on; its answer is an error by this name.
asked()
{
    printf '{"method":"io.incidentd.Recorder.Status"}\0' | socat -t 5 - "UNIX-CONNECT:$socket" | tr -d '\0'
}

@test 'who asks how it is hears of it before anybody writes' {
    incident -qq note 'before'
    [[ $(asked) != *'"error"'* ]]
    mv "$state/incident.db-wal" "$BATS_TEST_TMPDIR/wal"
    [[ $(asked) == *'"io.incidentd.Recorder.LogReplaced"'* ]]
    run incident doctor
    [ "$status" = 1 ]
    grep -q "^wrong  *database  *its files were removed or replaced while it ran.* → kill $daemon" <<<"$output"
    mv "$BATS_TEST_TMPDIR/wal" "$state/incident.db-wal"
    [[ $(asked) != *'"error"'* ]]
    incident -qq note 'it was brought back'
}

@test 'a note after the WAL alone was removed is not said to be recorded' {
    incident -qq note 'before'
    rm "$state/incident.db-wal"
    run --separate-stderr incident note 'after the removal'
    [ "$status" = 1 ]
    [[ $stderr == *'removed or replaced'* ]]
    ended
}

@test 'nor is what comes by import' {
    incident -qq note 'before'
    incident export --all -o ndjson >"$BATS_TEST_TMPDIR/log"
    daemon_stop
    rm -rf "$state"
    daemon_start
    rm -rf "$state"
    run --separate-stderr incident import "$BATS_TEST_TMPDIR/log"
    [ "$status" = 1 ]
    [[ $stderr == *'removed or replaced'* ]]
    ended
}

@test 'nor is an expunging carried out' {
    incident -qq note 'before'
    incident -qq note 'a secret'
    rm "$state/incident.db"
    run --separate-stderr incident expunge last 'it was a secret'
    [ "$status" = 1 ]
    [[ $stderr == *'removed or replaced'* ]]
    ended
}

@test 'a recorder that ends leaves the WAL alone that others put there' {
    incident -qq note 'before'
    rm "$state/incident.db-wal"
    printf 'not ours' >"$state/incident.db-wal"
    daemon_stop
    [ "$(cat "$state/incident.db-wal")" = 'not ours' ]
}
