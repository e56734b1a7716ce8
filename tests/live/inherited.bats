# SPDX-License-Identifier: MIT
# What a program inherits from whoever starts it: signals, limits, descriptors and an environment of any kind. None of it
# keeps a note from being recorded, or stays with the recorder that others use.

load helper

setup()
{
    directories
    unset INCIDENT_SOCKET INCIDENT_SPOOL
    work=$(mktemp -d) # a short one: the socket is below it
    export HOME=$work
}

teardown()
{
    for pid in $(private_daemons "$work"); do kill "$pid"; done
    eventually private_gone "$work"
    rm -rf "$work"
}

@test 'whoever ignores that children end starts a recorder all the same' {
    run -0 env --ignore-signal=CHLD "$INCIDENT" --user note first
    [[ $output != *spooled* ]]
    [ "$(private_daemons "$work" | wc -l)" = 1 ]
}

@test 'an answer to a file that may not grow is said, with the handle, and what is on disk is no failure' {
    incident --user -qq note first
    run -0 bash -c 'ulimit -f 0; "$INCIDENT" --user note hi 2>&1 >"$HOME/answer"'
    [[ $output == 'recorded as '????', but the answer could not be written: File too large' ]]
    run -1 bash -c 'ulimit -f 0; "$INCIDENT" --user list 2>&1 >"$HOME/answer"'
}

@test 'a recorder that was started with its descriptors closed has none of its own there, and ends in order' {
    export INCIDENT_SOCKET=$work/s
    "$INCIDENTD" --state "$work/state" --socket "$work/s" <&- >&- 2>&- 3>&- &
    daemon=$!
    eventually answers_or_gone
    for fd in 0 1 2; do [ "$(readlink "/proc/$daemon/fd/$fd")" = /dev/null ]; done
    run -0 incident note first
    daemon_stop
}

# Processes of its own, and a user database that says another home: nothing is left in that of this user.
elsewhere() # COMMAND
{
    unshare --mount --pid --fork --kill-child bash -c "mount --bind '$work/passwd' /etc/passwd && $1"
}

@test 'with no environment at all a note is recorded, in the home of the user database' {
    only_root
    printf 'root:x:0:0::%s:/bin/sh\n' "$work" >"$work/passwd"
    elsewhere true || skip 'nothing may be mounted here'
    run -0 elsewhere "env -i '$INCIDENT' --user note first"
    [[ $output != *spooled* ]]
    [ -n "$(find "$work/.local/state/incidentd" -name incident.db)" ]
    run -0 incident --user list
    [[ $output == *first* ]]
}

@test 'with a home that is none the text comes back, with a command to type' {
    run -1 env -i HOME= "$INCIDENT" --user note first
    [[ $output == *'hint:   export HOME='* ]]
    [[ $output != *'No such file'* ]]
    [[ $output == *'here is your text:'*first* ]]
}

limit_of() # NAME: soft and hard, of the recorder
{
    sed -n "s/^Max $1 *\([0-9a-z]*\) *\([0-9a-z]*\) .*/\1 \2/p" "/proc/$(private_daemons "$work")/limits"
}

@test 'a recorder has none of the soft limits of the shell that starts it' {
    as_shipped # a sanitizer needs all the addresses there are
    hard=$(ulimit -Hn)
    run -0 bash -c 'ulimit -S -f 1 -S -n 20 -S -t 60 -S -v 8000000 -S -d 8000000; exec "$INCIDENT" --user note first'
    [[ $output != *spooled* ]]
    for name in 'file size' 'cpu time' 'address space' 'data size'; do
        [ "$(limit_of "$name")" = 'unlimited unlimited' ]
    done
    [ "$hard" != unlimited ] && [ "$hard" -lt 4096 ] || [ "$(limit_of 'open files')" = "4096 $hard" ]
    for i in {1..20}; do incident --user -qq note "$(printf '%04000d' "$i")"; done
}

@test 'nor its lower priority, where that may be given up' {
    only_root
    run -0 nice -n 5 "$INCIDENT" --user note first
    [ "$(ps -o ni= -p "$(private_daemons "$work")" | tr -d ' ')" = 0 ]
}

@test 'with a hard limit no recorder is left behind: the note waits, the limit is named, and the next shell has all' {
    as_shipped
    for limit in -f -t -v -d; do
        run -0 --separate-stderr bash -c "ulimit $limit 800000; exec \"\$INCIDENT\" --user note hi"
        [[ $output == *spooled* ]]
        [[ $stderr == *"(ulimit $limit)"* ]]
        [[ $stderr == *'hint: '* ]]
        [ -z "$(private_daemons "$work")" ]
    done
    run -1 --separate-stderr bash -c 'ulimit -f 1; exec "$INCIDENT" --user list'
    [[ $stderr == *'(ulimit -f)'* ]]
    run bash -c 'ulimit -f 1; exec "$INCIDENT" --user doctor'
    [[ $output == *'(ulimit -f)'* ]]
    run -0 bash -c 'ulimit -v 8000000; exec "$INCIDENT" --user -qq note last' # more than it can need
    all_there() { [ "$(incident --user log -o ndjson | jq -r 'select(.event.kind == "note").event.text' | grep -cx hi)" = 4 ]; }
    eventually all_there
}

@test 'a recorder whose files may not grow says so in its log' {
    export INCIDENT_SOCKET=$work/s
    (ulimit -f 400 && exec "$INCIDENTD" --state "$work/state" --socket "$work/s" </dev/null >>"$BATS_TEST_TMPDIR/daemon.log" 2>&1 3>&-) &
    daemon=$!
    eventually answers_or_gone
    full() { ! incident note "$(printf '%030000d' 0)"; }
    eventually full
    grep -q 'its file size limit (ulimit -f) is 409600 bytes' "$BATS_TEST_TMPDIR/daemon.log"
    kill "$daemon" 2>/dev/null || true # it may have ended by itself
    wait "$daemon" || true
}

@test 'of a value that is far too long only the beginning is said, and the rest of the message' {
    long=$(printf '%0100000d' 0)
    incident --user -qq note first
    TZ=$long run -0 --separate-stderr incident --user log
    [ "$stderr" = "\$TZ: there is no time zone \"${long:0:64}…\"; times are in UTC" ]
    for variable in INCIDENT_HOST=@ INCIDENT_LOG= INCIDENT_SOCKET=/; do
        run env "$variable$long" "$INCIDENT" note hi
        [ "$status" != 0 ]
        [ "${#output}" -lt 500 ]
        [[ $output == *…* ]]
    done
}
