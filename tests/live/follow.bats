# SPDX-License-Identifier: MIT
# A follower gets every event once, in order, with no gap between what was there and what comes.

load helper

# `incident log WORDS…` into $lines_file, until stop_following.
start_following() # WORDS…
{
    lines_file=$BATS_TEST_TMPDIR/followed
    "$INCIDENT" log "$@" >"$lines_file" 2>&1 3>&- &
    follower=$!
}

stop_following()
{
    kill "$follower" 2>/dev/null || true
    wait "$follower" || true
    follower=
}

teardown()
{
    [ -z "${follower:-}" ] || stop_following
    daemon_stop
}

@test '8 followers, old and new, beside 4 writers: everything once, in order of pos' {
    "$INCIDENT_SOURCE_ROOT/tests/tool/follow.py" 8 4 250
}

@test 'log -f prints what is there, then what comes, each once' {
    incident -qq open 'checkout slow'
    incident -qq note 'before'
    start_following -f
    eventually grep -q before "$lines_file"
    for i in {1..30}; do
        incident -qq note "note number $i."
    done
    eventually grep -q 'note number 30\.' "$lines_file"
    for i in {1..30}; do
        [ "$(grep -c "note number $i\." "$lines_file")" = 1 ]
    done
    [ "$(grep -c before "$lines_file")" = 1 ]
    [ "$(grep -o 'note number [0-9]*\.' "$lines_file")" = "$(seq -f 'note number %g.' 30)" ]
}

@test 'log -f of one incident shows nothing of another' {
    first=$(incident -q open 'checkout slow')
    second=$(incident -q open 'mail stuck')
    start_following -f "$first"
    eventually grep -q 'checkout slow' "$lines_file"
    incident -qq -i "$second" note 'about mail'
    incident -qq -i "$first" note 'about checkout'
    eventually grep -q 'about checkout' "$lines_file"
    run -1 grep 'about mail' "$lines_file"
}

@test 'log -f -o ndjson is a line an event, as it is stored' {
    incident -qq open 'checkout slow'
    start_following -f -o ndjson
    incident -qq note 'one'
    eventually grep -q '"one"' "$lines_file"
    [ "$(jq -r .event.text "$lines_file")" = $'checkout slow\none' ]
    [ "$(jq -c '[.hash, .leaf] | map(length)' "$lines_file" | sort -u)" = '[64,64]' ]
}

@test 'log -f ends when nobody reads it any more, not with the next event' {
    incident -qq open 'checkout slow'
    run -0 timeout 60 bash -o pipefail -c '"$INCIDENT" log -f | head -1'
    [[ $output = *'checkout slow'* ]]
    run -0 timeout 60 bash -o pipefail -c '"$INCIDENT" log -f -o ndjson | head -1'
    [[ $output = *'checkout slow'* ]]
    nobody_follows() { [ "$(incident version --json | jq .incidentd.peers)" = 1 ]; }
    eventually nobody_follows
}

@test 'who follows and says that no more comes of him is given what is there, and the end' {
    incident -qq open 'checkout slow'
    printf '{"method":"io.incidentd.Recorder.Read","parameters":{"follow":true},"more":true}\0' |
        socat -t20 - "UNIX-CONNECT:$socket" | tr '\0' '\n' >"$BATS_TEST_TMPDIR/heard"
    grep -q 'checkout slow' "$BATS_TEST_TMPDIR/heard"
    [ "$(tail -1 "$BATS_TEST_TMPDIR/heard")" = '{"parameters":{}}' ]
}

@test 'log -f ends when the daemon ends' {
    incident -qq open 'checkout slow'
    start_following -f
    eventually grep -q 'checkout slow' "$lines_file"
    daemon_stop
    ended() { ! kill -0 "$follower"; }
    eventually ended
}

@test 'log -f says what a correction changed, and what was ruled out' {
    suspicion=$(incident -q suspect the network)
    start_following -f
    eventually grep -q 'the network' "$lines_file"
    incident -qq amend "$suspicion" the uplink --at unknown
    incident -qq rule-out "$suspicion" no loss
    eventually grep -q 'no loss' "$lines_file"
    grep -q "$suspicion text: the uplink (was the network), at: unknown (was \|$suspicion at: unknown (was .*), text: the uplink (was the network)" "$lines_file"
    grep -q 'ruled out  the network: no loss' "$lines_file"
}

