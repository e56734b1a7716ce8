#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# incident doctor: each of its lines is shown wrong once, by the fault itself, with what to type; and where all is
# well, it says so. It starts nothing.
load helper

setup()
{
    directories
    public= pretender=
    spool=$BATS_TEST_TMPDIR/spool
    export INCIDENT_SPOOL=$spool ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    mkdir "$spool"
}

teardown()
{
    [ -z "$pretender" ] || kill "$pretender" 2>/dev/null || true
    [ -z "$daemon" ] || kill -CONT "$daemon" 2>/dev/null || true
    [ -z "$daemon" ] || daemon_stop
    ! mountpoint -q "$state" || umount "$state"
    [ -z "$public" ] || rm -rf "$public"
}

recorder()
{
    daemon_start --user --spool "$spool" "$@"
}

traced()
{
    command -v strace >/dev/null || skip 'strace is not installed'
    strace -qq -o /dev/null true || skip 'nothing may be traced here'
}

# The clock of the machine that runs the tests may be synchronised, or not: here it is.
doctor() # OPTION…
{
    strace -f -qq -o /dev/null -e trace=adjtimex,clock_adjtime -e inject=adjtimex,clock_adjtime:retval=0 "$INCIDENT" doctor "$@"
}

# That line alone is wrong, says this and offers that.
finds() # NAME SAYS FIX
{
    traced
    run -1 doctor
    echo "$output"
    [ "$(grep -c '^wrong ' <<<"$output")" = 1 ]
    finds_among_others "$@"
}

finds_among_others() # NAME SAYS FIX
{
    grep -q "^wrong  *$1  *.*$2.* → .*$3" <<<"$output" || { echo "$output" "no: $1 $2 $3"; return 1; }
}

# A folder, a socket and programs that everybody comes to.
in_public()
{
    public=$(mktemp -d)
    chmod 755 "$public"
    socket=$public/s
    export INCIDENT_SOCKET=$socket
    cp "$INCIDENT" "$public/incident"
}

# What answers GetInfo and Status so; NUL ends a message.
pretend() # VERSION STATUS-MESSAGE
{
    cat >"$BATS_TEST_TMPDIR/pretend" <<EOF
while IFS= read -r -d '' message; do
    case \$message in
    *GetInfo*) printf '%s\0' '{"parameters":{"vendor":"incidentd","product":"incidentd","version":"$1","url":"","interfaces":[]}}' ;;
    *) printf '%s\0' '$2' ;;
    esac
done
EOF
    socat "UNIX-LISTEN:$socket,fork,mode=600" "EXEC:bash $BATS_TEST_TMPDIR/pretend" 3>&- &
    pretender=$!
    eventually test -S "$socket"
}

pretend_no_more()
{
    kill "$pretender"
    wait "$pretender" || true
    pretender=
}

status='"host":"h","mode":"user","events":3,"head":"00","database_bytes":4096,"user":{"uid":0},"peers":1'

@test 'where all is well every line is ok, and the exit is 0' {
    traced
    recorder
    incident -qq note one
    run -0 doctor
    echo "$output"
    [ "$(grep -cv '^ok  ' <<<"$output")" = 0 ]
    for name in recorder version socket database chain disk ballast spool clock; do
        grep -q "^ok  *$name  " <<<"$output"
    done
    [[ $output == *"2 events"* ]]
    [[ $output == *"seq 2 of $(incident export -o ndjson | head -n 1 | jq -r .event.origin), hash $(incident export -o ndjson | tail -n 1 | jq -r '.hash[:16]')"* ]]
    run -0 doctor -q
    [ -z "$output" ]
}

@test 'a log without an event of its own, as after a restore, shows no hash of it' {
    traced
    recorder
    run -0 doctor
    grep -q '^ok  *chain  *no event of [0-9a-f-]* yet; not verified yet' <<<"$output"
    [[ $output != *0000000000000000* ]]
}

@test 'nobody listens' {
    finds recorder "nobody listens at $socket" "incidentd --socket $socket"
    [ ! -e "$socket" ]
}

@test 'a private log: the first note starts its recorder, and looking does not' {
    traced
    unset INCIDENT_SOCKET
    run -0 doctor
    [[ $output == *'does not run; the first note starts it'* ]]
    [ -z "$(find "$home" -name 'incident*')" ]
    INCIDENT_NO_AUTOSTART=1 finds recorder 'INCIDENT_NO_AUTOSTART is set' 'unset INCIDENT_NO_AUTOSTART'
    INCIDENTD=/nowhere finds recorder 'there is no incidentd' 'INCIDENTD='
}

