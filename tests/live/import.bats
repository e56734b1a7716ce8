# SPDX-License-Identifier: MIT
# incident import: another log's events, as they are, each once; and what must not get in.
load helper

# A second log beside the first: `there` talks to it.
setup()
{
    directories
    daemon_start
    cd "$BATS_TEST_TMPDIR"
    mkdir other
    other=$BATS_TEST_TMPDIR/other
    "$INCIDENTD" --state "$other/state" --socket "$other/s" --ready-fd 3 3>"$other/ready" 2>"$other/log" &
    other_pid=$!
    for _ in $(seq 100); do [ -s "$other/ready" ] && break; sleep 0.05; done
}

teardown()
{
    kill "$other_pid" 2>/dev/null || true
    wait "$other_pid" 2>/dev/null || true
    daemon_stop
}

there()
{
    INCIDENT_SOCKET=$other/s incident "$@"
}

# An incident with everything that can happen to an entry.
story()
{
    ref=$(incident -q open 'web is down' --at 3h)
    wrong=$(incident -q note 'wrong host' --at 2h)
    incident -qq retract "$wrong" 'it was ops2'
    suspicion=$(incident -q suspect 'the network' --at 100m)
    incident -qq rule-out "$suspicion" 'no loss'
    incident -qq amend "$suspicion" --text 'the carrier'
    incident -qq -i "$ref" title 'web is down for all'
    incident -qq -i "$ref" task add 'alert' --owner dana
    secret=$(incident -q -i "$ref" note 'the word is s3cr3t-Xk29')
    incident -qq expunge "$secret" 'a password'
    second=$(incident -q open 'the same again' --at 1h)
    incident -qq -i "$second" note 'here, too'
    incident -qq merge "$second" --into "$ref"
    incident -qq -i "$ref" resolve 'restarted'
}

whole() # the log, without what is only of one copy of it: positions
{
    "$@" export --all -o ndjson | sed -E 's/,"pos":[0-9]+//'
}

@test 'what is exported and imported is the same log: every byte of every event, every hash, every figure' {
    story
    incident export --all -o ndjson >log.ndjson
    run -0 there import log.ndjson
    [ "$output" = "took $(wc -l <log.ndjson), held already 0" ]
    cmp <(whole incident) <(whole there)
    run -0 there verify
    [[ $output == *' 2 logs: whole'* && $output != *'not held'* ]]
    for what in "show $ref" "log $ref --all" 'task list' 'list --all'; do
        # shellcheck disable=SC2086 # it is several words
        cmp <(incident $what --json | sed -E 's/"(pos|chosen|live)":[^,}]+//g') \
            <(there $what --json | sed -E 's/"(pos|chosen|live)":[^,}]+//g') || { echo "$what"; return 1; }
    done
}

@test 'and so it is from the document of -o json' {
    story
    incident export --all -o json >log.json
    run -0 there import log.json
    cmp <(whole incident) <(whole there)
    incident export "$ref" -o json | jq -e '.log | length > 0'
}

@test 'each event once, however often it comes' {
    story
    incident export --all -o ndjson >log.ndjson
    there import log.ndjson
    run -0 there import log.ndjson
    [ "$output" = "took 0, held already $(wc -l <log.ndjson)" ]
    run -0 incident import log.ndjson
    [ "$output" = "took 0, held already $(wc -l <log.ndjson)" ]
    incident -qq -i "$ref" note 'one more'
    run -0 there import - < <(incident export --all -o ndjson)
    [ "$output" = "took 1, held already $(wc -l <log.ndjson)" ]
}

@test 'a dry run takes nothing' {
    story
    incident export --all -o ndjson >log.ndjson
    run -0 there import --dry-run log.ndjson
    [ "$output" = "would take $(wc -l <log.ndjson), held already 0" ]
    run ! there show "$ref"
}

@test 'one incident alone has holes before it, which are counted as not held' {
    incident -qq open 'another one' --at 5h
    story
    incident export "$ref" -o ndjson >log.ndjson
    run -0 there import log.ndjson
    [[ $output == *'not held: what came before 1 of them'* ]]
    run -0 there verify
    [[ $output == *'whole, 1 not held'* ]]
    incident export --all -o ndjson | there import -
    run -0 there verify
    [[ $output != *'not held'* ]]
    there show "$ref" | grep -q 'web is down for all'
}

