# SPDX-License-Identifier: MIT
# Who wrote it is whom the kernel says, whatever the writer claims.

load helper

teardown()
{
    daemon_stop
    [ -z "${public:-}" ] || rm -rf "$public"
}

as() # UID WORDS…: the CLI as another user
{
    setpriv --reuid="$1" --regid="$1" --clear-groups env HOME=/nonexistent "$public/incident" "${@:2}"
}

# Of the last note.
author()
{
    incident export -o ndjson | jq -sc 'map(select(.event.kind == "note")) | last.event.author'
}

@test 'the author is the uid of the peer, with its name' {
    incident note one
    [ "$(author | jq .uid)" = "$(id -u)" ]
    named() { [ "$(incident note again >/dev/null; author | jq -r .name)" = "$(id -un)" ]; }
    eventually named
}

@test 'USER, LOGNAME, SUDO_USER and SUDO_UID claim nothing' {
    USER=alice LOGNAME=alice SUDO_USER=alice SUDO_UID=12345 incident note one
    [ "$(author | jq .uid)" = "$(id -u)" ]
    run -1 grep alice <<<"$(author)"
}

@test 'another user is another author' {
    open_to_all
    as 65534 -qq note mine
    [ "$(author | jq .uid)" = 65534 ]
    incident -qq note yours
    [ "$(author | jq .uid)" = 0 ]
}

@test 'a user without a name is a number, and is not waited for' {
    open_to_all
    as 4242 -qq note mine
    [ "$(author | jq -c .)" = '{"uid":4242}' ]
    incident log
}

@test 'last and undo are of the user who says so' {
    open_to_all
    incident -qq note 'of root'
    as 65534 -qq note 'of nobody'
    run -0 incident undo
    [[ $output == *'of root'* ]]
    run -0 as 65534 undo
    [[ $output == *'of nobody'* ]]
}

@test 'switch is of the user who says so' {
    open_to_all
    first=$(incident -q open first)
    incident -qq open second
    as 65534 switch "$first"
    incident -qq note 'of root'
    as 65534 -qq note 'of nobody'
    [ "$(incident export -o ndjson "$first" | jq -r 'select(.event.kind == "note") | .event.text')" = 'of nobody' ]
}

# NotPermitted
@test 'another user may not expunge what I wrote; I may, and root may' {
    open_to_all
    incident -qq note 'of root'
    mine=$(as 65534 -q note 'of nobody')
    run -4 as 65534 expunge 'of root' because
    run -4 as 4242 expunge "$mine" because
    as 65534 expunge "$mine" because
    second=$(as 65534 -q note 'of nobody again')
    incident expunge "$second" because
    incident export -o ndjson | grep -q 'of root'
    run -1 grep 'of nobody' <<<"$(incident export -o ndjson)"
}

@test 'only root may import, because an import says who wrote what' {
    open_to_all
    incident -qq note 'of root'
    incident export --all -o ndjson >"$public/log.ndjson"
    chmod 644 "$public/log.ndjson"
    run -4 as 65534 import "$public/log.ndjson"
    [[ $output == *'only root may import'* ]]
    incident import "$public/log.ndjson" | grep -q '^took 0, held already'
}

@test 'the same id from another user is a conflict, not a retry' {
    open_to_all
    run -0 python3 - "$INCIDENT_SOURCE_ROOT/tests/tool" <<'EOF'
import os, sys
sys.path.insert(0, sys.argv[1])
from varlink import Peer, Refused, note
draft = note("whose?")
with Peer() as mine:
    mine.record(draft)
    assert mine.record(draft)[0]["again"]
os.seteuid(65534)
with Peer() as yours:
    try:
        yours.record(draft)
        sys.exit("it was taken")
    except Refused as refusal:
        assert refusal.name == "Conflict", refusal
EOF
}

