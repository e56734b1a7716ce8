# SPDX-License-Identifier: MIT
# What recording answers, on which stream, with which exit code; and the private daemon that the first note starts.

load helper

# As on a terminal of 80 columns: what it printed, colours taken out.
on_terminal() # COMMAND…
{
    local line
    line=$(printf '%q ' "$@")
    script -qec "stty cols ${columns:-80}; $line" /dev/null </dev/null | sed 's/\x1b\[[0-9;]*m//g; s/\r$//'
}

setup()
{
    directories
    case $BATS_TEST_DESCRIPTION in
    private*)
        unset INCIDENT_SOCKET
        [ ! -e /var/spool/incidentd ] || skip 'this host has a shared log'
        ;;
    *) daemon_start ;;
    esac
}

teardown()
{
    local pid
    for pid in $(private_daemons); do
        kill "$pid"
    done
    eventually private_gone
    daemon_stop
}

@test 'the answer is one line on stdout: handle, time in full, kind, text, incident' {
    run --separate-stderr incident note 'suspected network issue'
    [ "$status" = 0 ]
    [[ $output =~ ^[0-9a-z]{4}\ \ [0-9]{4}-[0-9]{2}-[0-9]{2}\ [0-9:]{8}\ UTC\ \ note\ \ suspected\ network\ issue\ \ \[[0-9a-z]{4}\]$ ]]
    [ -z "$stderr" ]
}

@test 'on a terminal hints follow, in a pipe none' {
    run on_terminal "$INCIDENT" note 'suspected network issue'
    [[ ${lines[1]} == 'opened '*', titled like the note: incident title TEXT, incident severity 1-5' ]]
    run --separate-stderr incident note again
    [ "${#lines[@]}" = 1 ]
    [ -z "$stderr" ]
}

@test 'a line is cut at the width of a terminal, and in a pipe not at all' {
    long=$(printf 'word%.0s ' {1..50})
    columns=60 run on_terminal "$INCIDENT" note "$long"
    [ "${#lines[0]}" -le 60 ]
    [[ ${lines[0]} == *…* ]]
    run incident note "$long"
    [[ $output == *"${long% }"* ]]
}

@test 'with -q the handle alone, of open the ref; with -qq nothing' {
    run incident -q note one
    [[ $output =~ ^[0-9a-z]{4,}$ ]]
    run incident open -q 'checkout slow'
    [[ $output =~ ^[0-9a-z]{4,}$ ]]
    run incident -i "$output" -qq note two
    [ "$status" = 0 ]
    [ -z "$output" ]
}

@test 'with -o json the receipt' {
    run --separate-stderr incident -o json note one
    [ "$(jq -r .event.text <<<"$output")" = one ]
    [ "$(jq -r .opened <<<"$output")" = true ]
}

@test 'what a kind knows is in the answer' {
    incident note first
    run incident impact checkout fails --users '~0.3%'
    [[ $output == *'  impact  checkout fails, ~0.3% of users  '* ]]
    run incident detect p99 is high --by monitoring
    [[ $output == *'  detected  p99 is high (monitoring)  '* ]]
    run incident escalate pool is full --to database --to network
    [[ $output == *'  escalated  to database, network: pool is full  '* ]]
    for level in 2 sev2 SEV-2 P2 S2 p2; do
        run -0 incident severity "$level"
        [[ $output == *'sev2'* ]]
    done
    run incident role commander bob
    [[ $output == *'  role  bob commander  '* ]]
    run incident role commander -
    [[ $output == *'  role  nobody commander  '* ]]
}

@test 'a closed incident says why, in either spelling' {
    incident note first
    run -0 incident close --false-alarm
    [[ $output == *'(false alarm)'* ]]
    ref=$(incident -q open second)
    run -0 incident -i "$ref" close --reason false-alarm
    [[ $output == *'(false alarm)'* ]]
}

