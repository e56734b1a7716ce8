# SPDX-License-Identifier: MIT
# Bad company: whatever others do, a note goes through, in time; and nothing of it is left when they are gone.

load helper

overload() # NAME
{
    run -0 "$INCIDENT_SOURCE_ROOT/tests/tool/overload.py" "$1" "$daemon"
    [ -z "$output" ] || echo "# says: $output" >&3
    kill -0 "$daemon"
    run -0 incident note 'all is well'
    run -0 incident verify
}

as() # UID COMMAND…
{
    setpriv --reuid="$1" --regid="$1" --clear-groups env HOME=/nonexistent "${@:2}"
}

setup()
{
    directories
    ulimit -n "$(ulimit -Hn)"
    daemon_start
}

teardown()
{
    [ -z "${holder:-}" ] || kill "$holder" 2>/dev/null || true
    daemon_stop
    [ -z "${public:-}" ] || rm -rf "$public"
}

@test 'a message that comes byte by byte is closed when it is too old' { overload loris; }
@test '1,000 descriptors that come with messages do not stay' { overload scm_rights; }
@test '100 clients that die in the middle of a message leave nothing behind' { overload deaths; }
@test 'what was sent whole before its sender died is recorded' { overload death_after_the_message; }
@test 'who dies with all that may be in flight holds nothing of it any more' { overload death_with_all; }
@test 'who stops writing has all answers before the end' { overload half_close; }
@test '60 readers of the whole log who never read cost a little memory and nobody time' {
    if grep -qa __asan_init "$INCIDENTD"; then skip 'a sanitizer takes memory of its own'; fi
    overload never_read
}

@test '20 readers of what is rare in the log who never read cost as little' {
    if grep -qa __asan_init "$INCIDENTD"; then skip 'a sanitizer takes memory of its own'; fi
    overload never_read_rare
}

@test 'no descriptor left: told Busy, no busy loop, and served again when there are some' {
    daemon_stop
    ulimit -n 40
    daemon_start
    ulimit -n 1024 2>/dev/null || true
    overload no_descriptors
}

@test 'the memory that one user can make the daemon hold is what the limits say' {
    open_to_all
    AS=65534 overload memory
}

@test 'who does many things at once leaves most of the time to others, once they record' {
    open_to_all
    AS=65534 overload rest
}

@test 'a message that comes byte by byte is too old also where its user rests now and then' {
    open_to_all
    AS=65534 overload loris_that_rests
}

@test 'more than that is seen: root, who may have more connections' {
    [ "$(id -u)" = 0 ] || skip 'only root may have more than 64'
    overload no_limit
}

@test 'the CLI that is turned away says so each time, and what it has to record goes to the spool' {
    open_to_all
    daemon_stop
    install -d -o 65534 -m 0700 "$public/spool"
    daemon_start --spool "$public/spool"
    chmod 0666 "$socket"
    mkfifo "$public/hold"
    AS=65534 "$INCIDENT_SOURCE_ROOT/tests/tool/overload.py" hold_all "$daemon" <"$public/hold" >"$public/held" 3>&- &
    holder=$!
    exec 9>"$public/hold"
    eventually grep -q all "$public/held"
    for _ in {1..20}; do
        run -1 as 65534 "$public/incident" list
        [[ $output == *'the recorder is busy'*'too many connections of yours are open'* ]]
    done
    run -1 as 65534 "$public/incident" note 'nowhere to keep it'
    [[ $output == *'the recorder is busy'*'nowhere to keep it'* ]]
    run -0 as 65534 INCIDENT_SPOOL="$public/spool" "$public/incident" note 'of one of many'
    [[ $output == *'of one of many  [spooled]'* ]]
    incident note 'somebody else has no part in it'
    exec 9>&-
    taken_in() { incident export -o ndjson | grep -q 'of one of many'; }
    eventually taken_in
    [ "$(incident export -o ndjson | jq -c 'select(.event.kind == "note" and .event.text == "of one of many") | .event.author.uid')" = 65534 ]
}