@test 'a recorder that is stopped is told to go on, within the 3 s of every answer' {
    recorder
    kill -STOP "$daemon"
    traced
    run -1 timeout 20 strace -f -qq -o /dev/null -e trace=adjtimex "$INCIDENT" doctor
    finds_among_others recorder "does not answer at $socket: it is stopped" "kill -CONT $daemon"
    grep -q '^unknown  *database' <<<"$output"
}

@test 'a disk that hangs is not the recorder that hangs' {
    pretend 0.1.0 ''
    cat >"$BATS_TEST_TMPDIR/pretend" <<EOF
IFS= read -r -d '' message
printf '%s\0' '{"parameters":{"product":"incidentd","version":"$(incident version --json | jq -r .incident)"}}'
sleep 20
EOF
    finds database 'its storage does not answer in 3 s: the disk hangs' 'dmesg'
    grep -q '^ok  *recorder' <<<"$output"
    pretend_no_more
}

@test 'an older recorder is told to end; what it does not know is unknown, not wrong' {
    pretend 0.0.9 "{\"parameters\":{\"version\":\"0.0.9\",\"origin\":\"x\",$status}}"
    finds version 'incidentd 0\.0\.9' 'kill '
    for name in disk ballast; do grep -q "^unknown  *$name " <<<"$output"; done
    grep -q '^ok  *database  *3 events' <<<"$output"
    pretend_no_more
}

@test 'a newer recorder: another incident is meant to be used' {
    pretend 99.0.0 "{\"parameters\":{\"version\":\"99.0.0\",\"origin\":\"x\",$status}}"
    finds version 'incidentd 99' 'type -a incident'
    pretend_no_more
}

@test 'what listens is no recorder; or one that lets nobody in' {
    pretend 0.1.0 ''
    echo 'read -r -d "" message; printf "HTTP/1.1 400 Bad Request\r\n\0"' >"$BATS_TEST_TMPDIR/pretend"
    finds recorder 'is no incidentd' 'ps '
    cat >"$BATS_TEST_TMPDIR/pretend" <<'EOF'
read -r -d '' message
printf '%s\0' '{"error":"io.incidentd.Recorder.Busy","parameters":{"reason":"too many connections of yours are open"}}'
EOF
    finds recorder 'lets nobody in: too many connections of yours are open' 'ss -xp'
    pretend_no_more
}

@test 'a socket that everybody may write to; a file in its place' {
    recorder
    chmod 666 "$socket"
    finds socket 'mode 0666' "chmod o-rwx $socket"
    daemon_stop
    rm -f "$socket"
    touch "$socket"
    traced
    run -1 doctor
    finds_among_others socket 'is no socket' "ls -l $socket"
}

@test 'no access: who is in no group is told to be put in, who is in it since this login to log in again' {
    only_root 'be two users'
    in_public
    daemon_start --system --spool "$spool"
    chgrp 4242 "$socket"
    chmod 660 "$socket"
    run -1 setpriv --reuid 65534 --regid 65534 --clear-groups "$public/incident" doctor
    finds_among_others recorder "you may not use $socket" 'sudo incident doctor'
    finds_among_others group 'nobody is not in group 4242' 'sudo usermod -aG 4242 nobody'
    run -1 setpriv --reuid 65534 --regid 65534 --groups 4242 "$public/incident" doctor
    grep -q '^ok  *recorder' <<<"$output"
    grep -q '^ok  *group  *nobody is in group 4242' <<<"$output"

    cp /etc/group "$public/group"
    echo 'incident:x:4242:nobody' >>"$public/group"
    run -1 unshare -m sh -c "mount --bind $public/group /etc/group && exec setpriv --reuid 65534 --regid 65534 --clear-groups $public/incident doctor"
    [[ $output != *unshare:* && $output != *mount:* ]] || skip 'nothing can be mounted here'
    finds_among_others group 'nobody is in group incident, but this login began before that' 'newgrp incident'
}

# As a walk of that time would have left it.
verified() # AT FINDINGS
{
    daemon_stop
    python3 - "$state/incident.db" "$@" <<'EOF'
import sqlite3, sys, uuid
db = sqlite3.connect(sys.argv[1])
(origin,) = db.execute("SELECT id FROM origin").fetchone()
said = '{"at":"%s","events":2,"findings":%s}' % (sys.argv[2], sys.argv[3])
db.execute("INSERT OR REPLACE INTO meta VALUES ('verified', ?)", ("%s %s" % (uuid.UUID(bytes=origin), said),))
db.commit()
EOF
}