@test 'the author is who connected, whoever holds the connection later' {
    open_to_all
    python3 - "$INCIDENT_SOURCE_ROOT/tests/tool" <<'EOF'
import os, sys
sys.path.insert(0, sys.argv[1])
from varlink import Peer, note
os.seteuid(65534)
with Peer() as peer:
    os.seteuid(0)
    [receipt] = peer.record(note("one"))
assert receipt["event"]["author"]["uid"] == 65534, receipt
EOF
}

@test 'root with a login uid is shown as root (login NAME)' {
    only_root
    (echo 65534 >/proc/self/loginuid) 2>/dev/null || skip 'the login uid cannot be set here'
    bash -c 'echo 65534 >/proc/self/loginuid && "$INCIDENT" -qq note "by a login"'
    [ "$(author | jq -c '[.uid, .login]')" = '[0,65534]' ]
    shown() { "$INCIDENT" log | grep -F "root (login $(id -un 65534))"; }
    if ! eventually shown; then
        incident log
        author
        return 1
    fi
}

# Whoever has no login uid yet may write any into it. What is left when the hint is taken away says root only.
@test 'a login uid that its process wrote itself is a hint beside root, and nowhere the author' {
    only_root
    (echo 4242 >/proc/self/loginuid) 2>/dev/null || skip 'the login uid cannot be set here'
    incident -qq open 'checkout slow'
    bash -c 'echo 4242 >/proc/self/loginuid && exec "$INCIDENT" -qq cause "the pool"'
    hinted() { "$INCIDENT" log | grep -F 'root (login uid 4242)'; }
    eventually hinted
    for words in log status 'postmortem --template google-sre' 'export -o html' 'export -o csv'; do
        # shellcheck disable=SC2086 # words
        run -0 incident $words
        [[ $output == *'root (login uid 4242)'* ]]
        [[ ${output//root (login uid 4242)/} != *4242* ]]
    done
}

@test 'root without a login uid has none' {
    only_root
    [ "$(cat /proc/self/loginuid)" = 4294967295 ] || skip 'this shell has a login uid'
    incident -qq note one
    [ "$(author | jq -c .login)" = null ]
}

@test 'an actor is a claim, and is shown as one' {
    incident -qq open 'checkout slow'
    incident -qq act --actor bob 'pool limited to 20'
    run -0 incident log
    [[ $output == *"bob (by $(id -un))"* ]]
    [ "$(incident export -o ndjson | jq -c 'select(.event.kind == "action") | [.event.actor, .event.author.uid]')" = "[\"bob\",$(id -u)]" ]
}

@test 'a draft that says who its author is is refused' {
    for member in author uid name login recorded_at origin seq host clock; do
        answer=$(printf '{"method":"io.incidentd.Recorder.Record","parameters":{"drafts":[{"id":"0192f1c0-0000-7000-8000-000000000001","kind":"note","text":"x","%s":"alice"}]}}\0' "$member" |
            socat -t 20 - "UNIX-CONNECT:$socket" | tr -d '\0')
        [ "$(jq -r .parameters.parameter <<<"$answer")" = "drafts.$member" ]
    done
    [ "$(incident list -o json | jq -s 'flatten | length')" = 0 ]
}

@test 'amending and retracting what another wrote is recorded under the own name, and seen as such' {
    open_to_all
    handle=$(incident -q note 'of root')
    as 65534 -qq amend "$handle" 'of root, as nobody says'
    as 65534 -qq retract "$handle" 'not so'
    run -0 jq -sc 'map(select(.event.kind == "note" or .event.kind == "amended" or .event.kind == "retracted") | [.event.kind, .event.author.uid])[]' \
        <<<"$(incident export -o ndjson)"
    [ "$output" = $'["note",0]\n["amended",65534]\n["retracted",65534]' ]
    run -0 incident show "$handle"
    [[ $output == *nobody* ]]
}

@test 'whoever may use the socket closes and reopens, under his own name' {
    open_to_all
    incident -qq open 'of root'
    as 65534 -qq close
    as 4242 -qq reopen -i "$(incident list --all -o json | jq -rs 'flatten[0].ref')"
    [ "$(incident export --all -o ndjson | jq -sc 'map(select(.event.kind == "closed" or .event.kind == "reopened") | .event.author.uid)')" = '[65534,4242]' ]
}

@test 'root of a user namespace is who made the namespace' {
    open_to_all
    setpriv --reuid=65534 --regid=65534 --clear-groups unshare -Ur true 2>/dev/null || skip 'no user namespaces for users here'
    run -0 setpriv --reuid=65534 --regid=65534 --clear-groups unshare -Ur sh -c 'id -u; exec env HOME=/nonexistent "$1" -qq note "as root, it says"' - "$public/incident"
    [ "${lines[0]}" = 0 ]
    [ "$(author | jq .uid)" = 65534 ]
}

# Nobody becomes root by a connection that root gives away, but what is sent on it is root's: so incident gives none away.
@test 'a connection of root that is handed to a user says root, whoever writes; the next one of that user does not' {
    open_to_all
    run -0 python3 - "$INCIDENT_SOURCE_ROOT/tests/tool" <<'END'
import array, os, socket, sys
sys.path.insert(0, sys.argv[1])
from varlink import Peer, note
mine, yours = socket.socketpair()
child = os.fork()
if not child:
    os.setuid(65534)
    _, rights, _, _ = yours.recvmsg(1, socket.CMSG_SPACE(4))
    given = Peer()
    own, given.socket = given.socket, socket.socket(fileno=array.array("i", rights[0][2])[0])
    given.socket.settimeout(20)
    [receipt] = given.record(note("on what I was given"))
    given.socket = own
    [second] = given.record(note("on my own"))
    os._exit(0 if (receipt["event"]["author"]["uid"], second["event"]["author"]["uid"]) == (0, 65534) else 1)
with Peer() as peer:
    mine.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [peer.socket.fileno()]))])
    assert os.waitpid(child, 0)[1] == 0
