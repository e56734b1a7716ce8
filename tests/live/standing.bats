#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the recorder says of itself (Status): figures that a program can act on.
load helper

status() # FILTER
{
    printf '%s\0' '{"method":"io.incidentd.Recorder.Status"}' | socat -t 20 - "UNIX-CONNECT:$socket" | tr '\0' '\n' |
        jq -c ".parameters$1"
}

is() # FILTER VALUE
{
    [ "$(status "$1")" = "$2" ] || { echo "$1 is $(status "$1")"; return 1; }
}

@test 'every member that the interface file declares is there, of its type' {
    mkdir "$BATS_TEST_TMPDIR/spool"
    daemon_stop
    daemon_start --spool "$BATS_TEST_TMPDIR/spool"
    incident -qq note one
    incident verify
    declared=$(sed -n '/^method Status/,/^)/s/^    \([a-z_]*\): ?\?\([a-z]\+\|[[(]\).*/\1 \2/p' \
        "$INCIDENT_SOURCE_ROOT/include/io.incidentd.Recorder.varlink" | grep -v '^degraded ')
    [ "$(wc -l <<<"$declared")" -gt 20 ]
    while read -r name type; do
        case $type in int) type=number ;; bool) type=boolean ;; '[' | '(') type=object ;; esac
        is ".$name | type" "\"$type\""
    done <<<"$declared"
    is ' | keys | length' "$(wc -l <<<"$declared")"
}

@test 'the head of the chain is the newest event' {
    incident -qq note one
    is .seq 2
    is .events 2
    is .head "\"$(incident export -o ndjson | tail -n 1 | jq -r .hash)\""
}

@test 'refused calls are counted by the name of the error' {
    is .refused '{}'
    run -3 incident show 3fk2
    run -3 incident amend 3fk2 text
    run -3 incident amend 3fk2 text
    is '.refused.NoSuchEvent' 3
}

@test 'commits, connections and followers are counted' {
    before=$(status .commits.count)
    incident -qq note one
    incident -qq note two
    is .commits.count "$((before + 2))"
    [ "$(status .commits.microseconds)" -gt 0 ]
    is .live 1
    "$INCIDENT" log -f >/dev/null 3>&- &
    eventually is .followers 1
    kill $!
    eventually is .followers 0
    [ "$(status .connections)" -gt "$(status .peers)" ]
}

@test 'the last verification is kept across a restart, with what it found' {
    incident -qq note one
    is .verified null
    incident verify
    is '.verified | del(.at)' '{"events":2,"findings":0}'
    daemon_stop
    daemon_start
    is '.verified | del(.at)' '{"events":2,"findings":0}'
}

@test 'a copy was not verified, whatever its log was' {
    incident -qq note one
    incident verify
    incident backup "$BATS_TEST_TMPDIR/copy.db"
    daemon_stop
    mv "$BATS_TEST_TMPDIR/copy.db" "$state/incident.db"
    rm "$state/incident.db-wal"
    daemon_start
    is .events 2
    is .verified null
}

@test 'what is set aside is counted, has its reason beside it, and counts no more when it is gone' {
    spool=$BATS_TEST_TMPDIR/spool
    mkdir "$spool"
    daemon_stop
    daemon_start --spool "$spool"
    is .spool.directory "\"$spool\""
    is '.spool | del(.directory)' '{"waiting":0,"set_aside":0}'
    (umask 027 && echo 'no JSON' >"$BATS_TEST_TMPDIR/1" && mv "$BATS_TEST_TMPDIR/1" "$spool/1.json")
    eventually is '.spool | del(.directory)' '{"waiting":0,"set_aside":1}'
    [ "$(cat "$spool/1.json.refused.why")" = 'it holds no drafts' ]
    rm "$spool/1.json".*
    eventually is '.spool | del(.directory)' '{"waiting":0,"set_aside":0}'
}

@test 'the room for a full disk is there, after a moment' {
    incident -qq note one
    whole() { sleep 1.5 && is '.ballast | .there == .wanted' true; } # it is made while nothing is asked
    eventually whole
    [ "$(status .wal_bytes)" -ge $((16 << 20)) ]
}