@test 'an event that did not fit when it was verified' {
    recorder
    incident -qq note one
    verified 2026-11-20T03:00:00.000000Z 1
    recorder
    finds chain '1 event did not fit when it was verified, 2026-11-20 03:00' 'incident verify'
    incident verify
    run -0 doctor
}

@test "a host's log that nobody verified for weeks; of a private one nobody has to" {
    only_root 'run a recorder of the system'
    daemon_start --system --spool "$spool"
    incident -qq note one
    verified 2020-11-20T03:00:00.000000Z 0
    daemon_start --system --spool "$spool"
    finds chain 'verified 2020-11-20 03:00' 'incident verify'
    daemon_stop
    recorder
    run -0 doctor
}

@test 'a database that was damaged and set aside is named until it is moved away' {
    recorder
    incident -qq note one
    daemon_stop
    rm "$state/incident.db-wal"
    printf 'no database' | dd of="$state/incident.db" conv=notrunc status=none
    recorder
    [ -e "$state/incident.db.damaged-1" ]
    finds database "1 that was damaged stands set aside as $state/incident.db.damaged-" "incidentd --salvage FILE for each, then move it away from $state"
    mv "$state"/incident.db.damaged-1* "$BATS_TEST_TMPDIR"
    run -0 doctor
}

@test 'a disk that is full; the room that is kept for it is another matter' {
    only_root 'mount a small file system'
    mkdir "$state"
    mount -t tmpfs -o size=80m,mode=0700 none "$state" || skip 'no file system can be mounted here'
    recorder
    incident -qq note one
    full='kept for a full disk: 32 MiB of 32 MiB in the database, 16 MiB of 16 MiB in its WAL'
    kept() { sleep 1.5 && "$INCIDENT" doctor | grep -q "^ok  *ballast  *$full\$"; }
    eventually kept
    ! dd if=/dev/zero of="$state/fill" bs=64k status=none 2>/dev/null
    finds disk ' of 80 MiB free' "df -h $state"
    grep -q "^ok  *ballast  *$full\$" <<<"$output"
}

@test 'a disk that is full before room was kept on it, and what was not recorded' {
    only_root 'mount a small file system'
    mkdir "$state"
    mount -t tmpfs -o size=10m,mode=0700 none "$state" || skip 'no file system can be mounted here'
    recorder
    incident -qq note one
    ! dd if=/dev/zero of="$state/fill" bs=512 status=none 2>/dev/null
    rm -rf "$spool"
    full() { ! incident -qq note "$(head -c 3000 /dev/zero | tr '\0' x)"; }
    eventually full
    traced
    run -1 doctor
    finds_among_others disk 'of 10 MiB free' "df -h $state"
    finds_among_others ballast 'and no room for more' "df -h $state"
    finds_among_others database 'No space left on device, and nothing was committed since' 'dmesg'
}

@test 'files that were set aside are named with their reasons; files that wait, too' {
    recorder
    (umask 027 && echo 'no JSON' >"$BATS_TEST_TMPDIR/1" && mv "$BATS_TEST_TMPDIR/1" "$spool/1.json")
    eventually test -e "$spool/1.json.refused.why"
    finds spool "1 file set aside in $spool: 1.json.refused (it holds no drafts)" "cd $spool, look at 1.json.refused"
    rm "$spool"/1.json.*
    daemon_stop
    incident -qq note 'it waits'
    traced
    run -1 doctor
    finds_among_others spool "1 file in $spool waits for the recorder" "ls -l $spool"
}

@test 'the name of a file moves no cursor, and is no command' {
    recorder
    (umask 027 && echo 'no JSON' >"$BATS_TEST_TMPDIR/1" && mv "$BATS_TEST_TMPDIR/1" "$spool/"$'\e[2J$(reboot)\xff.json')
    eventually test -e "$spool/"$'\e[2J$(reboot)\xff.json.refused.why'
    finds spool 'it holds no drafts' "look at '.*(reboot).*.json.refused'"
    run ! grep -q $'\e' <<<"$output"
    run doctor -o json
    jq -e '.checks[] | select(.name == "spool") | .fix' <<<"$output"
    unset INCIDENT_SPOOL
    finds spool "1 set aside in $spool" "ls -l $spool"
}