@test 'a word that was changed is named, and nothing of its portion is taken' {
    story
    incident export --all -o ndjson | sed 's/wrong host/right host/' >log.ndjson
    run -1 there import log.ndjson
    [[ $output == *'log.ndjson:2: its text was changed'* ]] || { echo "$output"; return 1; }
    run ! there show "$ref"
}

@test 'and so it is where the log holds what it was before' {
    story
    incident export --all -o ndjson | sed 's/wrong host/right host/' >log.ndjson
    run -1 incident import log.ndjson
    [[ $output == *'log.ndjson:2: its text was changed'* ]]
}

@test 'an event that was taken out, and another hash, do not fit' {
    story
    incident export --all -o ndjson >log.ndjson
    there import log.ndjson
    sed -E '3s/"hash":"[0-9a-f]{8}/"hash":"00000000/' log.ndjson >changed.ndjson
    run -1 there import changed.ndjson
    [[ $output == *'changed.ndjson:3: another event here has its id'* ]] || { echo "$output"; return 1; }
    run -1 incident import <(sed -E '3s/"hash":"[0-9a-f]{8}/"hash":"00000000/' log.ndjson)
}

@test 'a position of the own log that it never issued is refused' {
    story
    incident export --all -o ndjson >log.ndjson
    sqlite() { python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(c.execute(sys.argv[2]).fetchall())' "$@"; }
    origin=$(there -q open 'mine' --json >/dev/null; there export --all -o ndjson | head -1 | jq -r .event.origin)
    sed -E "1s/\"origin\":\"[^\"]+\"/\"origin\":\"$origin\"/" log.ndjson | head -1 >forged.ndjson
    run -1 there import forged.ndjson
    [[ $output == *'forged.ndjson:1: it claims a position of this very log'* ]] || { echo "$output"; return 1; }
}

@test 'a file that was cut off says where, and the rest is taken when it comes whole' {
    story
    incident export --all -o ndjson >log.ndjson
    head -c -40 log.ndjson >cut.ndjson
    run -1 there import cut.ndjson
    [[ $output == *": it is no JSON: was the file cut off?"* ]]
    there import log.ndjson
    cmp <(whole incident) <(whole there)
}

@test 'what was veiled cannot be imported' {
    story
    incident export --all -o ndjson --pseudonyms >veiled.ndjson
    run -1 there import veiled.ndjson
    [[ $output == *'--pseudonyms or --redact'* ]]
    incident export --all -o json --redact >veiled.json
    run -1 there import veiled.json
    [[ $output == *'unless it was veiled'* ]]
}

@test 'a text that was expunged here does not come back' {
    ref=$(incident -q open 'web is down')
    secret=$(incident -q -i "$ref" note 'the word is s3cr3t-Xk29')
    incident export --all -o ndjson >before.ndjson
    there import before.ndjson
    incident -qq expunge "$secret" 'a password'
    incident export --all -o ndjson >after.ndjson
    run ! grep -q s3cr3t after.ndjson
    there import after.ndjson
    there verify
    run ! grep -rq s3cr3t-Xk29 other/state
    there import before.ndjson
    run ! grep -rq s3cr3t-Xk29 other/state
}

@test 'and it does not if the word that it was expunged came first' {
    ref=$(incident -q open 'web is down')
    secret=$(incident -q -i "$ref" note 'the word is s3cr3t-Xk29')
    incident export --all -o ndjson >before.ndjson
    incident -qq expunge "$secret" 'a password'
    incident export --all -o ndjson | tail -1 >last.ndjson
    there import last.ndjson
    there import before.ndjson
    there verify
    run ! grep -rq s3cr3t-Xk29 other/state
}

@test 'who brought an event, and when, is kept beside it; the author stays' {
    incident -qq open 'web is down'
    handle=$(incident -q note 'it hangs')
    incident export --all -o ndjson | there import -
    there show "$handle" --json >shown
    jq -e ".imported.uid == $(id -u) and .entry.event.author.uid == $(id -u)" shown || { cat shown; false; }
    there show "$handle" | grep -q '^imported '
    run ! grep -q imported < <(incident show "$handle")
    run ! there undo
}

@test 'a copy of the log that goes on as a new one is brought back into the first' {
    story
    incident backup copy.db
    kill "$other_pid"; wait "$other_pid" || true
    rm -rf other/state/*
    cp copy.db other/state/incident.db
    "$INCIDENTD" --state "$other/state" --socket "$other/s" --ready-fd 3 3>"$other/ready" 2>"$other/log" &
    other_pid=$!
    for _ in $(seq 100); do there list >/dev/null 2>&1 && break; sleep 0.05; done
    there -qq -i "$ref" note 'from the copy'
    there -qq -i "$ref" title 'a later title'
    there export --all -o ndjson | incident import -
    incident log "$ref" | grep -q 'from the copy'
    incident show "$ref" | grep -q 'a later title'
    incident verify
    there verify
}

@test 'derived tables made anew after an import are the same' {
    story
    incident export --all -o ndjson >log.ndjson
    tac log.ndjson >backwards.ndjson
    there import backwards.ndjson
    there verify
    cmp <(incident show "$ref" --json | jq -S 'del(.chosen, .live)') <(there show "$ref" --json | jq -S 'del(.chosen, .live)') || { diff <(incident show "$ref" --json | jq -S .) <(there show "$ref" --json | jq -S .); return 1; }
}

forge() # lines of events on standard input
{
    "$INCIDENT_SOURCE_ROOT"/tests/tool/forge.py
}

stem=01a00000-0000-7000-8000-00000000000 # ids, but for their last digit

@test 'a log that fits is taken even if nobody here has seen it made' {
    forge <<EOT | there import -
{"id":"${stem}1","incident":"${stem}1","kind":"opened","text":"from elsewhere"}
{"id":"${stem}2","incident":"${stem}1","kind":"note","text":"seen there"}
EOT
    there verify
    there log "${stem}1" | grep -q 'seen there'
}

@test 'corrections that correct each other do not hang the recorder' {
    forge <<EOT >circle.ndjson
{"id":"${stem}1","incident":"${stem}1","kind":"opened","text":"from elsewhere"}
{"id":"${stem}2","incident":"${stem}1","kind":"retracted","data":{"target":"${stem}3"}}
{"id":"${stem}3","incident":"${stem}1","kind":"retracted","data":{"target":"${stem}2"}}
{"id":"${stem}4","incident":"${stem}1","kind":"retracted","data":{"target":"${stem}4"}}
{"id":"${stem}5","incident":"${stem}1","kind":"merged","data":{"to":"${stem}1"}}
EOT
    run there import circle.ndjson
    there -qq note 'still there'
    there verify
}

@test 'corrections from which nothing can follow are refused, and damage nothing' {
    for bad in '"kind":"amended","data":{"target":"'"${stem}1"'"}' \
        '"kind":"amended","data":{"target":"'"${stem}1"'","new":{"at":12}}' \
        '"kind":"amended","data":{"target":"'"${stem}1"'","new":{"kind":"telepathy"}}' \
        '"kind":"moved","data":{"target":"'"${stem}1"'"}' \
        '"kind":"merged"' '"kind":"retracted","data":{"target":"x"}' '"kind":"expunged"'; do
        forge >bad.ndjson <<EOT
{"id":"${stem}1","incident":"${stem}1","kind":"opened","text":"from elsewhere"}
{"id":"${stem}2","incident":"${stem}1",$bad}
EOT
        run -1 there import bad.ndjson
        [[ $output == *'bad.ndjson:2: '* ]] || { echo "$bad: $output"; return 1; }
        run ! there show "${stem}1"
    done
    there -qq note 'still there'
    there verify
}

@test 'where a line is wrong that comes later, it is said what was taken before it, and the same again goes on there' {
    incident -qq open 'web is down'
    for n in $(seq 700); do echo "10:00 note $n"; done | incident -qq add -
    incident export --all -o ndjson >whole
    sed '600s/"note [0-9]*"/"another"/' whole >changed
    run -1 there import changed
    [[ $output = *'changed:600: its text was changed'* && $output = *'500 events were taken before it, and stay'* ]]
    [ "$(there import whole)" = 'took 201, held already 500' ]
}

@test 'a line is the same whether it is handed on as it came or was parsed, of a merged incident, too' {
    incident -qq open 'one' && first=$(incident list -q | head -1)
    incident -qq note 'a "quoted" word, a tab	and ünïcode'
    incident -qq amend last 'another word'
    incident -qq note 'a secret' && incident -qq expunge last why
    incident export -o ndjson >handed
    incident export -o ndjson --since 2000-01-01 >parsed
    [ -s handed ]
    cmp handed parsed
    incident -qq open 'two'
    incident -qq merge "$first" --into "$(incident list -q | head -1)"
    incident export -o ndjson --all >handed
    incident export -o ndjson --all --since 2000-01-01 >parsed
    cmp handed parsed
}
