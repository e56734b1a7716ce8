#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The package on a host of its own: a Debian 12 with systemd, on which nothing of it was installed before. What a
# test leaves is there for the next one: this is one history, from the installation to the purge.
#
#	$INCIDENT_PACKAGES    the folder with old/incidentd_*.deb and, of a later version, new/incidentd_*.deb
#
# Run by tests/host/ring in a machine that is thrown away, and by debian/tests on one.
bats_require_minimum_version 1.5.0

: "${INCIDENT_PACKAGES:?names no folder: tests are run by script/test}"
load=/run/incident-load

setup_file()
{
    local name
    for name in alice bob carol dana; do
        id "$name" >/dev/null 2>&1 || useradd -m -s /bin/bash "$name"
    done
}

# As if logged in: with the groups of now.
as() # USER COMMAND-LINE
{
    su - "$1" -c "$2"
}

# As if logged in over ssh, whose PAM session notes whose login it is (pam_loginuid(8)); then by sudo.
by_sudo() # USER COMMAND…
{
    local uid
    uid=$(id -u "$1")
    shift
    (
        echo "$uid" >/proc/self/loginuid
        exec "$@"
    )
}

eventually() # COMMAND…
{
    local i
    for ((i = 0; i < 400; i++)); do
        ! "$@" >/dev/null 2>&1 || return 0
        sleep 0.05
    done
    echo "never: $*" >&2
    return 1
}

install() # old|new
{
    DEBIAN_FRONTEND=noninteractive apt-get -q -y install "$INCIDENT_PACKAGES/$1"/incidentd_*.deb
}

# Keeps what was counted, for docs/RELIABILITY.md (tests/tool/reliability).
told() # MEMBERS [WHAT]: as JSON; WHAT, if it is a control
{
    printf '{"ring":"host","test":"%s","control":"%s",%s}\n' "$BATS_TEST_DESCRIPTION" "${2:-}" "$1" >>"${FAULT_FIGURES:-/dev/null}"
}

# The service with other lines, from now on.
drop_in() # LINE…
{
    mkdir -p /run/systemd/system/incidentd.service.d
    printf '%s\n' '[Service]' "$@" >/run/systemd/system/incidentd.service.d/test.conf
    systemctl daemon-reload
    systemctl restart incidentd.service
}

drop_in_gone()
{
    rm -r /run/systemd/system/incidentd.service.d
    systemctl daemon-reload
    systemctl restart incidentd.service
}

# Recorded in time, which is to say: not in the spool.
as_alice_now() # TEXT
{
    local said
    said=$(setpriv --reuid alice --regid alice --init-groups env HOME=/home/alice incident note "$1" 2>&1) &&
        [[ $said != *spooled* ]]
}

property() # NAME [UNIT]
{
    systemctl show --value -p "$1" "${2:-incidentd.service}"
}

active() # UNIT
{
    [ "$(systemctl is-active "$1")" = active ]
}

another_recorder() # PID: not that one any more, and it is ready
{
    active incidentd.service && [ "$(property MainPID)" != "$1" ]
}

