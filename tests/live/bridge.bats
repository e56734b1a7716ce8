# SPDX-License-Identifier: MIT
# Another host: `--host ops1` speaks through `ssh ops1 incident bridge`. Here a script is in the place of ssh, which does
# with its words what ssh and the shell of the other host would do. (With a real sshd: ssh.bats.)

load helper

setup()
{
    directories
    daemon_start
    unset INCIDENT_SOCKET
    export INCIDENT_SSH=$BATS_TEST_TMPDIR/ssh there=$BATS_TEST_TMPDIR
    cat >"$INCIDENT_SSH" <<EOF
#!/bin/sh
printf '%s\n' "\$@" >>"\$there/words"
while [ "\$1" != -- ]; do shift; done
shift 2
exec env -i PATH=${INCIDENT%/*}:/usr/bin:/bin HOME=\$there/h INCIDENT_SOCKET=\$there/s TZ=UTC \
    INCIDENT_NO_AUTOSTART=\${INCIDENT_TEST_START:-1} \${INCIDENT_TEST_HOST:+INCIDENT_HOST=\$INCIDENT_TEST_HOST} sh -c "\$*"
EOF
    chmod +x "$INCIDENT_SSH"
}

answers_or_gone()
{
    "$INCIDENT" --socket "$socket" list || ! kill -0 "$daemon"
}

# What is in the place of ssh from now on; without words: the script of before.
ssh_is() # [LINE…]
{
    export INCIDENT_SSH=$BATS_TEST_TMPDIR/ssh
    [ $# = 0 ] && return
    INCIDENT_SSH=$BATS_TEST_TMPDIR/other
    printf '%s\n' '#!/bin/sh' "$@" >"$INCIDENT_SSH"
    chmod +x "$INCIDENT_SSH"
}

far()
{
    "$INCIDENT" --host ops1 "$@"
}

here()
{
    "$INCIDENT" --socket "$socket" "$@"
}

outbox() # [NAME]
{
    echo "$home"/.local/state/incidentd/*/outbox/"${1:-ops1}"
}

waiting() # how many files are kept
{
    find "$home" -name '*.json' | wc -l
}

times() # TEXT: how often it is on the log there
{
    here log --all -o ndjson | jq -r 'select(.event.kind == "note").event.text' | grep -cxF -e "$1"
}

words_end() # LINE…: what ssh was given last
{
    diff <(tail -n $# "$BATS_TEST_TMPDIR/words") <(printf '%s\n' "$@")
}

@test 'what is recorded is on the log there, and what is read comes from there' {
    run -0 --separate-stderr far note 'db1 is slow'
    [[ $output == *'note  db1 is slow  ['* ]]
    [ -z "$stderr" ]
    [ "$(times 'db1 is slow')" = 1 ]
    far log | grep 'db1 is slow'
    INCIDENT_HOST=ops1 incident status | grep 'db1 is slow'
    [ "$(far export -o ndjson)" = "$(here export -o ndjson)" ]
    [ "$(far version)" = "$(here version)" ]
    run -0 far verify
    [[ $output == *whole* ]]
    far backup "$BATS_TEST_TMPDIR/copy.db"
    [ ! -e "$home/.local" ]
}

@test 'exit codes are those of the recorder there' {
    run -3 far log nosuch
    run -3 far rule-out nosuch9 'no loss'
    run -2 far severity 9
    far open one >/dev/null
    far close >/dev/null
    run -5 far close -i "$(far -q list)"
    run -2 "$INCIDENT" --host ops1 --socket /x list
}

@test 'hostile text goes through byte for byte, and no shell sees any of it' {
    text=$'$(touch pwned) `touch pwned`; touch pwned | \'"\\ \n-oProxyCommand=touch pwned && %h €\t*'
    cd "$BATS_TEST_TMPDIR"
    far note -- "$text"
    [ "$(here export -o ndjson | jq -r 'select(.event.kind == "note").event.text')" = "$text" ]
    INCIDENT_SSH=/bin/false run -0 far note -- "$text again"
    far -q list
    [ "$(here export -o ndjson | jq -rs '.[-1].event.text')" = "$text again" ]
    [ -z "$(find . -name pwned)" ]
    run ! grep touch words
}

@test 'a name that is an option or that a shell would read is no host: exit 2, nothing is run, the text comes back' {
    for name in -oProxyCommand=x -F/tmp/x --help 'a b' 'a;b' '$(x)' '`x`' 'a|b' "a'b" 'a"b' 'a\b' $'a\nb' 'a*' 'a@-oX=y' '' \
        'ssh://-oX' "$(printf '%0256d' 0)"; do
        run -2 "$INCIDENT" --host "$name" note 'db1 is slow'
        [[ $output == *'no host has the name'* && $output == *'db1 is slow'* ]]
        [ -z "$name" ] || INCIDENT_HOST=$name run -2 incident list
    done
    [ ! -e "$BATS_TEST_TMPDIR/words" ]
    [ ! -e "$home/.local" ]
}

@test 'other names are' {
    for name in ops1 alice@ops1 ops1.example.org ssh://alice@ops1:2222 fe80::1%eth0 'ssh://[fe80::1]' a_b; do
        "$INCIDENT" --host "$name" list
        words_end -- "$name" incident bridge
    done
}

@test 'ssh asks for nothing and forwards nothing; of what was typed it sees a host and the name of a log' {
    far note 'db1 is slow' >/dev/null
    words_end -T -x -oBatchMode=yes -oConnectTimeout=3 -oServerAliveInterval=15 -oClearAllForwardings=yes \
        -oForwardAgent=no -oPermitLocalCommand=no -oRemoteCommand=none -- ops1 incident bridge
    run -0 far --log nosuch note 'db1 is slow' # the socket that the script names is no matter then
    words_end ops1 incident bridge --log nosuch
    [[ $output == *'/run/incidentd-nosuch/incidentd.sock'* && $output == *'kept here for ops1'* ]]
    INCIDENT_LOG=nosuch run far list
    words_end ops1 incident bridge --log nosuch
    run -1 far --user list
    words_end ops1 incident bridge --user
    for name in 'a;touch x' '../x' '$(x)'; do
        rm -f "$BATS_TEST_TMPDIR/words"
        run -1 far --log "$name" note one
        [[ $output == *'no log has the name'* ]]
        [ ! -e "$BATS_TEST_TMPDIR/words" ]
    done
}

@test 'the option --socket goes before INCIDENT_HOST, and that before INCIDENT_SOCKET' {
    INCIDENT_HOST=ops1 here note one >/dev/null
    [ ! -e "$BATS_TEST_TMPDIR/words" ]
    INCIDENT_SOCKET=/nonexistent INCIDENT_HOST=ops1 incident note two >/dev/null
    [ "$(times two)" = 1 ]
}

@test 'a bridge leads no farther, whatever the environment there names' {
    export INCIDENT_TEST_HOST=ops1
    far note one >/dev/null
    [ "$(grep -c bridge "$BATS_TEST_TMPDIR/words")" = 1 ]
    run -2 far bridge
}

own_recorder() # its pid
{
    local folder
    for folder in /proc/[0-9]*; do
        grep -qz "^HOME=$there/h\$" "$folder/environ" 2>/dev/null &&
            [ "$(cat "$folder/comm" 2>/dev/null)" = incidentd ] && basename "$folder"
    done
    return 0
}

@test 'the own recorder of the user there is started by the first call, and stays' {
    INCIDENT_TEST_START=0 run -0 far --user note one 3>&-
    pid=$(own_recorder)
    run -0 far --user log
    [[ $output == *one* ]]
    [ "$(own_recorder)" = "$pid" ]
    kill "$pid"
    [ "$(times one)" = 0 ]
}

@test 'a bridge hands on the end of what it is given, and all of the answers' {
    for i in {1..400}; do printf '{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"io.incidentd.Recorder"}}\0'; done \
        >"$BATS_TEST_TMPDIR/asked"
    here bridge <"$BATS_TEST_TMPDIR/asked" >"$BATS_TEST_TMPDIR/heard"
    [ "$(tr -cd '\0' <"$BATS_TEST_TMPDIR/heard" | wc -c)" = 400 ]
    # through pipes, to somebody who is in no hurry
    run -0 bash -c "cat '$BATS_TEST_TMPDIR/asked' | '$INCIDENT' --socket '$socket' bridge | (sleep 1; cat) | cmp - '$BATS_TEST_TMPDIR/heard'"
    # nobody reads: it ends
    run bash -c "'$INCIDENT' --socket '$socket' bridge <'$BATS_TEST_TMPDIR/asked' | head -c 1"
    run -1 "$INCIDENT" --socket /nonexistent bridge
}

@test 'log -f sees what is recorded there, and leaves nothing behind when it ends' {
    here note before >/dev/null
    "$INCIDENT" --host ops1 log -f -o ndjson >"$BATS_TEST_TMPDIR/followed" 3>&- &
    follower=$!
    eventually grep before "$BATS_TEST_TMPDIR/followed"
    here note 'one more' >/dev/null
    eventually grep 'one more' "$BATS_TEST_TMPDIR/followed"
    kill "$follower"
    wait "$follower" || true
    eventually no_bridge
}

@test 'log -f that nobody reads any more ends at once, and so does what it leaves there' {
    here note before >/dev/null
    run -0 timeout 60 bash -o pipefail -c "'$INCIDENT' --host ops1 log -f | head -1"
    [[ $output = *before* ]]
    eventually no_bridge
    # the end comes from the recorder: the bridge does not have to wait for its silence
    printf '{"method":"io.incidentd.Recorder.Read","parameters":{"follow":true},"more":true}\0' |
        here bridge | tr '\0' '\n' >"$BATS_TEST_TMPDIR/heard"
    [ "$(tail -1 "$BATS_TEST_TMPDIR/heard")" = '{"parameters":{}}' ]
}

no_bridge()
{
    ! pgrep -f "incident bridge" -a | grep -F "$BATS_TEST_TMPDIR"
    [ "$(here version --json | jq .incidentd.peers)" = 1 ]
}

@test 'a host that is down: exit 0, kept here, the reason and the host are said; once there, with the time it was typed' {
    ssh_is 'echo "ssh: connect to host ops1 port 22: Connection refused" >&2; exit 255'
    run -0 --separate-stderr far note 'db1 is slow'
    [[ $output == *'note  db1 is slow  [spooled for ops1]' ]]
    [[ $stderr == *'port 22: Connection refused'*'kept here for ops1: delivered when incident next reaches it'* ]]
    [ "$(stat -c %a "$(outbox)")" = 700 ]
    typed=$(jq -r .made_at "$(outbox)"/*.json)
    [ "$(far note -qq two 2>&1 | wc -c)" = 0 ]
    [ "$(far note --json three 2>/dev/null | jq -r .host)" = ops1 ]
    [ "$(waiting)" = 3 ]
    sleep 1.1
    ssh_is
    far list
    [ "$(waiting)" = 0 ]
    [ "$(here export -o ndjson | jq -r 'select(.event.kind == "note").event.text' | tr '\n' ' ')" = 'db1 is slow two three ' ]
    [ "$(here export -o ndjson | jq -r 'select(.event.text == "db1 is slow" and .event.kind == "note").event.at')" = "$typed" ]
    [ "$(here export -o ndjson | jq -r 'select(.event.kind == "note").event.at_given' | sort -u)" = null ]
}

@test 'a handle is the same before and after' {
    handle=$(INCIDENT_SSH=/bin/false "$INCIDENT" --host ops1 note -q first 2>/dev/null)
    far log | grep -q "$handle"
}

@test 'list, status and log of a host that is not reached show nothing, say what waits, and exit 1' {
    far note there >/dev/null
    ssh_is 'exit 255'
    far note kept >/dev/null 2>&1
    for verb in list status log; do
        run -1 --separate-stderr far "$verb"
        [ -z "$output" ]
        [[ $stderr == *'incidentd on ops1 cannot be reached'*'1 kept here for it'* ]]
    done
    run -0 incident --socket "$socket" list
    [ "$(times kept)" = 0 ]
}

@test 'a host that hangs is not waited for: kept; what is followed ends, too' {
    ssh_is 'exec sleep 60'
    run -0 timeout 20 "$INCIDENT" --host ops1 note 'db1 is slow'
    [[ $output == *'it did not answer in 3 s'*'kept here for ops1'* ]]
    run -1 timeout 20 "$INCIDENT" --host ops1 log -f
    ssh_is 'trap "" TERM; while :; do sleep 1; done'
    run -0 timeout 20 "$INCIDENT" --host ops1 note two
    ssh_is
    far list
    [ "$(times 'db1 is slow')" = 1 ]
}

@test 'a recorder there that hangs: kept, and recorded once' {
    kill -STOP "$daemon"
    run -0 timeout 20 "$INCIDENT" --host ops1 note 'while it hangs'
    [[ $output == *'kept here for ops1'* ]]
    kill -CONT "$daemon"
    far list
    [ "$(times 'while it hangs')" = 1 ]
    [ "$(waiting)" = 0 ]
}

@test 'a line that breaks in the middle of the answer: kept, though it is on the log there; and it stays the one' {
    size=$(printf '{"method":"org.varlink.service.GetInfo"}\0' | here bridge | wc -c)
    ssh_is 'while [ "$1" != -- ]; do shift; done; shift 2' "sh -c 'PATH=${INCIDENT%/*}:\$PATH INCIDENT_SOCKET=$socket \"\$@\"' sh \"\$@\" | dd bs=1 count=$((size + 40)) status=none"
    run -0 far note 'db1 is slow'
    [[ $output == *'it closed the connection'*'kept here for ops1'* ]]
    [ "$(times 'db1 is slow')" = 1 ]
    [ "$(waiting)" = 1 ]
    ssh_is
    far list
    [ "$(times 'db1 is slow')" = 1 ]
    [ "$(waiting)" = 0 ]
}

@test 'a shell there that greets is named' {
    ssh_is 'printf "Welcome to ops1\n\0"; exec cat'
    run -1 far list
    [[ $output == *'something else than incident speaks there'* ]]
    ssh_is 'exec cat' # it says what we say
    run -1 far list
    [[ $output == *'something else than incident speaks there'* ]]
}

@test 'no ssh at all: kept, and said' {
    export INCIDENT_SSH=/nonexistent
    run -0 far note one
    [[ $output == *'/nonexistent: No such file or directory'*'kept here for ops1'* ]]
}

keep() # TEXT…
{
    local text
    for text; do INCIDENT_SSH=/bin/false "$INCIDENT" --host ops1 -qq note "$text"; done
}

@test 'killed at any point of the delivery, each is there once' {
    command -v strace >/dev/null || skip 'strace is not installed'
    export ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    # sent, answered, removed: of three, and of what comes after them; until there is no such call any more
    for call in sendto recvfrom unlinkat; do
        status=137
        for ((at = 1; status == 137; at++)); do
            keep "$call $at: 1" "$call $at: 2" "$call $at: 3"
            run strace -qq -o /dev/null -e "trace=$call" -e "inject=$call:when=$at:signal=SIGKILL" \
                "$INCIDENT" --host ops1 note "$call $at: 4"
            [ "$status" = 137 ] || [ "$status" = 0 ]
            far list
            [ "$(waiting)" = 0 ]
            for i in 1 2 3; do
                [ "$(times "$call $at: $i")" = 1 ] || { echo "$call $at: $i: $(times "$call $at: $i")"; return 1; }
            done
        done
        [ "$at" -gt 3 ] # it was killed at two at least
    done
}

@test 'several that deliver at once: each is there once' {
    for i in {1..40}; do keep "note $i"; done
    for i in 1 2 3 4; do far list >"$BATS_TEST_TMPDIR/list.$i" 3>&- & done
    wait $(jobs -p | grep -vx "$daemon")
    [ "$(waiting)" = 0 ]
    for i in {1..40}; do [ "$(times "note $i")" = 1 ]; done
    [ "$(here log --all -o ndjson | jq -r 'select(.event.kind == "note").event.text' | head -n 3 | tr '\n' ' ')" = 'note 1 note 2 note 3 ' ]
}

@test 'and counting would see one that is there twice' {
    keep twice
    jq -c '.drafts[0].id = "01a00000-0000-7000-8000-000000000001"' "$(outbox)"/*.json \
        >"$(outbox)/01a00000-0000-7000-8000-000000000001.json"
    far list
    [ "$(times twice)" = 2 ]
}

@test 'while another run delivers, nothing false is shown without a word' {
    keep one
    (
        flock 9
        run -0 --separate-stderr far list
        [ -z "$output" ]
        [[ $stderr == *'1 entry for ops1 is still kept here: another run delivers them'* ]]
    ) 9>"$(outbox)/lock"
    far list | grep one
}

@test 'what names something that is not there becomes a note that says so; cut off after that, it is one note all the same' {
    INCIDENT_SSH=/bin/false far rule-out nonsense 'no loss on any link' >/dev/null 2>&1
    cp "$(outbox)"/*.json "$BATS_TEST_TMPDIR/"
    far list
    here log | grep -q 'no loss on any link \[spooled as ruled_out, which nonsense, but that could not be found\]'
    mv "$BATS_TEST_TMPDIR"/*.json "$(outbox)/"
    far list
    [ "$(waiting)" = 0 ]
    [ "$(here log -o ndjson | jq -r 'select(.event.kind == "note").event.text' | grep -c '^no loss on any link .spooled as')" = 1 ]
}

@test 'what can never be taken is set aside and said; the rest goes' {
    keep one two
    first=$(ls "$(outbox)"/*.json | head -n 1)
    jq -c '.drafts[0].kind = "gossip"' "$first" >"$first.new"
    mv "$first.new" "$first"
    echo 'no JSON' >"$(outbox)/00000000-0000-7000-8000-000000000001.json"
    run -0 far list
    [[ $output == *'ops1 did not take what was kept for it: InvalidParameter'*"it is set aside: $first.refused"* ]]
    [[ $output == *'it holds no drafts'* ]]
    [ "$(times two)" = 1 ]
    [ "$(find "$(outbox)" -name '*.refused' | wc -l)" = 2 ]
    [ "$(cat "$first.refused.why")" = InvalidParameter ]
    run -0 --separate-stderr far list
    [ -z "$stderr" ]
}

@test 'what was set aside before is not overwritten' {
    keep one
    name=$(outbox)/00000000-0000-7000-8000-000000000001.json
    echo earlier >"$name.refused"
    echo later >"$name"
    run -0 far list
    [ "$(cat "$name.refused")" = earlier ]
    [ "$(cat "$name".????????.refused)" = later ]
    [ "$(cat "$name".????????.refused.why)" = 'it holds no drafts' ]
    [[ $output == *"it is set aside: $name."????????.refused* ]]
}

@test 'what is no file is neither waited for nor followed: it is set aside' {
    keep one
    name=$(outbox)/00000000-0000-7000-8000-00000000000
    mkfifo "${name}1.json" "${name}1.json.refused.why"
    ln -s /dev/zero "${name}2.json"
    mkdir "${name}3.json"
    run -0 timeout 30 "$INCIDENT" --host ops1 note two
    [[ $output == *'it is no regular file'*"it is set aside: ${name}1.json.refused"* ]]
    [ "$(cat "${name}2.json.refused.why")" = 'it is a link' ]
    [ "$(cat "${name}3.json.refused.why")" = 'it is no regular file' ]
    [ "$(times one)" = 1 ]
    [ "$(times two)" = 1 ]
    [ "$(waiting)" = 0 ]
}

@test 'a recorder there that takes nothing now: it stays' {
    keep one
    ssh_is "exec $INCIDENT_SOURCE_ROOT/tests/tool/busy.py"
    run far list
    [[ $output == *'1 entry for ops1 is still kept here: Busy'* ]]
    [ "$(waiting)" = 1 ]
}

@test 'every host and every log of it has a place of its own' {
    export INCIDENT_SSH=/bin/false
    for name in ops1 ops2 a@ops1 a:ops1 .. .; do "$INCIDENT" --host "$name" -qq note one; done
    far --log security -qq note one
    far --user -qq note one
    [ "$(cd "$home"/.local/state/incidentd/*/outbox && ls -A | LC_ALL=C sort | tr '\n' ' ')" = \
        '%2E %2E. a%3Aops1 a%40ops1 ops1 ops1++user ops1+security ops2 ' ]
    run -0 --separate-stderr here list
    [[ $stderr == *'1 kept here for another host; to deliver: incident --host ops1 --log security list'* ]]
    [[ $stderr == *'incident --host a:ops1 list'* && $stderr == *'incident --host ops1 --user list'* ]]
    [[ $stderr == *'incident --host .. list'* ]]
    [ "$(wc -l <<<"$stderr")" = 8 ]
    run -0 --separate-stderr here list -q
    [ -z "$stderr" ]
    ssh_is
    far list
    [ "$(waiting)" = 7 ]
    run -0 --separate-stderr here list
    [ "$(wc -l <<<"$stderr")" = 7 ]
}

@test 'with no place to keep it the text comes back' {
    INCIDENT_SSH=/bin/false run -1 env HOME= "$INCIDENT" --host ops1 note one
    [[ $output == *'here is your text:'*one* ]]
}

@test 'a large outbox goes in one piece, whatever its pieces are' {
    for i in {1..70}; do keep "$i $(printf '%03000d' 0)"; done
    seq 1000 | sed 's/$/ many lines at once, each an entry of its own/' | INCIDENT_SSH=/bin/false far add - >/dev/null 2>&1
    [ "$(waiting)" = 71 ]
    far list
    eventually test "$(waiting)" = 0
    [ "$(here log --all -o ndjson | jq -r 'select(.event.kind == "note").event.text' | sort -u | wc -l)" = 1070 ]
}

@test 'what was delivered and cannot be removed is said, and is no second entry' {
    command -v strace >/dev/null || skip 'strace is not installed'
    keep one
    export ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    run -0 strace -f -qq -o /dev/null -e trace=unlinkat -e inject=unlinkat:error=EROFS "$INCIDENT" --host ops1 list
    [[ $output == *'1 entry for ops1 is still kept here: delivered, but not removed: Read-only file system'* ]]
    [ "$(waiting)" = 1 ]
    far list
    [ "$(waiting)" = 0 ]
    [ "$(times one)" = 1 ]
}
