# SPDX-License-Identifier: MIT
# A host on which a shared log appears: what becomes of the private one, and of those who may not use the shared one. The
# host's paths are those of a mount namespace; a user is a number of his own. (With systemd and real groups: tests/host.)

load helper

user=29998 group=29997

setup()
{
    [ "$(id -u)" = 0 ] || skip 'only root can make a host of its own, and be somebody else'
    directories
    public=$(mktemp -d /tmp/incident-joining.XXXXXX)
    chmod 0755 "$public"
    install -m 0755 "$INCIDENT" "$INCIDENTD" "$public"
    install -d -o $user -m 0700 "$public/home"
    home=$public/home
    unset INCIDENT_SOCKET
    # a pid to enter it by
    unshare -m sh -c 'mount -t tmpfs none /run && mount -t tmpfs none /var/spool && : >"$0/ready" && exec sleep 600' "$public" \
        </dev/null >/dev/null 2>&1 3>&- &
    host=$!
    eventually ready_or_gone
    [ -e "$public/ready" ] || skip 'nothing can be mounted here'
}

teardown()
{
    local pid
    [ -n "${public:-}" ] || return 0
    for pid in $(private_daemons); do kill "$pid"; done
    daemon_stop
    kill "$host" 2>/dev/null || true
    eventually private_gone
    rm -rf "$public"
}

ready_or_gone()
{
    [ -e "$public/ready" ] || ! kill -0 "$host"
}

on_host()
{
    nsenter -t "$host" -m "$@"
}

admin()
{
    on_host env HOME=/nonexistent "$public/incident" "$@"
}

# Who is in the group, and who is not.
member()
{
    on_host setpriv --reuid=$user --regid=$user --groups=$group env HOME="$home" "$public/incident" "$@" 3>&-
}

outsider()
{
    on_host setpriv --reuid=$user --regid=$user --clear-groups env HOME="$home" "$public/incident" "$@" 3>&-
}

# As the package does it.
share()
{
    on_host mkdir -p /run/incidentd /var/spool/incidentd
    on_host chgrp $group /var/spool/incidentd
    on_host chmod 3770 /var/spool/incidentd
    nsenter -t "$host" -m "$public/incidentd" --system --state "$public/state" --socket /run/incidentd/incidentd.sock \
        --spool /var/spool/incidentd </dev/null >>"$BATS_TEST_TMPDIR/daemon.log" 2>&1 3>&- &
    daemon=$!
    eventually on_host "$public/incident" list
    on_host chgrp $group /run/incidentd/incidentd.sock
    on_host chmod 0660 /run/incidentd/incidentd.sock
}

take_over='to take it over: incident --user export --all -o ndjson | sudo incident import -'

