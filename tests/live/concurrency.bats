# SPDX-License-Identifier: MIT
# Many at once: nothing is lost, nothing is there twice, and the log stays one chain.

load helper

hammer=$INCIDENT_SOURCE_ROOT/tests/tool/hammer.py

# One line an event as it is stored.
stored()
{
    incident export -o ndjson "$@" | jq -c .event
}

# The positions of one origin are 1, 2, 3 …, and so is the order of commit.
gapless() # EVENTS
{
    local events
    events=$(printf '%s' '{"method":"io.incidentd.Recorder.Read","parameters":{"plain":true},"more":true}' |
        { cat; printf '\0'; } | socat -t 30 - "UNIX-CONNECT:$socket" | tr '\0' '\n' | jq -c '.parameters.entry // empty | [.pos, .event.seq]')
    [ "$(wc -l <<<"$events")" = "$1" ]
    [ "$events" = "$(seq "$1" | sed 's/.*/[&,&]/')" ]
}

@test '16 clients of 200 notes each: 3,200 events, each once, no gap, the chain whole' {
    incident -qq open 'all at once'
    "$hammer" 16 200 >"$BATS_TEST_TMPDIR/acknowledged"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/acknowledged")" = 3200 ]
    stored | jq -r 'select(.kind == "note") | "\(.id) \(.text)"' | LC_ALL=C sort >"$BATS_TEST_TMPDIR/stored"
    LC_ALL=C sort "$BATS_TEST_TMPDIR/acknowledged" | cmp - "$BATS_TEST_TMPDIR/stored"
    [ "$(cut -d ' ' -f 2- "$BATS_TEST_TMPDIR/stored" | sort -u | wc -l)" = 3200 ]
    gapless 3201
    run -0 incident verify
    [[ $output == *whole* ]]
}

@test '16 first notes at once with nothing live: one incident, and every note is in it' {
    for i in {1..16}; do
        "$INCIDENT" -q note "note $i" >"$BATS_TEST_TMPDIR/answer.$i" 3>&- &
        pids[i]=$!
    done
    for i in {1..16}; do
        wait "${pids[i]}"
        [[ $(cat "$BATS_TEST_TMPDIR/answer.$i") =~ ^[0-9a-z]{4,}$ ]]
    done
    [ "$(incident list -o json | jq -s 'flatten | length')" = 1 ]
    [ "$(stored | jq -r 'select(.kind == "opened") | .id' | wc -l)" = 1 ]
    [ "$(stored | jq -r 'select(.kind == "note") | .text' | sort -V)" = "$(seq -f 'note %g' 16)" ]
    [ "$(sort -u "$BATS_TEST_TMPDIR"/answer.* | wc -l)" = 16 ]
    gapless 17
}

@test 'readers and writers at once: every page of a reader is without a gap' {
    incident -qq open 'read while it is written'
    "$hammer" 8 50 >/dev/null 3>&- &
    writers=$!
    while kill -0 "$writers" 2>/dev/null; do
        stored | jq -s -e 'map(.seq) | . == [range(1; length + 1)]' >/dev/null
    done
    wait "$writers"
    gapless 401
}

teardown()
{
    if [ -n "${public:-}" ]; then
        # shellcheck disable=SC2046 # they are several numbers
        [ -z "$(private_daemons "$public/home")" ] || kill $(private_daemons "$public/home")
        eventually private_gone "$public/home"
        rm -rf "$public"
    fi
    daemon_stop
}

@test 'user mode, without root: 16 first calls at once start one daemon, and nothing is lost' {
    [ "$(id -u)" = 0 ] || skip 'only root can be another user: note.bats has the same for this one'
    [ ! -e /var/spool/incidentd ] || skip 'this host has a shared log'
    public=$(mktemp -d /tmp/incident-first.XXXXXX)
    chmod 0755 "$public"
    install -m 0755 "$INCIDENT" "$INCIDENTD" "$public"
    install -d -o 65534 -g 65534 -m 0700 "$public/home"
    unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups env -u INCIDENT_SOCKET HOME="$public/home" INCIDENTD="$public/incidentd" "$public/incident")
    for i in {1..16}; do
        (cd / && exec "${unprivileged[@]}" -q note "note $i") >"$BATS_TEST_TMPDIR/answer.$i" 3>&- &
        pids[i]=$!
    done
    for i in {1..16}; do
        wait "${pids[i]}"
    done
    [ "$(private_daemons | wc -l)" = 1 ]
    cd /
    [ "$("${unprivileged[@]}" list -o json | jq -s 'flatten | length')" = 1 ]
    [ "$("${unprivileged[@]}" export -o ndjson | jq -r 'select(.event.kind == "note") | .event.text' | sort -V)" = "$(seq -f 'note %g' 16)" ]
    [ "$(stat -c %u "/proc/$(private_daemons "$public/home")")" = 65534 ]
}

is_traced()
{
    grep -q 'TracerPid:[[:space:]]*[1-9]' "/proc/$daemon/status"
}

# Reading that stops and goes on is two calls more for each note; to come and to go is one each.
@test '40 clients of 10 notes each: the kernel is told once of each where to read' {
    strace -qq -o /dev/null true || skip 'nothing may be traced here'
    incident -qq open 'all at once'
    strace -qq -e trace=epoll_ctl -o "$BATS_TEST_TMPDIR/told" -p "$daemon" 3>&- &
    tracer=$!
    eventually is_traced || skip 'nothing that runs may be traced here'
    "$hammer" 40 10 >"$BATS_TEST_TMPDIR/acknowledged"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/acknowledged")" = 400 ]
    kill "$tracer"
    wait "$tracer" || true
    [ "$(grep -c ADD "$BATS_TEST_TMPDIR/told")" -ge 40 ]
    [ "$(wc -l <"$BATS_TEST_TMPDIR/told")" -lt 120 ]
}

@test 'a long export is few writes' {
    strace -qq -o /dev/null true || skip 'nothing may be traced here'
    incident -qq open 'all at once'
    "$hammer" 40 10 >/dev/null
    ASAN_OPTIONS=detect_leaks=0 strace -qq -e trace=write -o "$BATS_TEST_TMPDIR/written" "$INCIDENT" export -o ndjson >"$BATS_TEST_TMPDIR/export"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/export")" -ge 400 ]
    pieces=$(($(stat -c %s "$BATS_TEST_TMPDIR/export") / 65536 + 1))
    [ "$(grep -c '^write(1,' "$BATS_TEST_TMPDIR/written")" -le "$pieces" ]
}