@test 'a clock that follows no other' {
    recorder
    [ ! -e /run/systemd/timesync/synchronized ] || skip 'timesyncd says that it is synchronised'
    traced
    run -1 strace -f -qq -o /dev/null -e trace=adjtimex,clock_adjtime -e inject=adjtimex,clock_adjtime:error=EPERM "$INCIDENT" doctor
    finds_among_others clock 'not synchronised' '\(timedatectl\|chronyc\)'
}

# A host with a systemd of our own: its directories, and a systemctl that says what STATES has.
on_host() # COMMAND-LINE
{
    mkdir -p "$BATS_TEST_TMPDIR/bin"
    printf '%s\n' '#!/bin/sh' "echo \"\$*\" >>$BATS_TEST_TMPDIR/asked" "cat $BATS_TEST_TMPDIR/states" >"$BATS_TEST_TMPDIR/bin/systemctl"
    chmod +x "$BATS_TEST_TMPDIR/bin/systemctl"
    unshare -m env -u INCIDENT_SOCKET PATH="$BATS_TEST_TMPDIR/bin:$PATH" bash -c "
        mkdir -p /var/spool && mount -t tmpfs none /run && mount -t tmpfs none /var/spool || exit 77
        mkdir -p /run/systemd/system /run/systemd/units /run/incidentd /var/spool/incidentd
        for unit in \$(cat $BATS_TEST_TMPDIR/active); do ln -s 0 /run/systemd/units/invocation:\$unit; done
        $1"
}

states() # SOCKET SERVICE TIMER [ENABLED]
{
    printf 'Id=%s\nLoadState=loaded\nActiveState=%s\nUnitFileState=%s\n\n' incidentd.socket "$1" "${4:-enabled}" \
        incidentd.service "$2" disabled incidentd-verify.timer "$3" enabled >"$BATS_TEST_TMPDIR/states"
    grep -A 2 '^Id' "$BATS_TEST_TMPDIR/states" | grep -B 2 'State=active' | sed -n 's/^Id=//p' >"$BATS_TEST_TMPDIR/active"
}

finds_units() # SAYS FIX
{
    only_root 'make a host of its own'
    run on_host "$INCIDENT doctor"
    [ "$status" != 77 ] || skip 'nothing can be mounted here'
    finds_among_others units "$@"
}

@test 'units that do not run, that the next boot forgets, that failed' {
    states inactive inactive active
    finds_units 'incidentd.socket inactive' 'sudo systemctl enable --now incidentd.socket'
    states active inactive active disabled
    finds_units 'incidentd.socket active, disabled' 'sudo systemctl enable --now incidentd.socket'
    states active inactive inactive
    finds_units 'incidentd-verify.timer inactive' 'sudo systemctl enable --now incidentd-verify.timer'
    states active failed active
    finds_units 'incidentd.service failed' 'journalctl -u incidentd.service'
    states active inactive active
    sed -i '0,/loaded/s//not-found/' "$BATS_TEST_TMPDIR/states"
    finds_units 'systemd knows no incidentd.socket' 'apt install --reinstall incidentd'
    grep -q 'show .*incidentd.socket incidentd.service incidentd-verify.timer' "$BATS_TEST_TMPDIR/asked"
}

@test 'units that are as they should be are ok; a recorder that only waits for its first note is not asked' {
    only_root 'make a host of its own'
    states active inactive active
    run on_host "socat -u UNIX-LISTEN:/run/incidentd/incidentd.sock OPEN:$BATS_TEST_TMPDIR/connected,creat & until [ -S /run/incidentd/incidentd.sock ]; do sleep 0.05; done
        $INCIDENT doctor; kill %1"
    [ "$status" != 77 ] || skip 'nothing can be mounted here'
    echo "$output"
    grep -q '^ok  *units  *incidentd.socket active, enabled; incidentd.service inactive; incidentd-verify.timer active, enabled' <<<"$output"
    grep -q '^ok  *recorder  *does not run; incidentd.socket starts it with the first note' <<<"$output"
    [ ! -e "$BATS_TEST_TMPDIR/connected" ]
    states active active active
    run on_host "socat -u UNIX-LISTEN:/run/incidentd/incidentd.sock OPEN:$BATS_TEST_TMPDIR/connected,creat & until [ -S /run/incidentd/incidentd.sock ]; do sleep 0.05; done
        $INCIDENT doctor; kill %1"
    [ -e "$BATS_TEST_TMPDIR/connected" ] # the control: it would have been
    states active inactive active
    rm "$BATS_TEST_TMPDIR/connected"
    run on_host "socat -u UNIX-LISTEN:/run/incidentd/incidentd.sock OPEN:$BATS_TEST_TMPDIR/connected,creat & until [ -S /run/incidentd/incidentd.sock ]; do sleep 0.05; done
        $INCIDENT --socket /run/incidentd/incidentd.sock doctor; kill %1"
    grep -q '^ok  *recorder  *does not run; incidentd.socket starts it with the first note' <<<"$output"
    [ ! -e "$BATS_TEST_TMPDIR/connected" ]
}