@test 'what is open in the private log is named by note and by list, with the command that takes it over' {
    member -qq note 'db1 is slow'
    ref=$(member -q list)
    share
    run -0 --separate-stderr member note 'db1 is down'
    [ "$stderr" = "open in your private log, and not in this one: $ref db1 is slow
$take_over" ]
    [[ $output == *'db1 is down'* && $output != *private* ]]
    run -0 --separate-stderr member list
    [ "$stderr" = "open in your private log, and not in this one: $ref db1 is slow
$take_over" ]
    run ! grep slow <<<"$output"
    run -0 member --user log
    [[ $output == *'db1 is slow'* ]]
}

@test 'taken over by that command: on the shared log with its author and its times, and named no more' {
    member -qq note 'db1 is slow' --at 20m
    member -qq note 'and slower'
    member --user export --all -o ndjson >"$BATS_TEST_TMPDIR/before"
    share
    member --user export --all -o ndjson | admin import -
    run -0 --separate-stderr member list
    [ -z "$stderr" ]
    [[ $output == *'db1 is slow'* ]]
    run -0 --separate-stderr member note 'and here we go on'
    [ -z "$stderr" ]
    diff <(jq -c .event "$BATS_TEST_TMPDIR/before") <(admin export --all -o ndjson | jq -c 'select(.event.text != "and here we go on").event')
    [ "$(admin export -o ndjson | jq -r .event.author.uid | sort -u)" = $user ]
    run -0 admin verify
    [[ $output == *whole* ]]
}

@test 'only root takes it over' {
    member -qq note 'db1 is slow'
    share
    run -4 member import - <<<"$(member --user export --all -o ndjson)"
}

@test 'what is closed there, or is said with -q, or to somebody without a private log, is not named' {
    share
    run -0 --separate-stderr member note 'before there was one'
    [ -z "$stderr" ]
    [ -z "$(private_daemons)" ]
    member --user -qq note 'db1 is slow'
    run -0 --separate-stderr member note -q one
    [ -z "$stderr" ]
    run -0 --separate-stderr member list -q
    [ -z "$stderr" ]
    member --user -qq close
    run -0 --separate-stderr member note two
    [ -z "$stderr" ]
}

@test 'a private recorder that does not run is started to look; by note only if it was written to within a day' {
    member -qq note 'db1 is slow'
    for pid in $(private_daemons); do kill "$pid"; done
    eventually private_gone
    share
    find "$home" -name 'incident.db*' -exec touch -d '2 days ago' {} +
    run -0 --separate-stderr member note one
    [ -z "$stderr" ]
    run -0 --separate-stderr member list
    [[ $stderr == *'db1 is slow'* ]]
    for pid in $(private_daemons); do kill "$pid"; done
    eventually private_gone
    run -0 --separate-stderr member note two
    [[ $stderr == *'db1 is slow'* ]]
}

@test 'a private recorder that hangs keeps whoever speaks to the shared log for less than an answer of it would' {
    local start shared own
    member -qq note 'begun alone'
    share
    member -qq list
    kill -STOP "$(private_daemons)"
    start=${EPOCHREALTIME/./}
    run -0 member list
    shared=$((${EPOCHREALTIME/./} - start))
    run -1 member --user list
    own=$((${EPOCHREALTIME/./} - start - shared))
    kill -CONT "$(private_daemons)"
    echo "$shared of $own us"
    [ "$shared" -lt "$own" ]
}

@test 'a private recorder that cannot start is no matter of whoever speaks to the shared log' {
    member -qq note 'db1 is slow'
    for pid in $(private_daemons); do kill "$pid"; done
    eventually private_gone
    share
    INCIDENTD=/nonexistent run -0 --separate-stderr member note one
    [[ $output == *one* && -z $stderr ]]
    run -0 --separate-stderr member note two
    [[ $stderr == *'db1 is slow'* ]]
}

@test 'no access to the shared log: what works now, what works from the next login, and nothing is begun beside it' {
    share
    for verb in 'note db1 is slow' list status log; do
        # shellcheck disable=SC2086 # words
        run -1 outsider $verb
        [[ $output == *'you may not use /run/incidentd/incidentd.sock'* ]]
        [[ $output == *"now: sudo incident $verb"* ]]
        [[ $output == *'from the next login on: sudo usermod -aG incident $USER'* ]]
    done
    run -1 --separate-stderr outsider note 'db1 is slow'
    [ "$output" = 'db1 is slow' ]
    [ -z "$(ls -A "$home")" ]
    [ -z "$(private_daemons)" ]
    run -0 member list
    run -0 outsider --user note 'mine alone'
}

@test 'nor is a private log begun where the recorder of the host does not run' {
    on_host mkdir -m 3770 /var/spool/incidentd
    on_host chgrp $group /var/spool/incidentd
    run -0 --separate-stderr member note 'db1 is slow'
    [[ $output == *'[spooled]' ]]
    run -1 member list
    [[ $output == *'sudo systemctl start incidentd.socket'* ]]
    [ -z "$(ls -A "$home")" ]
    share
    eventually grep 'db1 is slow' <(member log)
}
