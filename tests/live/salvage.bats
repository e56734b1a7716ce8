#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# incidentd --salvage: what is left of a database that SQLite refuses.
load helper

setup()
{
    directories
    daemon_start
}

teardown()
{
    [ -z "$daemon" ] || daemon_stop
}

salvage()
{
    "$INCIDENTD" --salvage "$state/incident.db" 2>"$BATS_TEST_TMPDIR/said"
}

record_some()
{
    local i
    for i in {1..40}; do incident note "entry $i" >/dev/null 2>&1; done
    head -c 60000 /dev/zero | tr '\0' x | incident note - >/dev/null 2>&1
    incident export -o ndjson >"$BATS_TEST_TMPDIR/export"
}

@test 'a database is salvaged to the very lines of its export' {
    record_some
    daemon_stop
    salvage >"$BATS_TEST_TMPDIR/salvaged"
    cmp "$BATS_TEST_TMPDIR/export" "$BATS_TEST_TMPDIR/salvaged"
    grep -qx 'incidentd: 42 events; 0 more do not say what was recorded; 0 pages could not be read' "$BATS_TEST_TMPDIR/said"
}

@test 'a database that the start set aside is salvaged, and the new one left alone' {
    record_some
    daemon_stop
    : >"$state/incident.db-wal" # it holds a copy of every page
    head -c 4096 /dev/urandom | dd of="$state/incident.db" conv=notrunc status=none
    daemon_start
    incident note 'in the new one' >/dev/null
    "$INCIDENTD" --salvage "$state/incident.db.damaged-1" >"$BATS_TEST_TMPDIR/salvaged"
    cmp "$BATS_TEST_TMPDIR/export" "$BATS_TEST_TMPDIR/salvaged"
    [ "$(incident export -o ndjson | wc -l)" = 2 ]
}

@test 'a file without an event, and none at all, are said and exit 1' {
    run ! "$INCIDENTD" --salvage "$BATS_TEST_TMPDIR/none"
    [[ $output = *'No such file'* ]]
    printf 'nothing' >"$BATS_TEST_TMPDIR/text"
    run ! "$INCIDENTD" --salvage "$BATS_TEST_TMPDIR/text"
    [[ $output = *'holds no event'* ]]
}