@test 'a value that is none of the words is an error that lists them' {
    run -2 --separate-stderr incident detect x --by chance
    [[ $stderr == *'monitoring engineer customer other'* ]]
    run -2 --separate-stderr incident impact x --users 1200
    [[ $stderr == *'80%'* ]]
    run -2 --separate-stderr incident lesson --well --badly x
    [[ $stderr == *'not both'* ]]
    run -2 --separate-stderr incident escalate x
    [[ $stderr == *'--to is missing'* ]]
}

@test 'a time is said in full, about is about, and a time to come is a warning' {
    run incident note --at '2026-01-02 10:32 UTC' then
    [[ $output == *'  2026-01-02 10:32:00 UTC  note  then  '* ]]
    run incident note --at '~2026-01-02 10:32 UTC' then
    [[ $output == *'  2026-01-02 10:32 UTC, about  note  then  '* ]]
    run incident note --at unknown some time
    [[ $output == *'  time unknown  note  some time  '* ]]
    run -0 --separate-stderr incident note --at 'in 2h' later
    [[ $stderr == *'is in the future'* ]]
    run -2 --separate-stderr incident note --at '10:32' --until '10:30' backwards
    [[ $output == backwards ]]
}

@test 'a time that is not understood is an error that lists those that are' {
    run -2 --separate-stderr incident note --at 'half past' db1 is down
    [[ $stderr == *'"half past" is no time'*'5m ago'*'incident help time'* ]]
    [ "$output" = 'db1 is down' ]
}

@test 'on an incident of another day a clock time is one of that day' {
    ref=$(incident -q open 'old one' --at '2026-01-02 10:00 UTC')
    incident resolve --at '2026-01-02 11:00 UTC'
    incident close --at '2026-01-02 11:00 UTC'
    run -0 incident -i "$ref" note --at 10:32 in between
    [[ $output == *'  2026-01-02 10:32:00 UTC  note  in between  '* ]]
    run -0 incident -i "$ref" act --at 10:32 --until 10:40 restarting
    [[ $output == *'  2026-01-02 10:32:00 UTC to 2026-01-02 10:40:00 UTC  action  restarting  '* ]]
}

@test 'a text that looks like a secret is recorded, with the command that removes it' {
    run -0 --separate-stderr incident note 'psql password=hunter2hunter2'
    handle=${output%% *}
    [[ $stderr == "looks like a password. To remove it for good: incident expunge $handle WHY" ]]
}

@test 'two open: the answer names the incident, and on a terminal the other one' {
    incident -qq open 'Mail queue stuck'
    incident -qq open 'Checkout slow'
    run incident note 'queue is draining'
    [[ $output =~ \[[0-9a-z]{4}\ Checkout\ slow\]$ ]]
    run on_terminal "$INCIDENT" note 'queue is draining'
    [[ ${lines[1]} == 'also open: '*' Mail queue stuck.  Wrong one?  incident move last --to '???? ]]
    run -3 --separate-stderr incident resolve 'it is over'
    [[ $stderr == *'which incident?'* ]]
    [[ $stderr == *"incident -i "*" resolve 'it is over'"* ]]
    [ "$output" = 'it is over' ]
}

@test 'ruling out names what was meant; what is still suspected is named at the end' {
    incident -qq suspect the network
    incident -qq suspect the database
    run -3 --separate-stderr incident rule-out
    [ "$(grep -c 'incident rule-out [0-9a-z]' <<<"$stderr")" = 2 ]
    run -0 incident rule-out network no loss on any link
    [[ $output == *'  ruled out  the network: no loss on any link  '* ]]
    run -0 --separate-stderr incident mitigate better
    [[ $stderr == 'still suspected: '*' the database' ]]
}

@test 'undo shows what it took back, and again the one before' {
    incident note one
    incident note two
    run -0 incident undo
    [[ $output == *'  retracted  '*' two  ['* ]]
    run -0 incident undo
    [[ $output == *'  retracted  '*' one  ['* ]]
}

