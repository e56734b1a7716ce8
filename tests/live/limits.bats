# SPDX-License-Identifier: MIT
# Every limit of include/limits.h: what is within is served, what is beyond gets a declared error or an end, and
# nobody else notices. The protocol cases hold bad bytes; these hold too many.

load helper

limit() # NAME
{
    "$INCIDENT_SOURCE_ROOT/tests/tool/limits.py" "$1"
    kill -0 "$daemon"
    run -0 incident note 'all is well'
    run -0 incident verify
}

# The daemon starts with as many descriptors as it needs, whatever the limit of this shell.
setup()
{
    directories
    ulimit -n "$(ulimit -Hn)"
    daemon_start
}

@test 'text: 64 KiB' { limit text; }
@test 'other strings: 4 KiB, and 32 tags' { limit field; }
@test 'a Record: 1,000 drafts' { limit drafts; }
@test 'JSON: 32 deep' { limit depth; }
@test 'JSON: 100,000 values' { limit values; }
@test 'a message: 1 MiB' { limit message; }
@test 'a message without an end is not kept' { limit endless; }
@test 'half a message, and then silence: closed; silence alone is no fault' { limit silence; }
@test 'in flight: 2,000 calls in one write are answered in order' { limit pipeline; }
@test 'answers that nobody reads: reading pauses, nothing is lost' { limit unread; }
@test 'in flight: more bytes than there may be are waited for' { limit heavy; }
@test 'a follower that never reads is dropped, the one beside it gets everything' { limit follower; }
@test 'half messages, followers and impolite ones together: a note goes through' { limit crowd; }

@test 'connections of one user: 64, then Busy' {
    [ "$(id -u)" = 0 ] || skip 'only root can be two users'
    # The way to the socket is open to the other one.
    daemon_stop
    socket=$(mktemp -d /tmp/incident-limits.XXXXXX)/s
    chmod 0755 "${socket%/*}"
    export INCIDENT_SOCKET=$socket
    daemon_start
    chmod 0666 "$socket"
    limit connections_of_user
    rm -rf "${socket%/*}"
}

@test 'connections in all: 1,024, then Busy' {
    [ "$(id -u)" = 0 ] || skip 'only root may have more than 64'
    [ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge 1200 ] || skip "only $(ulimit -Hn) descriptors here"
    limit connections
}

@test 'a text of more than 64 KiB is recorded up to there by note, and the cut is said' {
    head -c 70000 /dev/zero | tr '\0' x >"$BATS_TEST_TMPDIR/long"
    run -0 --separate-stderr incident note - <"$BATS_TEST_TMPDIR/long"
    [[ $stderr == *'65,536'* || $stderr == *65536* || $stderr == *'64 KiB'* ]]
    [ "$(incident export -o ndjson | jq -j 'select(.event.kind == "note") | .event.text' | wc -c)" = 65536 ]
}