END
}

@test 'the CLI gives its connection to no program that it starts' {
    incident -qq note one
    printf '#!/bin/sh\nls -l /proc/self/fd >"%s/seen"\n' "$BATS_TEST_TMPDIR" >"$BATS_TEST_TMPDIR/editor"
    chmod +x "$BATS_TEST_TMPDIR/editor"
    EDITOR=$BATS_TEST_TMPDIR/editor VISUAL=$BATS_TEST_TMPDIR/editor incident edit || true
    [ -s "$BATS_TEST_TMPDIR/seen" ]
    run -1 grep socket "$BATS_TEST_TMPDIR/seen"
}

@test 'a process that is gone before it is looked at has no login, rather than that of another' {
    only_root
    (echo 65534 >/proc/self/loginuid) 2>/dev/null || skip 'the login uid cannot be set here'
    kill -STOP "$daemon"
    bash -c 'echo 65534 >/proc/self/loginuid
        printf "%s\0" "{\"method\":\"io.incidentd.Recorder.Record\",\"parameters\":{\"drafts\":[{\"id\":\"0192f1c0-0000-7000-8000-000000000001\",\"kind\":\"note\",\"text\":\"x\"}]},\"oneway\":true}" |
            socat -u - "UNIX-CONNECT:$INCIDENT_SOCKET"'
    kill -CONT "$daemon"
    recorded() { incident export -o ndjson | grep -q '"kind":"note"'; }
    eventually recorded
    [ "$(author | jq -c '[.uid, .login]')" = '[0,null]' ]
}

@test 'sudo: root, with the login of who called it' {
    only_root
    command -v sudo >/dev/null || skip 'no sudo here'
    (echo 65534 >/proc/self/loginuid) 2>/dev/null || skip 'the login uid cannot be set here'
    bash -c 'echo 65534 >/proc/self/loginuid && sudo -n env INCIDENT_SOCKET="$INCIDENT_SOCKET" "$INCIDENT" -qq note "by sudo"' || skip 'sudo does not work here'
    [ "$(author | jq -c '[.uid, .login]')" = '[0,65534]' ]
}