@test 'undo takes back a correction first, and says which it was' {
    ref=$(incident -q open first)
    other=$(incident -q open second)
    note=$(incident -q -i "$ref" note slwo)
    incident -qq amend last slow
    incident -qq pin last
    incident -qq move last --to "$other"
    incident -qq -i "$ref" merge "$ref" --into "$other"
    run -0 incident undo
    [[ $output == *'  retracted  '*" merged $ref into $other  ["* ]]
    run -0 incident list
    [[ $output == *first* ]]
    run -0 incident undo
    [[ $output == *'  retracted  '*" moved $note incident: $other (was $ref)  ["* ]]
    run -0 incident undo
    [[ $output == *'  retracted  '*" amended $note pinned: yes (was no)  ["* ]]
    run -0 incident show last
    [[ $output == *slow* ]]
    run -0 incident undo
    [[ $output == *'  retracted  '*" amended $note text: slow (was slwo)  ["* ]]
    run -0 incident show last
    [[ $output == *slwo* ]]
    run -0 incident undo
    [[ $output == *"  retracted  $note slwo  ["* ]]
}

@test 'an amendment says what changed' {
    incident note suspected network
    run -0 incident amend last suspected database --at 5m
    [[ $output == *'text: suspected database (was suspected network)'* ]]
    run -0 incident amend last --kind hypothesis
    [[ $output == *'kind: suspect (was note)'* ]]
    run -2 --separate-stderr incident amend last --owner dana
    [[ $stderr == *'has no --owner'* ]]
    run -2 incident amend last
}

@test 'entries are moved by handle, by time and by author' {
    from=$(incident -q open first)
    a=$(incident -q note one)
    incident -qq note two
    to=$(incident -q open second)
    run -0 incident move "$a" --to "$to"
    [[ $output == *"  moved  $a one to $to  "* ]]
    run -0 incident -i "$from" move --since 1h --to "$to"
    [[ $output == *" two to $to  "* ]]
}

@test 'what was ruled of a suspicion, or became of a task, moves with it, and the answer says so' {
    to=$(incident -q open second)
    from=$(incident -q open first)
    suspicion=$(incident -q -i "$from" suspect network)
    ruling=$(incident -q rule-out "$suspicion" not it)
    wrong=$(incident -q confirm "$suspicion" it is)
    incident -qq retract "$wrong"
    task=$(incident -q -i "$from" task add alert)
    dropped=$(incident -q task drop "$task" the pool is gone)
    run -0 --separate-stderr incident move "$suspicion" "$task" --to "$to"
    [ "${#lines[@]}" = 4 ]
    [[ ${lines[0]} == *"  moved  $suspicion network to $to  "* && ${lines[1]} == *"  moved  $ruling not it to $to  "* ]]
    [[ ${lines[2]} == *"  moved  $task alert to $to  "* && ${lines[3]} == *"  moved  $dropped the pool is gone to $to  "* ]]
    incident status "$to" | grep 'ruled out   network .*suspected now   nothing'
    incident log "$to" | grep "$ruling .*ruled out"
    run ! grep 'ruled out' <(incident log "$from")
    run -0 incident task list "$to"
    [[ $output == *"$task  dropped"* ]]
    # named beside it, it moves once
    run -0 incident move "$suspicion" "$ruling" --to "$from"
    [ "${#lines[@]}" = 2 ]
}

@test 'mine are moved with what others ruled of them' {
    to=$(incident -q open second)
    from=$(incident -q open first)
    suspicion=$(incident -q -i "$from" suspect network)
    ruling=$(incident -q --source probe rule-out "$suspicion" not it)
    incident -qq -i "$from" --source probe note pool is full
    run -0 incident -i "$from" move --mine --to "$to"
    [ "${#lines[@]}" = 2 ]
    [[ ${lines[1]} == *"  moved  $ruling not it to $to  "* ]]
}

