# SPDX-License-Identifier: MIT
# A backup that is taken while everybody writes is a log like any other.

load helper

hammer=$INCIDENT_SOURCE_ROOT/tests/tool/hammer.py

teardown()
{
    [ -z "${writers:-}" ] || kill "$writers" 2>/dev/null || true
    daemon_stop
}

# The daemon on a copy, which must be as it is said to be.
daemon_on() # FILE
{
    daemon_stop
    state=$BATS_TEST_TMPDIR/other
    rm -rf "$state"
    install -d -m 0700 "$state"
    cp "$1" "$state/incident.db"
    daemon_start
}

@test 'a backup under load is whole, opens as a new origin, and has all that was acknowledged before it' {
    incident -qq open 'all at once'
    "$hammer" 4 100 >"$BATS_TEST_TMPDIR/before"
    "$hammer" 8 400 >/dev/null 3>&- &
    writers=$!
    incident -qq backup "$BATS_TEST_TMPDIR/copy"
    kill -0 "$writers"
    wait "$writers"
    writers=
    run -0 "$INCIDENTD" --check "$BATS_TEST_TMPDIR/copy"
    daemon_on "$BATS_TEST_TMPDIR/copy"
    run -0 incident verify
    [[ $output == *whole* ]]
    incident export --all -o ndjson | jq -r 'select(.event.kind == "note").event | "\(.id) \(.text)"' | LC_ALL=C sort >"$BATS_TEST_TMPDIR/held"
    LC_ALL=C sort "$BATS_TEST_TMPDIR/before" | LC_ALL=C comm -23 - "$BATS_TEST_TMPDIR/held" >"$BATS_TEST_TMPDIR/lost"
    [ ! -s "$BATS_TEST_TMPDIR/lost" ]
    incident -qq note 'goes on'
    [ "$(incident export --all -o ndjson | jq -r .event.origin | sort -u | wc -l)" = 2 ]
    [ "$(incident export --all -o ndjson | jq -s 'map(select(.event.text == "goes on" and .event.kind == "note"))[0].event.seq')" = 1 ]
    run -0 incident verify
}

@test 'what a plain copy of the file misses under load, or a damaged one, is seen' {
    incident -qq open 'all at once'
    "$hammer" 4 100 >"$BATS_TEST_TMPDIR/before"
    cp "$state/incident.db" "$BATS_TEST_TMPDIR/plain"
    incident -qq backup "$BATS_TEST_TMPDIR/copy"
    daemon_on "$BATS_TEST_TMPDIR/plain"
    [ "$(incident export --all -o ndjson | grep -c '"kind":"note"')" -lt 400 ]
    # One letter of one text.
    LC_ALL=C sed 's/client 2 note 57"/client 2 note 58"/' "$BATS_TEST_TMPDIR/copy" >"$BATS_TEST_TMPDIR/forged"
    run -1 cmp -s "$BATS_TEST_TMPDIR/copy" "$BATS_TEST_TMPDIR/forged"
    daemon_on "$BATS_TEST_TMPDIR/forged"
    [ -e "$state/incident.db.damaged-1" ]
}

@test 'a log that was restored has no head before it has an event of its own' {
    incident -qq open 'all at once'
    run -0 incident verify
    [[ $output = '1 event, 1 log: whole  head '* ]]
    incident -qq backup "$BATS_TEST_TMPDIR/copy"
    daemon_on "$BATS_TEST_TMPDIR/copy"
    run -0 incident verify
    [ "$output" = '1 event, 2 logs: whole  no event of its own yet' ]
    [ "$(incident verify --json | jq 'has("head")')" = false ]
    incident -qq note 'goes on'
    [ "$(incident verify --json | jq -r .head)" = "$(incident export --all -o ndjson | jq -r 'select(.event.seq == 1 and .event.kind == "note").hash')" ]
}