@test 'a systemctl that does not answer is not waited for' {
    only_root 'make a host of its own'
    states active active active
    run on_host "printf '#!/bin/sh\nexec sleep 60\n' >$BATS_TEST_TMPDIR/bin/systemctl; timeout 20 $INCIDENT doctor"
    [ "$status" != 77 ] || skip 'nothing can be mounted here'
    finds_among_others units 'systemctl does not answer in 1 s' 'systemctl is-system-running'
}

@test 'a group that is gone, and a spool that is, or that nobody may write to' {
    only_root 'make a host of its own'
    states active inactive active
    ! grep -q '^incident' /etc/group || skip 'there is a group incident here'
    run on_host "cd / && exec $INCIDENT doctor"
    [ "$status" != 77 ] || skip 'nothing can be mounted here'
    finds_among_others group 'there is no group incident' 'sudo systemd-sysusers'
    run on_host "cd / && exec $INCIDENT --log security doctor"
    finds_among_others spool 'there is no /var/spool/incidentd-security' 'sudo systemctl restart incidentd@security.socket'
    in_public
    run on_host "cd / && exec setpriv --reuid 65534 --regid 65534 --clear-groups $public/incident doctor"
    finds_among_others spool '/var/spool/incidentd may not be written to' 'sudo systemd-tmpfiles --create incidentd.conf'
}

@test 'a host on which all is well' {
    only_root 'make a host of its own'
    traced
    states active active active
    cp /etc/group "$BATS_TEST_TMPDIR/group"
    grep -q '^incident:' /etc/group || echo 'incident:x:4242:' >>"$BATS_TEST_TMPDIR/group"
    run on_host "mount --bind $BATS_TEST_TMPDIR/group /etc/group || exit 77
        $INCIDENTD --system --state $BATS_TEST_TMPDIR --spool /var/spool/incidentd --socket /run/incidentd/incidentd.sock >&2 3>&- & 
        while [ ! -S /run/incidentd/incidentd.sock ]; do sleep 0.05; done
        INCIDENT=$INCIDENT; $(declare -f doctor); doctor -qq && doctor; status=\$?; kill %1; wait; exit \$status"
    [ "$status" != 77 ] || skip 'nothing can be mounted here'
    echo "$output"
    [ "$status" = 0 ]
    for name in recorder version socket group units database chain disk ballast spool clock; do
        grep -q "^ok  *$name  " <<<"$output"
    done
    [ "$(grep -cE '^(wrong|unknown) ' <<<"$output")" = 0 ]
}

@test 'a check that does not come back is a line, and the others are there' {
    traced
    recorder
    run -1 timeout 20 strace -f -qq -o /dev/null -P "$spool" -e trace=openat,open -e inject=openat,open:delay_enter=8000000 "$INCIDENT" doctor
    finds_among_others spool 'looking at it takes more than 2 s: a disk or a directory service hangs' 'dmesg'
    grep -q '^ok  *database' <<<"$output"
}

@test 'another host is looked at over there' {
    run -2 "$INCIDENT" --host ops1 doctor
    [[ $output == *'ssh ops1 incident doctor'* ]]
}

@test 'as JSON: the checks, and what the recorder says of itself' {
    traced
    recorder
    incident -qq note one
    run -0 doctor -o json
    [ "$(jq -c '[.ok, (.checks | map(.name) | index("chain")), .checks[0].ok, .status.events]' <<<"$output")" = '[true,4,true,2]' ]
    daemon_stop
    run -1 doctor --json
    [ "$(jq -c '[.ok, .checks[0].ok, .checks[0].fix, .checks[1].ok, .status]' <<<"$output")" = "[false,false,\"incidentd --socket $socket\",null,null]" ]
}