# Four people who write without a pause. What each was told is kept: a line a note, "NUMBER STATUS MICROSECONDS [spooled]"; and
# beside them one who only connects: a line a time, "0" or "refused".
load_start() # NAME
{
    local i
    mkdir -p "$load"
    rm -f "$load"/*
    for i in 1 2 3 4; do
        setsid su - alice -c "n=0; while [ ! -e $load/stop ]; do n=\$((n + 1)); began=\${EPOCHREALTIME/./}; said=\$(incident note load $1 $i \$n 2>&1)
            echo \$n \$? \$((\${EPOCHREALTIME/./} - began)) \$(grep -o spooled <<<\"\$said\")
            done" >"$load/$i" 2>&1 </dev/null 3>&- &
    done
    knock /run/incidentd/incidentd.sock </dev/null 3>&- &
    eventually written 40
}

knock() # SOCKET
{
    while [ ! -e "$load/stop" ]; do
        if socat -u /dev/null "UNIX-CONNECT:$1" 2>/dev/null; then echo 0; else echo refused; fi
    done >"$load/knocks"
}

written() # COUNT: that many were told so far
{
    [ "$(cat "$load"/[0-9] | wc -l)" -ge "$1" ]
}

acknowledged()
{
    cat "$load"/[0-9] | grep -cE '^[0-9]+ 0 [0-9]+( spooled)?$'
}

# The load as the log has it, with how often each note is there.
logged() # NAME
{
    as alice 'incident export -o ndjson' | grep -o "\"load $1 [0-9]* [0-9]*\"" | sort | uniq -c
}

# The longest that somebody waited, in seconds.
longest()
{
    cut -d ' ' -f 3 "$load"/[0-9] | sort -n | tail -n 1 | awk '{ printf "%.2f", $1 / 1000000 }'
}

# Stops it, then: nobody was refused, and every note is on the log once, those from the spool too.
load_end() # NAME FAULTS
{
    local told lost doubled
    touch "$load/stop"
    wait
    as alice 'incident -qq note after the load'
    eventually spool_empty
    told=$(cat "$load"/[0-9] | wc -l)
    lost=$((told - $(logged "$1" | wc -l)))
    doubled=$(logged "$1" | grep -cv '^ *1 ' || true)
    echo "# says: $1: $told notes by four writers ($(cat "$load"/[0-9] | grep -c spooled) by the spool), $(wc -l <"$load/knocks") other connections: $(grep -c refused "$load/knocks") refused, $lost lost, $doubled twice" >&3
    told "\"faults\":$2,\"acknowledged\":$(acknowledged),\"lost\":$lost,\"doubled\":$doubled,\"longest\":$(longest)"
    [ "$told" -gt 40 ]
    [ "$(acknowledged)" = "$told" ]
    [ "$(grep -c refused "$load/knocks")" = 0 ]
    [ "$lost:$doubled" = 0:0 ]
}

spool_empty()
{
    [ -z "$(find /var/spool/incidentd -name '*.json')" ]
}

@test 'three commands: apt install, usermod, incident note, and the first note starts the recorder' {
    run ! command -v incident
    install old
    active incidentd.socket
    run ! active incidentd.service
    [ ! -e /var/lib/incidentd/incident.db ]
    usermod -aG incident alice
    run -0 as alice 'incident note "suspected network issue"'
    [[ $output = *'suspected network issue'* ]]
    active incidentd.service
    as alice 'incident log' | grep 'suspected network issue' | grep alice
}

@test 'who is not in the group is told what works now and what works from the next login' {
    run -1 as bob 'incident note "mine, too"'
    [[ $output = *'sudo incident note'* ]]
    [[ $output = *'usermod -aG incident'* ]]
    [[ $output = *'mine, too'* ]]
    run -1 as bob 'incident log'
    [ ! -e /home/bob/.local/state/incidentd ]
}

@test 'the author of sudo incident note is the person who logged in' {
    [ -w /proc/self/loginuid ] || skip 'this kernel knows no login uid'
    by_sudo bob sudo incident note 'from the console'
    as alice 'incident log' | grep 'root (login bob).*from the console'
    # what he says about himself changes nothing
    by_sudo bob sudo INCIDENT_AUTHOR=carol LOGNAME=carol SUDO_USER=carol incident note 'who am I'
    as alice 'incident log' | grep 'root (login bob).*who am I'
}

@test 'the recorder is nobody, may nothing, and still knows host and boot' {
    pid=$(property MainPID)
    [ "$(stat -c %U "/proc/$pid")" = incidentd ]
    grep -x 'CapEff:.0*' "/proc/$pid/status"
    grep -x 'NoNewPrivs:.1' "/proc/$pid/status"
    grep -x 'Seccomp:.2' "/proc/$pid/status"
    [ "$(stat -c '%U:%G %a' /var/lib/incidentd)" = 'incidentd:incidentd 700' ]
    [ "$(stat -c '%U:%G %a' /var/spool/incidentd)" = 'incidentd:incident 3770' ]
    [ "$(stat -c '%G %a' /run/incidentd/incidentd.sock)" = 'incident 660' ]
    as alice 'incident export -o ndjson' | tail -n 1 | grep -E '"boot":"[0-9a-f]{8}-[-0-9a-f]{27}"'
}

@test 'systemd has nothing to say against what is installed, and finds it confined' {
    run -0 systemd-analyze verify --man=no /lib/systemd/system/incidentd*.{service,socket,timer}
    [ -z "$output" ]
    systemd-analyze security --no-pager --threshold=6 incidentd.service >/dev/null
    echo "# says: exposure of $(systemd-analyze security --no-pager incidentd.service | grep -o 'incidentd.service: [0-9.]*')" >&3
}

@test 'whether the clock is synchronised is known in the sandbox, too' {
    newest() { as alice 'incident export -o ndjson' | tail -n 1; }
    rm -f /run/systemd/timesync/synchronized
    as alice 'incident note "a clock on its own"'
    [[ $(newest) != *'"synchronised":true'* ]]
    mkdir -p /run/systemd/timesync
    touch /run/systemd/timesync/synchronized
    as alice 'incident note "a clock that is told"'
    [[ $(newest) = *'"synchronised":true'* ]]
    touch -d '1 day ago' /run/systemd/timesync/synchronized
    as alice 'incident note "a clock that was told once"'
    [[ $(newest) != *'"synchronised":true'* ]]
}

@test 'the journal knows incident, entry and kind of what was recorded, and never its text' {
    incident=$(as alice 'incident export -o ndjson' | tail -n 1 | sed 's/.*"incident":"\([^"]*\)".*/\1/')
    as alice 'incident suspect "a secret suspicion"'
    event=$(as alice 'incident export -o ndjson' | tail -n 1 | sed 's/.*"id":"\([^"]*\)".*/\1/')
    journalctl --sync
    journalctl -q -o cat INCIDENT_ID="$incident" INCIDENT_KIND=hypothesis INCIDENT_EVENT="$event" | grep hypothesis
    [ -z "$(journalctl -q -u incidentd -o json | grep 'secret suspicion')" ]
}

