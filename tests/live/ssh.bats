# SPDX-License-Identifier: MIT
# Another host by a real ssh: an sshd of this test's own on the loopback, with keys and a configuration of its own. Where the
# test is root, whoever logs in is a user that only the sshd knows, in a mount namespace with another /etc/passwd.

load helper

sshd=/usr/sbin/sshd
user=$(id -un) uid=$(id -u)

setup()
{
    command -v ssh >/dev/null || skip 'ssh is not installed'
    [ -x $sshd ] || skip 'sshd is not installed (openssh-server)'
    directories
    public_start
    unset INCIDENT_SOCKET
    [ "$uid" != 0 ] || user=ops uid=29999
    keys
    server_start
    export INCIDENT_SSH=$public/ssh INCIDENT_HOST=ops1
}

teardown()
{
    server_stop
    daemon_stop
    rm -rf "$public"
}

answers_or_gone()
{
    incident --socket "$socket" list || ! kill -0 "$daemon"
}

keys()
{
    for key in host user other; do ssh-keygen -q -t ed25519 -N '' -f "$public/$key"; done
    cp "$public/user.pub" "$public/authorized"
    grep -v "^$user:" /etc/passwd >"$public/passwd"
    echo "$user:*:$uid:$uid::$public:/bin/sh" >>"$public/passwd"
    printf '%s\n' '#!/bin/sh' "exec ssh -F '$public/config' \"\$@\"" >"$public/ssh"
    chmod +x "$public/ssh"
    touch "$public/said"
    chmod 0644 "$public"/*.pub "$public/authorized" "$public/passwd"
}

configure() # [LINE-OF-THE-CLIENT…]
{
    printf '%s\n' 'Host ops1' "Port $port" 'HostName 127.0.0.1' "User $user" "IdentityFile $public/user" 'IdentitiesOnly yes' \
        "UserKnownHostsFile $public/known" 'StrictHostKeyChecking yes' "$@" >"$public/config"
    echo "[127.0.0.1]:$port $(cut -d ' ' -f 1,2 "$public/host.pub")" >"$public/known"
}

run_sshd()
{
    [ "$(id -u)" = 0 ] || exec "$@"
    exec unshare -m sh -c 'mount --bind "$0/passwd" /etc/passwd && mount -t tmpfs none /run && mkdir -m 0755 /run/sshd && exec "$@"' \
        "$public" "$@"
}

server_start() # [LINE…]
{
    [ -n "${port:-}" ] || port=$((20000 + RANDOM))
    printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $public/host" "AuthorizedKeysFile $public/authorized" \
        "PidFile none" 'StrictModes no' 'UsePAM no' 'PasswordAuthentication no' 'KbdInteractiveAuthentication no' \
        "SetEnv PATH=$public:/usr/bin:/bin INCIDENT_SOCKET=$socket TZ=UTC" 'PrintMotd no' "$@" >"$public/server"
    configure
    run_sshd $sshd -D -e -f "$public/server" </dev/null >>"$public/said" 2>&1 3>&- &
    server=$!
    eventually server_answers_or_gone
    kill -0 "$server" 2>/dev/null || skip "sshd cannot run here: $(tail -n 1 "$public/said")"
}

server_answers_or_gone()
{
    "$public/ssh" -oBatchMode=yes ops1 true || ! kill -0 "$server"
}

server_stop()
{
    [ -n "${server:-}" ] || return 0
    kill -CONT "$server" 2>/dev/null || true
    kill "$server" 2>/dev/null || true
    wait "$server" || true
    server=
}

waiting()
{
    find "$home" -name '*.json' | wc -l
}

here()
{
    "$INCIDENT" --socket "$socket" "$@"
}

times() # TEXT: how often it is on the log there
{
    here log --all -o ndjson | jq -r 'select(.event.kind == "note").event.text' | grep -cxF -e "$1"
}

authors()
{
    here log --all -o ndjson | jq -r .event.author.uid | sort -u
}

@test 'the author is the ssh user there, as the kernel there has it; texts come through byte for byte' {
    text=$'$(touch pwned) `touch pwned`; touch pwned | \'"\\ \n-oProxyCommand=touch pwned %h €\t*'
    cd "$public"
    incident note -- "$text"
    [ "$(here export -o ndjson | jq -r 'select(.event.kind == "note").event.text')" = "$text" ]
    [ "$(authors)" = "$uid" ]
    [ -z "$(find . -name pwned)" ]
    incident log | grep oProxyCommand
    run -3 incident log nosuch
}

@test 'an sshd that is down: kept; delivered once it is up, once, with its own time, and its author is the ssh user' {
    server_stop
    run -0 --separate-stderr timeout 20 "$INCIDENT" note 'db1 is slow'
    [[ $output == *'[spooled for ops1]' && $stderr == *'Connection refused'*'kept here for ops1'* ]]
    typed=$(jq -r .made_at "$home"/.local/state/incidentd/*/outbox/ops1/*.json)
    run -1 incident list
    [[ $output == *'1 kept here for it'* ]]
    server_start
    incident log | grep 'db1 is slow'
    [ "$(waiting)" = 0 ]
    [ "$(times 'db1 is slow')" = 1 ]
    [ "$(here export -o ndjson | jq -r 'select(.event.kind == "note").event.at')" = "$typed" ]
    [ "$(authors)" = "$uid" ]
}

@test 'an sshd that hangs is not waited for: kept' {
    kill -STOP "$server"
    run -0 timeout 20 "$INCIDENT" note 'db1 is slow'
    [[ $output == *'kept here for ops1'* ]]
    kill -CONT "$server"
    incident list
    [ "$(times 'db1 is slow')" = 1 ]
}

@test 'a key that is not known there, and another host key: nobody is asked for anything' {
    configure "IdentityFile $public/other"
    sed -i "/user$/d" "$public/config"
    run -0 timeout 20 "$INCIDENT" note one
    [[ $output == *'Permission denied'*'kept here for ops1'* ]]
    configure
    echo "[127.0.0.1]:$port $(cut -d ' ' -f 1,2 "$public/other.pub")" >"$public/known"
    run -0 timeout 20 "$INCIDENT" note two
    [[ $output == *'Host key verification failed'*'kept here for ops1'* ]]
    configure
    incident list
    [ "$(times one) $(times two)" = '1 1' ]
}

@test 'no incident there: said as the shell there says it' {
    mv "$public/incident" "$public/gone"
    run -0 incident note one
    [[ $output == *'incident: '*'not found'*'kept here for ops1'* ]]
}

@test 'what the user has configured does not get among the messages' {
    server_stop
    server_start "Banner $public/authorized"
    configure 'PermitLocalCommand yes' 'LocalCommand echo hello' 'RemoteCommand tmux' 'RequestTTY force' 'ForwardAgent yes' \
        "LocalForward 1 127.0.0.1:1" 'ExitOnForwardFailure yes' "ControlMaster auto" "ControlPath $public/c" 'ControlPersist 20'
    run -0 --separate-stderr incident note one
    [ -z "$stderr" ]
    eventually "$public/ssh" -O check ops1
    run -0 --separate-stderr incident note two # through the connection of before
    [ -z "$stderr" ]
    [ -S "$public/c" ]
    "$public/ssh" -O exit ops1 2>/dev/null
    [ "$(times one) $(times two)" = '1 1' ]
}

@test 'log -f sees what is recorded there, and ends when the line breaks' {
    here note before >/dev/null
    "$INCIDENT" log -f -o ndjson >"$public/followed" 2>"$public/end" 3>&- &
    follower=$!
    eventually grep before "$public/followed"
    here note 'one more' >/dev/null
    eventually grep 'one more' "$public/followed"
    session=$(pgrep -P "$server")
    kill "$session"
    status=0
    wait "$follower" || status=$?
    [ "$status" = 1 ]
    grep 'it closed the connection' "$public/end"
    eventually no_peers
}

no_peers()
{
    [ "$(here version --json | jq .incidentd.peers)" = 1 ]
}

@test 'whoever ends first leaves the connection to whoever shares it' {
    configure 'ControlMaster auto' "ControlPath $public/c"
    here note before >/dev/null
    (
        trap '' PIPE # so that it comes to its end
        exec "$INCIDENT" log -f -o ndjson
    ) > >(sed '/ends the first/q' >"$public/first") 2>/dev/null 3>&- &
    first=$!
    eventually test -S "$public/c"
    "$INCIDENT" log -f -o ndjson >"$public/second" 2>/dev/null 3>&- &
    second=$!
    eventually grep before "$public/second"
    for i in 1 2; do here note "ends the first $i" >/dev/null; done
    wait "$first" || true
    kill -0 "$second"
    here note 'one more' >/dev/null
    eventually grep 'one more' "$public/second"
    kill "$second"
    wait "$second" || true
    eventually no_peers
}

@test 'a long answer is the same as there' {
    for n in 1 2 3; do
        seq 1000 | sed 's/$/ lines, each an entry of its own, so that there is something to send/' | incident -qq add - 2>/dev/null
    done
    cmp <(incident export -o ndjson) <(here export -o ndjson)
    incident backup "$public/copy.db"
    "$INCIDENTD" --check "$public/copy.db"
}
