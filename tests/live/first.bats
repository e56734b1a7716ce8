# SPDX-License-Identifier: MIT
# The first five minutes of somebody who has read nothing: what `incident` alone says, that nobody is asked anything,
# and that nothing is left anywhere but where the log is.
load helper

# All verbs as their own help shows them, with what there is here in place of what is made up.
examples()
{
    local verb
    for verb in $("$INCIDENT" __complete -- '' | cut -f 1); do
        "$INCIDENT" help "$verb" | grep -E '^  incident ' | cut -c 12-
    done | sed -e "s/3fk2\|kd0f\|b6ym/$1/g" -e "s/k7qd/$2/g" -e "s/m4ab/$3/g" -e "s|/srv/backup|.|"
}

files()
{
    printf '10:32 a line\n' >notes.txt
    mkdir -p "$work/other"
    HOME=$work/other "$INCIDENT" --user -qq note from elsewhere || { cat "$work"/other/.local/state/incidentd/*/incidentd.log && return 1; }
    HOME=$work/other "$INCIDENT" --user export --all -o ndjson >ops2.ndjson
    private_stop "$work/other"
}

# The recorder that somebody's first `incident` started. That of /proc/locks which holds the log is no way to it: while
# others lock and unlock, a line there may be skipped.
private_stop() # HOME
{
    local pid
    for pid in $(private_daemons "$1"); do kill "$pid"; done
    until private_gone "$1"; do sleep 0.05; done
}

setup()
{
    directories
    [ ! -e /var/spool/incidentd ] || skip 'this host has a shared log'
    unset INCIDENT_SOCKET INCIDENT_SPOOL
    work=$(mktemp -d) # a short one: the socket is below it
    export HOME=$work/home TMPDIR=$work/tmp PAGER=cat EDITOR=true VISUAL=true INCIDENTD
    mkdir "$HOME" "$TMPDIR" "$work/here"
    cd "$work/here" || return
}

teardown()
{
    [ ! -e "$HOME/.local/state/incidentd" ] || private_stop "$HOME" 2>/dev/null || true
    rm -rf "$work"
}

@test 'incident alone says in ten lines how to begin, and starts nothing' {
    run -0 --separate-stderr incident
    [ "${#lines[@]}" = 7 ]
    [ "$(wc -l <<<"$output")" = 10 ]
    [ "$(wc -L <<<"$output")" -le 80 ]
    [ "$stderr" = '' ]
    [ "$(find "$HOME" -mindepth 1)" = '' ]
}

@test 'every verb that it names is one' {
    for verb in note status log undo impact suspect rule-out escalate mitigate resolve cause postmortem check; do
        incident | grep -qw -e "$verb"
        run -0 incident help "$verb"
    done
}

@test 'while something is open, incident alone is its status' {
    incident -qq note 'web is slow'
    run -0 incident
    [[ $output == *'web is slow'* ]]
    [[ $output == *'last entry'* ]]
    incident -qq close over
    run -0 incident
    [ "$(wc -l <<<"$output")" = 10 ]
}

# What a verb is given lines of on standard input is no question: add, bridge. Nor is the line that is the text itself.
@test 'nobody is asked anything: at a terminal at which nobody types every verb ends, or waits for its text' {
    files
    one=$(incident -q note x)
    first=$(incident -q list)
    incident -qq open other
    second=$(incident -q list | grep -v "$first")
    count=0
    while read -r example; do
        case $example in bridge | 'log -f') continue ;; esac
        run "$INCIDENT_SOURCE_ROOT/tests/tool/waits.py" bash -c "'$INCIDENT' $example"
        [ "$status" -lt 98 ] || { echo "it waits: $example"; false; }
        count=$((count + 1))
    done < <(examples "$one" "$first" "$second")
    for verb in $(incident __complete -- '' | cut -f 1); do
        case $verb in add | bridge) continue ;; esac
        run "$INCIDENT_SOURCE_ROOT/tests/tool/waits.py" "$INCIDENT" "$verb"
        [ "$status" -lt 98 ] || [[ $status:$output = '99:text: ' ]] || { echo "it waits: $verb: $output"; false; }
        run "$INCIDENT" "$verb" <&-
        [ "$status" -lt 99 ]
        count=$((count + 1))
    done
    [ "$count" -gt 90 ]
}

@test 'who asks is seen' {
    run -99 "$INCIDENT_SOURCE_ROOT/tests/tool/waits.py" cat
    run -99 "$INCIDENT_SOURCE_ROOT/tests/tool/waits.py" bash -c 'read -r -p "sure? " answer'
    run -99 "$INCIDENT_SOURCE_ROOT/tests/tool/waits.py" "$INCIDENT" add
}

# Everything a private log does, from the start of its recorder to its end: all paths that were written.
traced() # COMMAND…
{
    ASAN_OPTIONS=detect_leaks=0 strace -f -y --seccomp-bpf -e "trace=$("$INCIDENT_SOURCE_ROOT/tests/tool/writes.py" --calls)" -o "$work/trace" "$@" &&
        "$INCIDENT_SOURCE_ROOT/tests/tool/writes.py" "$work/trace" |
        grep -v -x -e "$HOME/.local/state/incidentd/.*" -e "$HOME/.local\(/state\(/incidentd\)\?\)\?" -e /dev/null -e /dev/tty >"$work/written"
}

can_trace()
{
    strace -o /dev/null true 2>/dev/null || skip 'nothing may be traced here'
}

everything()
{
    local one first second example
    one=$("$INCIDENT" -q note x)
    first=$("$INCIDENT" -q list)
    "$INCIDENT" -qq open other
    second=$("$INCIDENT" -q list | grep -v "$first")
    while read -r example; do
        case $example in bridge | 'log -f') continue ;; esac
        bash -c "'$INCIDENT' $example" </dev/null
    done < <(examples "$one" "$first" "$second")
    "$INCIDENT" verify
    private_stop "$HOME"
}

@test 'nothing is written but where the log is, and to the files that were named' {
    can_trace
    files
    export -f everything examples private_stop private_daemons private_gone
    run -0 traced bash -c everything
    grep -v -x -e "\($PWD/\)\?\(pm.md\|incident.db\)\(\.[A-Za-z0-9]*\)\?" -e "$TMPDIR/incident-edit-.*" "$work/written" >"$work/elsewhere" || true
    diff "$work/elsewhere" /dev/null
    [ "$(find "$TMPDIR" -mindepth 1)" = '' ]
    [ "$(find "$HOME" -mindepth 1 | grep -v -x -e "$HOME/.local\(/state\(/incidentd\(/.*\)\?\)\?\)\?")" = '' ]
    grep -q "$HOME/.local/state/incidentd/.*/incident.db" <("$INCIDENT_SOURCE_ROOT/tests/tool/writes.py" "$work/trace")
}

@test 'a program that writes elsewhere is seen' {
    can_trace
    run -0 traced bash -c 'echo x >"$HOME/.incidentrc"; mkdir "$HOME/.config"; mv "$HOME/.incidentrc" "$HOME/.config/"; cat /etc/passwd'
    diff "$work/written" <(printf '%s\n' "$HOME/.config" "$HOME/.config/.incidentrc" "$HOME/.incidentrc" | sort)
}