@test 'it is among the last that a lack of memory takes' {
    pid=$(property MainPID)
    [ "$(property OOMScoreAdjust)" = -900 ]
    score=$(cat "/proc/$pid/oom_score_adj")
    [ "$score" = -900 ] || { told "\"skipped\":\"here the kernel has it at $score, whatever is asked\"" && skip "here the kernel has it at $score, whatever is asked"; }
    told '"faults":1'
}

@test 'stopped, it comes back with the next note' {
    systemctl stop incidentd.service
    run ! active incidentd.service
    active incidentd.socket
    as alice 'incident note "and on"'
    active incidentd.service
}

@test 'a Tab asks a recorder that runs, and starts none' {
    as alice 'incident __complete -- show ""' | grep -vx $'last\tmy last entry'
    systemctl stop incidentd.service
    run -0 as alice 'incident __complete -- show ""'
    [ "$output" = $'last\tmy last entry' ]
    run ! active incidentd.service
    as alice 'incident -q list'
    active incidentd.service
}

@test 'each shell finds its completions where it looks for those of packages' {
    [ "$(bash -c '. /usr/share/bash-completion/completions/incident && complete -p incident')" = 'complete -o nosort -F _incident incident' ]
    [ -f /usr/share/fish/vendor_completions.d/incident.fish ]
    [ "$(head -n 1 /usr/share/zsh/vendor-completions/_incident)" = '#compdef incident' ]
    [ ! -e /usr/share/zsh/site-functions ]
}

@test 'killed and restarted under load, nobody is refused and nothing is lost' {
    load_start kill
    for i in 1 2 3 4 5; do
        pid=$(property MainPID)
        systemctl kill -s KILL incidentd.service
        eventually another_recorder "$pid"
        pid=$(property MainPID)
        systemctl restart incidentd.service
        [ "$(property MainPID)" != "$pid" ]
    done
    load_end kill 10
}