@test 'what was recorded unfiled is offered when an incident opens, and moved there' {
    run -0 incident note --source deploy-bot web 4.2.1 rolled out
    [[ $output == *'[unfiled]' ]]
    ref=$(incident -q open 'checkout slow')
    run -0 incident move unfiled --since 2h --to "$ref"
    [[ $output == *" web 4.2.1 rolled out to $ref  "* ]]
    run incident -o json show "$ref"
    [ "$(jq .entries <<<"$output")" = 2 ]
}

@test 'two incidents that were one are merged' {
    from=$(incident -q open first)
    to=$(incident -q open second)
    run -0 incident merge "$from" --into "$to"
    [[ $output == *"  merged  $from into $to  "* ]]
    merge=${output%% *}
    [ "$(incident list -o json | jq -r '.[].ref')" = "$to" ]
    run -0 incident show "$from"
    [[ ${lines[-1]} == "$merge  "*"  merged by "*"  $from into $to" ]]
    [[ $(incident help merge) == *'incident retract HANDLE'* ]]
    incident -qq retract "$merge"
    [ "$(incident list -o json | jq length)" = 2 ]
}

@test 'a selector that fits none is answered with those there are, as commands to type' {
    ref=$(incident -q open 'checkout slow')
    run -3 --separate-stderr incident move last --to nosuchref
    [[ $stderr == *"incident move last --to $ref"* ]]
    run -3 --separate-stderr incident -i nosuchref note db1 is down
    [[ $stderr == *"incident -i $ref note db1 is down"* ]]
    [ "$output" = 'db1 is down' ]
}

@test 'a secret is expunged, and the log is whole' {
    incident -qq note 'password=hunter2hunter2' 2>/dev/null
    run -0 incident expunge last a password was pasted
    [[ $output == *'  expunged  '* ]]
    run -0 incident verify
    [[ $output == *expunged*whole* ]]
    run ! grep hunter2 <(incident export -o ndjson)
}

@test 'switch says and forgets which incident is meant' {
    ref=$(incident -q open first)
    incident -qq open second
    run -0 incident switch "$ref"
    [[ $output == "$ref "*' first' ]]
    run incident note here
    [[ $output == *"  here  [$ref]" ]]
    run -0 incident switch -
    run -0 incident -q switch
    [ -z "$output" ]
}

@test 'what may be text is given back with the text' {
    incident -qq open first
    run -3 --separate-stderr incident rule-out nothing like this
    [ "$output" = 'nothing like this' ]
}

@test 'a task is added, listed and done' {
    ref=$(incident -q open first)
    handle=$(incident -q task add alert on pool size --owner dana --due 2026-11-27)
    run -0 incident task list "$ref"
    [ "$output" = "$handle  open     alert on pool size, dana, due 2026-11-27" ] || [[ $output == "$handle  open "*overdue* ]]
    incident task done "$handle"
    run -0 incident task list -i "$ref"
    [[ $output == "$handle  done "* ]]
}

@test 'verbs and options that are misspelt are guessed' {
    run -2 --separate-stderr incident nots db1 is down
    [[ $stderr == *"did you mean: incident note db1 is down"* ]]
    run -2 --separate-stderr incident note --att 5m db1
    [[ $stderr == *'did you mean --at?'* ]]
    run -2 --separate-stderr incident log --folow
    [[ $stderr == *'did you mean --follow?'* ]]
}

@test 'a backup is whole, and is never written over a file' {
    incident -qq note one
    incident backup "$BATS_TEST_TMPDIR/copy"
    [ "$(head -c 15 "$BATS_TEST_TMPDIR/copy")" = 'SQLite format 3' ]
    run -5 incident backup "$BATS_TEST_TMPDIR/copy"
    [ "$(ls "$BATS_TEST_TMPDIR" | grep -c '^copy')" = 1 ]
}