@test 'entries that are kept for another host, and such as it did not take' {
    recorder
    keep() { INCIDENT_SSH=/bin/false "$INCIDENT" --host "$1" -qq note one; }
    keep alice@ops1
    outbox=$(echo "$home"/.local/state/incidentd/*/outbox/*)
    finds outbox "1 kept for other hosts in ${outbox%/*}: alice%40ops1 (--host alice@ops1): 1 waiting, 0 set aside" \
        "incident --host alice@ops1 list; if there is no such host: rm -r $outbox"
    keep opps1
    finds outbox 'alice%40ops1 (--host alice@ops1): 1 waiting, 0 set aside' '' # in any order
    finds outbox 'opps1 (--host opps1): 1 waiting, 0 set aside' \
        "incident --host HOST list; if there is no such host: rm -r ${outbox%/*}/HOST"
    # the one that something waits for is not the one where something was set aside
    for file in "$outbox"/*.json; do mv "$file" "$file.refused"; done
    finds outbox '1 waiting, 0 set aside' \
        "incident --host opps1 list; if there is no such host: rm -r ${outbox%/*}/opps1; ls -lR $outbox"
    for file in "${outbox%/*}"/opps1/*.json; do mv "$file" "$file.refused"; done
    finds outbox '0 waiting, 1 set aside' "ls -lR ${outbox%/*}/"
    rm -r "${outbox%/*}/opps1"
    finds outbox '0 waiting, 1 set aside' "ls -lR $outbox"
    rm "$outbox"/*.refused
    run doctor
    run ! grep outbox <<<"$output"
}

@test 'settings that are wrong, and those that cannot be read' {
    recorder
    mkdir -p "$home/.config/incident"
    mine=$home/.config/incident/config
    echo 'colour = "red"' >"$mine"
    finds settings "$mine:1: no such option 'colour'" 'incident config check'
    rm "$mine"
    mkdir "$mine"
    finds settings "$mine: Is a directory" 'incident config check'
}

@test 'settings that only their meaning shows to be wrong' {
    recorder
    mkdir -p "$home/.config/incident"
    mine=$home/.config/incident/config
    wrong_is() { echo "$1" >"$mine" && finds settings "$mine:1: $2" 'incident config check'; }
    wrong_is 'tz = "Mars/Phobos"' 'there is no time zone "Mars/Phobos"'
    wrong_is 'template = nosuch' 'there is no template "nosuch"'
    wrong_is 'metric publish { label = "x" from = "lunch" to = "closed" }' 'metric publish: from and to are milestones'
    wrong_is 'redact customer { pattern = "(" }' 'redact customer: '
    printf 'tz = "Europe/Berlin"\ntemplate = atlassian\n' >"$mine"
    incident config check
    run doctor
    grep -q '^ok  *settings ' <<<"$output"
}

# Of a user who is not root, with a state and a spool, and no recorder.
of_another_user()
{
    only_root 'be two users'
    TMPDIR=/var/tmp in_public # what is another's in /tmp is refused before anything else
    unset INCIDENT_SOCKET INCIDENT_SPOOL
    cp "$INCIDENTD" "$public/incidentd"
    mkdir "$public/h"
    chown 65534 "$public/h"
    another=(setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$public/h" INCIDENTD="$public/incidentd" "$public/incident")
    INCIDENT_NO_AUTOSTART=1 "${another[@]}" --user -qq note one
    state=$(echo "$public"/h/.local/state/incidentd/*)
    [ -d "$state/spool" ]
}

@test 'a private recorder that could not write is not one that the first note starts' {
    of_another_user
    run "${another[@]}" --user doctor
    grep -q '^ok  *recorder  *does not run; the first note starts it' <<<"$output"
    for mode in 500 000; do
        chmod "$mode" "$state"
        run "${another[@]}" --user doctor
        finds_among_others recorder "it cannot write to $state: Permission denied" "chmod u+rwx $state"
    done
    chown 0 "$state"
    chmod 755 "$state"
    run "${another[@]}" --user doctor
    finds_among_others recorder "cannot write to $state" "sudo chown 65534 $state"
    mv "$state" "$public/moved"
    chown 0 "${state%/*}"
    chmod 755 "${state%/*}"
    run "${another[@]}" --user doctor
    finds_among_others recorder "cannot write to ${state%/*}:" "namei -l ${state%/*}\$"
}

@test 'a private spool that cannot be written to is not an empty one' {
    of_another_user
    for mode in 700 755; do
        chown 0 "$state/spool"
        chmod "$mode" "$state/spool"
        run "${another[@]}" --user doctor
        finds_among_others spool "$state/spool may not be written to" "sudo chown 65534 $state/spool"
    done
}