@test 'control: a recorder that has a socket of its own is seen to refuse when it is killed' {
    rm -f "$load"/*
    incidentd --state "$BATS_TEST_TMPDIR/state" --socket "$BATS_TEST_TMPDIR/s" >/dev/null 2>&1 3>&- &
    pid=$!
    knock "$BATS_TEST_TMPDIR/s" </dev/null 3>&- &
    eventually grep -qx 0 "$load/knocks"
    kill -KILL "$pid"
    eventually grep -q refused "$load/knocks"
    touch "$load/stop"
    wait
    told '"faults":1' refused
}

@test 'a journal that hangs keeps nobody waiting' {
    systemctl kill -s STOP systemd-journald.service
    for i in {1..300}; do as_alice_now "while the journal hangs $i" || break; done
    systemctl kill -s CONT systemd-journald.service
    [ "$(as alice 'incident export -o ndjson' | grep -c 'while the journal hangs')" = 300 ]
    told '"faults":1,"acknowledged":300,"lost":0'
}

@test 'with PrivateUsers every author would be nobody: it must stay off' {
    drop_in PrivateUsers=yes
    as alice 'incident note "who wrote this"'
    as alice 'incident export -o ndjson' | tail -n 1 | grep '"uid":65534'
    drop_in_gone
    as alice 'incident note "and this"'
    as alice 'incident export -o ndjson' | tail -n 1 | grep '"uid":'"$(id -u alice)"
}

@test 'a recorder that hangs under load is found by the watchdog, and replaced: nobody is refused and nothing is lost' {
    drop_in WatchdogSec=4
    pid=$(property MainPID)
    sleep 9 # it feeds the watchdog: nothing happens
    [ "$(property MainPID)" = "$pid" ]
    load_start watchdog
    kill -STOP "$pid"
    eventually another_recorder "$pid"
    load_end watchdog 1
    journalctl -u incidentd.service | grep -i 'watchdog timeout'
    drop_in_gone
}

@test 'a recorder that cannot start does not take the socket down' {
    run -1 drop_in ExecStart= 'ExecStart=/usr/sbin/incidentd --config /nonexistent'
    run -0 as alice 'incident note "nobody listens"'
    sleep 3
    active incidentd.socket
    [ "$(journalctl -u incidentd.service -o cat | grep -c nonexistent)" -lt 20 ]
    drop_in_gone
    as alice 'incident note "somebody does"'
    eventually spool_empty
    [ "$(as alice 'incident log' | grep -c 'nobody listens')" = 1 ]
}

@test 'reloaded, it takes a good configuration, and keeps the old one where the new one is wrong' {
    file=/etc/incidentd/incidentd.conf
    pid=$(property MainPID)
    mkdir -p /etc/incidentd
    printf 'log-level = "debug"\n' >$file
    systemctl reload incidentd.service
    printf '\nlog-level = "loud"\n' >$file
    run ! systemctl reload incidentd.service
    journalctl --sync
    journalctl -u incidentd.service -o cat | grep "$file:2"
    active incidentd.service
    [ "$(property MainPID)" = "$pid" ]
    as alice 'incident note "all the same"'
    rm $file
    systemctl reload incidentd.service
}

@test 'another log of the host has a group of its own' {
    run -1 as alice 'incident --log security note "they read our mail"'
    systemctl enable --now incidentd@security.socket
    active incidentd-verify@security.timer
    getent group incident-security
    run -1 as alice 'incident --log security note "they read our mail"'
    [[ $output = *'usermod -aG incident-security'* ]]
    usermod -aG incident-security carol
    run -0 as carol 'incident --log security note "they read our mail"'
    active incidentd@security.service
    [ "$(stat -c '%U %a' /var/lib/incidentd-security)" = 'incidentd-security 700' ]
    [ "$(stat -c %U "/proc/$(property MainPID incidentd@security.service)")" = incidentd-security ]
    as carol 'incident --log security log' | grep 'they read our mail'
    [ "$(as bob 'incident __complete -- --log ""')" = $'security\t' ]
    run ! grep 'they read our mail' <(as alice 'incident export -o ndjson')
    run -1 as carol 'incident log'
    systemctl stop incidentd@security.socket incidentd@security.service
    run -0 as carol 'incident --log security note "into the spool"'
    systemctl start incidentd@security.socket
    as carol 'incident --log security note "out of it"'
    eventually grep 'into the spool' <(as carol 'incident --log security log')
}

@test 'an incident goes to another log, and those of the first cannot read it any more' {
    ref=$(as alice 'incident -q open "somebody reads our mail"')
    as alice 'incident -qq note "it is Mallory"'
    run -1 as alice "incident transfer $ref security" # she is not in that group
    usermod -aG incident-security alice
    run -4 as alice "incident transfer $ref security" # and then she is not root
    as alice 'incident log' | grep Mallory
    incident transfer "$ref" security
    run ! grep Mallory <(as alice 'incident export -o ndjson')
    as carol "incident --log security log $ref" | grep Mallory
    incident verify
    incident --log security verify
    [[ $(as alice 'incident note "and on with ours"') != *"$ref"* ]]
}

@test 'the weekly check finds a whole log whole, and leaves no copy' {
    active incidentd-verify.timer
    systemctl start incidentd-verify.service
    journalctl --sync
    journalctl -u incidentd-verify.service -o cat | grep 'whole'
    [ -z "$(ls /var/cache/incidentd)" ]
    systemctl is-enabled incidentd-verify@security.timer
    systemctl start incidentd-verify@security.service
    journalctl --sync
    journalctl -u incidentd-verify@security.service -o cat | grep 'whole'
}

@test 'the weekly check finds a page that is damaged in the copy, and fails' {
    mkdir -p /run/systemd/system/incidentd-verify.service.d
    printf '%s\n' '[Service]' 'ExecStart=' 'ExecStart=/usr/bin/incident -qq backup /var/cache/incidentd/check.db' \
        'ExecStart=/bin/dd if=/dev/zero of=/var/cache/incidentd/check.db bs=4096 seek=5 count=3 conv=notrunc status=none' \
        'ExecStart=/usr/sbin/incidentd --check /var/cache/incidentd/check.db' >/run/systemd/system/incidentd-verify.service.d/test.conf
    systemctl daemon-reload
    run ! systemctl start incidentd-verify.service
    [ "$(property Result incidentd-verify.service)" = exit-code ]
    [ -z "$(ls /var/cache/incidentd)" ]
    rm -r /run/systemd/system/incidentd-verify.service.d
    systemctl daemon-reload
    systemctl reset-failed incidentd-verify.service
}

@test 'restored from its backup with the commands of the manual, it has what was in it, and goes on' {
    as alice 'incident -qq note "before the backup"'
    incident backup "$BATS_TEST_TMPDIR/copy"
    as alice 'incident -qq note "after the backup"'
    systemctl stop incidentd.socket incidentd.service
    command install -o incidentd -g incidentd -m 0600 "$BATS_TEST_TMPDIR/copy" /var/lib/incidentd/incident.db
    rm -f /var/lib/incidentd/incident.db-wal
    systemctl start incidentd.socket
    as alice 'incident log' | grep 'before the backup'
    run ! grep 'after the backup' <(as alice 'incident log')
    as alice 'incident note "and on"'
    incident verify
}

wrong() # NAME SAYS FIX: in $output
{
    grep -q "^wrong  *$1  *.*$2.* \(->\|→\) .*$3" <<<"$output" || { echo "$output"; return 1; }
}

@test 'the doctor finds the host well; and what is not, with what to type' {
    mkdir -p /run/systemd/timesync
    touch /run/systemd/timesync/synchronized
    as alice 'incident -qq note "the recorder runs"'
    run as alice 'incident doctor'
    echo "$output"
    for name in recorder version socket group units database chain disk ballast spool; do
        grep "^ok  *$name  " <<<"$output"
    done
    [[ $output != *wrong* ]] || wrong clock 'not synchronised' timedatectl # that is the clock of the machine around this one
    [ "$(grep -cE '^(wrong|unknown) ' <<<"$output")" -le 1 ]
    run -1 as bob 'incident doctor'
    wrong recorder 'you may not use /run/incidentd/incidentd.sock' 'sudo incident doctor'
    wrong group 'bob is not in group incident' 'sudo usermod -aG incident bob'
    run -1 setpriv --reuid alice --regid alice --clear-groups env HOME=/home/alice incident doctor
    wrong group 'alice is in group incident, but this login began before that' 'newgrp incident'
    systemctl disable --now incidentd-verify.timer
    run -1 as alice 'incident doctor'
    wrong units 'incidentd-verify.timer inactive, disabled' 'sudo systemctl enable --now incidentd-verify.timer'
    systemctl enable --now incidentd-verify.timer
    run as carol 'incident --log security doctor'
    echo "$output"
    grep '^ok  *units  *incidentd@security.socket active, enabled; incidentd@security.service ' <<<"$output"
}

@test 'the doctor does not start a recorder that waits for its first note' {
    systemctl stop incidentd.service
    run as alice 'incident doctor'
    grep '^ok  *recorder  *does not run; incidentd.socket starts it with the first note' <<<"$output"
    as alice 'incident doctor -o prometheus' | grep -x 'incidentd_up 0'
    run ! active incidentd.service
    as alice 'incident note "and now it runs"'
    active incidentd.service
}

@test 'the example writes the metrics where the node exporter reads them' {
    folder=/var/lib/prometheus/node-exporter
    cp /usr/share/doc/incidentd/examples/incidentd-metrics.* /run/systemd/system
    systemctl daemon-reload
    mkdir -p "$folder"
    systemctl start incidentd-metrics.service
    [ "$(ls "$folder")" = incidentd.prom ]
    [ "$(stat -c '%U %a' "$folder/incidentd.prom")" = 'root 644' ]
    grep -x 'incidentd_up 1' "$folder/incidentd.prom"
    grep -x 'incidentd_check_ok{check="units"} 1' "$folder/incidentd.prom"
    grep -x 'incidentd_spool_files{state="waiting"} 0' "$folder/incidentd.prom"
    rm "$folder/incidentd.prom"
    systemctl stop incidentd.service incidentd.socket
    systemctl start incidentd-metrics.service
    grep -x 'incidentd_up 0' "$folder/incidentd.prom"
    systemctl start incidentd.socket incidentd-metrics.timer
    active incidentd-metrics.timer
    systemctl stop incidentd-metrics.timer
    rm -r "$folder" /run/systemd/system/incidentd-metrics.*
    systemctl daemon-reload
}

@test 'a user’s own units keep his recorder running, without a login' {
    loginctl enable-linger dana
    eventually active "user@$(id -u dana).service"
    user="XDG_RUNTIME_DIR=/run/user/$(id -u dana) systemctl --user"
    run ! as dana "$user is-enabled incidentd.socket"
    as dana "$user enable --now incidentd.socket"
    run -0 as dana 'incident --user note "on my own"'
    as dana "$user is-active incidentd.service"
    as dana 'incident --user log' | grep 'on my own'
    as dana "$user stop incidentd.service"
    run -0 as dana 'incident __complete -- --user show ""'
    [ "$output" = $'last\tmy last entry' ]
    run ! as dana "$user is-active incidentd.service"
    as dana 'incident --user -qq note "once more"'
    [ -f "/home/dana/.local/state/incidentd/$(cat /etc/machine-id)/incident.db" ]
    [ ! -e /home/dana/.config/incidentd ]
}

@test 'upgraded under load, nobody is refused, and the new recorder runs' {
    as carol 'incident --log security -qq note "before the upgrade"'
    security=$(property MainPID incidentd@security.service)
    load_start upgrade
    pid=$(property MainPID)
    install new
    eventually another_recorder "$pid"
    [ "$(property MainPID incidentd@security.service)" != "$security" ]
    active incidentd@security.service
    [ "$(dpkg-query -W -f '${Version}' incidentd)" = "$(dpkg-deb -f "$INCIDENT_PACKAGES"/new/incidentd_*.deb Version)" ]
    [ "$(readlink "/proc/$(property MainPID)/exe")" = /usr/sbin/incidentd ] # and not a deleted one
    load_end upgrade 1
}

@test 'purged, it leaves what was recorded, and says so' {
    as alice 'incident export -o ndjson' >"$BATS_TEST_TMPDIR/before"
    run -0 env DEBIAN_FRONTEND=noninteractive apt-get -q -y purge incidentd
    [[ $output = *'/var/lib/incidentd is kept'* && $output = *'/var/lib/incidentd-security is kept'* ]]
    [[ $output != *'still be activated'* ]]
    [ -f /var/lib/incidentd/incident.db ]
    run ! active incidentd.service
    run ! active incidentd.socket
    run ! active incidentd@security.socket
    run ! active incidentd@security.service
    [ ! -e /run/incidentd/incidentd.sock ]
    install new
    as alice 'incident export -o ndjson' >"$BATS_TEST_TMPDIR/after"
    cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}