@test 'a backup to standard output is refused, with the name that such a file would have' {
    cd "$BATS_TEST_TMPDIR"
    run -2 --separate-stderr incident backup -
    [[ $stderr == *'a backup goes to a file, not to standard output'*'  incident backup ./-'* ]]
    [ ! -e ./- ]
    run -0 incident backup ./-
    [ "$(head -c 15 ./-)" = 'SQLite format 3' ]
}

@test 'a log that fits together is called whole' {
    incident -qq note one
    run -0 incident verify
    [[ $output == *whole* ]]
}

@test 'nobody there: the text is printed back, and exit is 1' {
    run -1 --separate-stderr incident --socket "$BATS_TEST_TMPDIR/nothing" note rebooting db1
    [ "$output" = 'rebooting db1' ]
    [[ $stderr == *'cannot be reached'*'not recorded, here is your text:'* ]]
}

@test 'a daemon that does not answer: not confirmed, within a bound, the text printed back' {
    kill -STOP "$daemon"
    run -75 --separate-stderr timeout 30 "$INCIDENT" note rebooting db1
    kill -CONT "$daemon"
    [ "$output" = 'rebooting db1' ]
    [[ $stderr == *'not confirmed'* ]]
}

@test 'private: the first note ever starts a daemon, which outlives its shell' {
    run -0 setsid bash -c '"$INCIDENT" note "suspected network issue" 3>&-'
    [[ $output == *'suspected network issue'* ]]
    [ "$(private_daemons | wc -l)" = 1 ]
    run -0 incident note again
    [ "$(private_daemons | wc -l)" = 1 ]
}

@test 'private: the daemon has no terminal, no descriptor of the caller, and / as its folder' {
    exec 9<"$BATS_TEST_FILENAME"
    incident -qq note one 3>&-
    exec 9<&-
    pid=$(private_daemons)
    [ "$(readlink "/proc/$pid/cwd")" = / ]
    [ "$(readlink "/proc/$pid/fd/0")" = /dev/null ]
    run ! grep -F "$BATS_TEST_FILENAME" <(ls -l "/proc/$pid/fd")
    read -r _ _ _ _ _ session terminal _ <"/proc/$pid/stat"
    [ "$terminal" = 0 ]
    [ "$session" != "$(ps -o sid= -p $$ | tr -d ' ')" ]
}

@test 'private: 16 first notes at once make one daemon and one incident, and lose nothing' {
    for i in {1..16}; do
        "$INCIDENT" -q note "note $i" 3>&- &
    done
    wait
    [ "$(private_daemons | wc -l)" = 1 ]
    [ "$(incident list -o json | jq length)" = 1 ]
    for i in {1..16}; do
        [ "$(incident export -o ndjson | jq -c "select(.event.kind == \"note\" and .event.text == \"note $i\")" | wc -l)" = 1 ]
    done
}

@test 'private: a recorder that is ending holds its log still, and is waited for' {
    incident -qq note one 3>&-
    kill "$(private_daemons)"
    none() { [ -z "$(private_daemons)" ]; }
    eventually none
    lock=$(find "$home" -name lock)
    go=$BATS_TEST_TMPDIR/go
    flock "$lock" sh -c 'until [ -e "$0" ]; do sleep 0.05; done' "$go" 3>&- &
    held() { ! flock -n "$lock" true; }
    eventually held
    (sleep 0.3; : >"$go") 3>&- &
    run -0 incident note two 3>&-
    [[ $output != *'[spooled]'* ]]
    incident log | grep -q two
    wait
}

@test 'private: INCIDENT_NO_AUTOSTART starts none (a note waits in the spool), and help alone starts none' {
    INCIDENT_NO_AUTOSTART=1 run -0 --separate-stderr incident note one
    [[ $output == *'note  one  [spooled]' ]]
    run -0 incident
    [[ $output == 'incident note "text" records it'* ]]
    [ -z "$(private_daemons)" ]
}