@test 'log -f says where an entry was moved from and to' {
    first=$(incident -q open 'checkout slow')
    second=$(incident -q open 'mail stuck')
    note=$(incident -q -i "$first" note 'the queue is full')
    start_following -f "$first"
    eventually grep -q "the queue is full" "$lines_file"
    incident -qq move "$note" --to "$second"
    eventually grep -q "moved  *$note incident: $second (was $first)\$" "$lines_file"
    run -0 incident show "$note"
    [[ $output == *"  moved by "*"  incident: $second (was $first)"* ]]
    incident -qq merge "$first" --into "$second"
    run -0 incident log --audit "$second"
    [[ $output == *'moved '*' by '*$'\n'*" incident: $second (was $first)"* ]]
}

@test 'who follows an incident goes on with the one that it is merged into' {
    part=$(incident -q open 'mail stuck')
    one=$(incident -q open 'checkout slow')
    whole=$(incident -q open 'database slow')
    incident -qq merge "$part" --into "$one"
    start_following -f "$one"
    eventually grep -q 'mail stuck' "$lines_file"
    incident -qq merge "$one" --into "$whole"
    incident -qq -i "$part" note 'of the part'
    incident -qq -i "$whole" note 'of the whole'
    eventually grep -q 'of the whole' "$lines_file"
    grep -q "merged  *$one into $whole\$" "$lines_file"
    grep -q 'of the part' "$lines_file"
}

@test 'log -f heads what is of another day with its date, once' {
    incident -qq open 'checkout slow' --at '2026-11-20 03:00'
    start_following -f
    eventually grep -q 'checkout slow' "$lines_file"
    incident -qq note 'deploy' --at '2026-11-19 14:00'
    incident -qq note 'of that day, too' --at '2026-11-19 14:05'
    incident -qq note 'who knows when' --at unknown
    incident -qq note 'login slow, too' --at '2026-11-20 03:10'
    eventually grep -q 'login slow, too' "$lines_file"
    [ "$(grep -o '[0-9]* November 2026\|checkout slow$\|deploy\|of that day, too\|who knows when\|login slow, too' "$lines_file")" = '20 November 2026
checkout slow
19 November 2026
deploy
of that day, too
who knows when
20 November 2026
login slow, too' ]
}

@test 'log -f that cannot print what is there says so, and does not wait' {
    incident -qq open 'checkout slow'
    run -1 --separate-stderr timeout 60 bash -c '"$INCIDENT" log -f >/dev/full'
    [ "$stderr" = 'incident: the answer could not be written: No space left on device' ]
}

@test 'log -f says what was ruled out, and what was struck out, of entries that came while it followed' {
    incident -qq open 'checkout slow'
    start_following -f
    eventually grep -q 'checkout slow' "$lines_file"
    suspicion=$(incident -q suspect 'need a DBA')
    note=$(incident -q note 'wrong host')
    incident -qq rule-out "$suspicion" no loss
    incident -qq retract "$note" 'it was db2'
    eventually grep -q 'it was db2' "$lines_file"
    grep -q 'ruled out  *need a DBA: no loss$' "$lines_file"
    grep -q "retracted  *$note wrong host: it was db2\$" "$lines_file"
}

@test 'log --all -f has the ref of every incident, of those opened since, too' {
    incident -qq note --source deploy-bot web rolled out
    start_following --all -f
    eventually grep -q 'web rolled out' "$lines_file"
    first=$(incident -q open 'checkout slow')
    note=$(incident -q -i "$first" note 'the queue is full')
    second=$(incident -q open 'mail stuck')
    eventually grep -q 'mail stuck' "$lines_file"
    grep -q "^ -     .*web rolled out\$" "$lines_file"
    grep -q "^ $first  .*  $first  .*checkout slow\$" "$lines_file"
    grep -q "^ $first  .*  $note  .*the queue is full\$" "$lines_file"
    grep -q "^ $second  .*  $second  .*mail stuck\$" "$lines_file"
}
