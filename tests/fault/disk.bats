# SPDX-License-Identifier: MIT
# The disk fails, for a moment or for good: nothing that it did not take is acknowledged, nothing that was is lost.
# A log that is there already is begun with where the fault is to meet notes: to make one is some twenty syncs.

load helper

early=${INCIDENTD%/daemon/incidentd}/tests/fault/incidentd-early

@test 'a sync that fails once: its notes are refused, the next ones recorded' {
    ring --notes 5
    ring --inject fdatasync:error=EIO:when=20
    shows '.faults == 1 and .starts == 1 and .refused > 0 and .acknowledged == 400'
}

@test 'a sync that fails, and no checkpoint to clear it: the recorder ends, the next one begins by writing again' {
    ring --notes 5
    ring --inject fdatasync:error=EIO:when=20..21
    shows '.faults > 2 and .ends == [0, 1] and .given_up == 0 and .acknowledged == 400'
}

@test 'a file system that gave up under a sync that it says was done: its notes are refused, a retry finds them' {
    ring --tries 5 --inject fremovexattr:error=EROFS:when=20..22
    shows '.faults == 3 and .starts == 1 and .refused > 0 and .acknowledged == 400'
}

@test 'syncs that fail from now on: refused for ever, not lost' {
    ring --notes 5
    ring --notes 50 --inject fdatasync:error=EIO:when=20+
    shows '.faults > 10 and .refused > 0 and .starts > 1'
}

@test 'control: a recorder that answers before the commit loses in the same fault' {
    [ -x "$early" ] || skip 'built without tests'
    ring --notes 5
    INCIDENTD=$early control lost --inject fdatasync:error=EIO:when=4
}

@test 'a disk that is full for a moment: refused, then recorded' {
    ring --notes 5
    ring --tries 50 --on incident.db-wal --inject pwrite64:error=ENOSPC:when=30..49
    shows '.faults == 20 and .starts == 1 and .refused > 0 and .acknowledged == 400'
}

@test 'writes that fail in a burst, or from now on' {
    ring --notes 5
    ring --notes 25 --on incident.db-wal --inject pwrite64:error=EIO:when=30..34
    shows '.faults > 4 and .refused > 0'
    ring --notes 25 --on incident.db-wal --inject pwrite64:error=EIO:when=30+
    shows '.faults > 10 and .refused > 0'
}

@test 'the log cannot be moved to the database at the end: it is there at the next start' {
    ring --notes 25
    ring --notes 25 --on incident.db --inject pwrite64:error=EIO:when=1+
    shows '.faults > 0'
    ring --notes 5
}

@test 'a slow disk: everything late, nothing refused' {
    ring --notes 10 --inject fdatasync:delay_enter=50000
    shows '.faults > 10 and .refused == 0 and .silence == 0 and .acknowledged == 40'
}

# The daemon as it starts, after it was killed, under a fault: it answers, or it ends with 1 and a reason.
start_under() # INJECTION
{
    local log=$BATS_TEST_TMPDIR/start.log
    rm -rf "$state"
    cp -a "$state.killed" "$state"
    strace -D -f -qq -A -o "$BATS_TEST_TMPDIR/trace" -P "$state/incident.db" -P "$state/incident.db-wal" -e "trace=${1%%:*}" -e "inject=$1" \
        "$INCIDENTD" --state "$state" --socket "$socket" </dev/null >"$log" 2>&1 3>&- &
    daemon=$!
    eventually answers_or_gone
    if kill "$daemon" 2>/dev/null; then
        eventually gone
        wait "$daemon" || [ $? = 1 ]
    else
        run -1 wait "$daemon"
        grep -q '^incidentd: ' "$log"
    fi
    daemon=
    run -1 compgen -G "$state/*damaged*"
}

@test 'what cannot be read or opened at the start is no damage: it ends, or serves, and all is there afterwards' {
    local call error when
    ring --notes 20
    daemon_start
    incident note 'and a last one'
    before=$(incident export -o ndjson | cksum)
    kill -KILL "$daemon"
    eventually gone
    cp -a "$state" "$state.killed"
    for call in pread64:EIO openat:EMFILE openat:EACCES ftruncate:ENOSPC fcntl:ENOLCK fdatasync:EIO pwrite64:ENOSPC; do
        for when in 1 2 4 1+; do start_under "${call%:*}:error=${call#*:}:when=$when"; done
    done
    faults=$(grep -c INJECTED "$BATS_TEST_TMPDIR/trace")
    [ "$faults" -ge 20 ]
    told "{\"faults\": $faults}"
    daemon_start
    [ "$(incident export -o ndjson | cksum)" = "$before" ]
    incident verify
    daemon_stop
}

is_traced() # by TRACER
{
    [ "$(sed -n 's/^TracerPid:\t//p' "/proc/$daemon/status")" = "$1" ]
}

@test 'what cannot be read while it serves is no damage: who asked is refused, and all is there afterwards' {
    ring --notes 100
    daemon_start
    before=$(incident export -o ndjson | cksum)
    daemon_stop
    daemon_start
    strace -f -qq -o "$BATS_TEST_TMPDIR/trace" -P "$state/incident.db" -e trace=pread64 -e inject=pread64:error=EIO -p "$daemon" 3>&- &
    tracer=$!
    eventually is_traced "$tracer"
    run ! incident export -o ndjson
    kill "$tracer"
    faults=$(grep -c INJECTED "$BATS_TEST_TMPDIR/trace")
    [ "$faults" -ge 1 ]
    told "{\"faults\": $faults}"
    run -1 compgen -G "$state/*damaged*"
    [ "$(incident export -o ndjson | cksum)" = "$before" ]
    incident verify
    daemon_stop
}
