# SPDX-License-Identifier: MIT
# The recorder is killed under load, anywhere: what was acknowledged is there, once, under its author.

load helper

# After each kill but one that came when the last note was acknowledged: then nobody needed it any more.
started_again='(.starts == .faults or .starts == .faults + 1)'

early=${INCIDENTD%/daemon/incidentd}/tests/fault/incidentd-early

@test 'kill -9 at random moments, at its start too' {
    ring --kills "$FAULT_KILLS"
    shows ".faults == $FAULT_KILLS and .given_up == 0 and $started_again"
    shows ".acknowledged >= $FAULT_KILLS / 2 and .silence > 0"
}

@test 'control: a recorder that answers before the commit is seen to lose' {
    [ -x "$early" ] || skip 'built without tests'
    INCIDENTD=$early control lost --kills 5
}

@test 'control: a client that sends again under a new id is seen to double' {
    control doubled --new-ids --inject fdatasync:signal=SIGKILL:when=25
    shows '.lost == 0'
}

@test 'killed inside a sync' {
    ring --inject fdatasync:signal=SIGKILL:when=25
    shows ".faults > 3 and $started_again"
}

@test 'killed inside a write of the log' {
    ring --notes 50 --on incident.db-wal --inject pwrite64:signal=SIGKILL:when=15
    shows ".faults > 3 and $started_again"
}

@test 'killed while the log is moved to the database, at its end' {
    ring --notes 30
    for write in 1 2 5; do
        ring --notes 5 --on incident.db --inject "pwrite64:signal=SIGKILL:when=$write"
        shows '.faults == 1'
    done
}
