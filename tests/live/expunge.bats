# SPDX-License-Identifier: MIT
# A password that was pasted into a note goes for good, from every file; and the chain still fits.

load helper

secret=korrektes-pferd-batterie-heftklammer

# Files of the state directory in which the secret is found, if any. It lives in files only: no page of it waits in
# memory that a file will get.
found() # [WORD]
{
    grep -rla -e "${1:-$secret}" "$state"
}

absent() # [WORD]
{
    run -1 found "$@"
}

# The note that opened an incident, amended twice, its incident retitled after it, and a suspicion about it.
tell()
{
    handle=$(incident -q note "psql -W $secret --first")
    incident amend "$handle" "psql -W $secret --second"
    incident amend "$handle" "psql -W $secret --third" --at 5m
    title=$(incident -q title "db: $secret")
    incident -qq note 'db1 answers ping'
}

@test 'the secret is there before, and nowhere after; what was not meant stays' {
    tell
    found
    incident expunge "$handle" pasted a password
    incident expunge "$title" pasted a password
    absent
    found 'db1 answers ping'
    found 'pasted a password'
    incident log
    for words in 'log --audit' 'export -o ndjson' 'export -o md' list show status postmortem; do
        # shellcheck disable=SC2086 # it is several words
        run -0 incident $words
        [[ $output != *"$secret"* ]]
    done
}

@test 'nowhere while the daemon runs, after it ended, and after it came back' {
    tell
    incident expunge "$handle" a password
    incident expunge "$title" a password
    absent
    daemon_stop
    absent
    daemon_start
    absent
    incident note 'it goes on'
    absent
}

@test 'verify finds nothing wrong, and says what was expunged' {
    tell
    incident expunge "$handle" a password
    incident expunge "$title" a password
    run -0 incident verify
    [[ $output == *whole* ]]
    [[ $output == *expunged* ]]
    ids=$(incident export -o ndjson | jq -r 'select(.event.kind == "expunged") | .event.data.target')
    [ "$(wc -l <<<"$ids")" -ge 5 ]
    for id in $ids; do
        [[ $output == *"$id"*expunged* ]]
    done
}

@test 'an expunged event keeps who, when and what kind, and its leaf; no salt to guess the text by' {
    tell
    id=$(incident export -o ndjson | jq -r 'select(.event.kind == "note") | .event.id' | head -n 1)
    before=$(incident export -o ndjson | jq -c "select(.event.id == \"$id\") | [.leaf, .hash, .event.seq, .event.author]")
    incident expunge "$handle" a password
    after=$(incident export -o ndjson | jq -c "select(.event.id == \"$id\") | [.leaf, .hash, .event.seq, .event.author]")
    [ "$before" = "$after" ]
    [ "$(incident export -o ndjson | jq -c "select(.event.id == \"$id\") | [.salt, .event.text]")" = '[null,null]' ]
}

@test 'a backup made afterwards does not hold it either' {
    tell
    incident backup "$BATS_TEST_TMPDIR/before"
    grep -qa "$secret" "$BATS_TEST_TMPDIR/before"
    incident expunge "$handle" a password
    incident expunge "$title" a password
    incident backup "$BATS_TEST_TMPDIR/after"
    run -1 grep -a "$secret" "$BATS_TEST_TMPDIR/after"
}

@test 'named by an amendment, or by one of several, the entry goes with all of them' {
    incident -qq open 'checkout slow'
    handle=$(incident -q note innocent)
    amendment=$(incident -q amend "$handle" "pasted $secret")
    incident amend "$handle" innocent again
    found
    incident expunge "$amendment" a password
    absent
    run -0 incident log
    [[ $output == *"$handle"*'(expunged)'* ]]
}

@test 'an entry that nobody else copied: actor, source, tags and data go, too' {
    incident -qq open 'checkout slow'
    handle=$(incident -q change --link "https://x/$secret" --actor "$secret" --tag "$secret" "deploy $secret")
    found
    incident expunge "$handle" a password
    absent
}

@test 'one in the middle of a batch of thousands goes as well as one alone' {
    "$INCIDENT_SOURCE_ROOT/tests/tool/hammer.py" 4 250 >/dev/null
    handle=$(incident -q note "$secret")
    "$INCIDENT_SOURCE_ROOT/tests/tool/hammer.py" 4 250 >/dev/null
    found
    incident expunge "$handle" a password
    absent
    run -0 incident verify
}

@test 'undo and retract are not expunge: the text stays, and a terminal is told so' {
    incident -qq open 'checkout slow'
    incident -qq note "$secret"
    incident -qq retract last
    found
    incident -qq note "again $secret"
    run script -qec "'$INCIDENT' undo" /dev/null </dev/null
    [[ $output == *'stays in the log'*'incident expunge '* ]]
    found "again $secret"
}

@test 'the log of the daemon never held it' {
    tell
    incident expunge "$handle" a password
    run -1 grep -F "$secret" "$BATS_TEST_TMPDIR/daemon.log"
}

@test 'an entry that was amended a thousand times can still be expunged' {
    handle=$(incident -q note 'the secret is swordfish99')
    "$INCIDENT_SOURCE_ROOT/tests/tool/amend-often.py" 1100
    incident expunge "$handle" 'pasted by mistake'
    run -1 grep -ra swordfish99 "$state"
}

@test 'a copy that a killed daemon left behind goes at the next start' {
    daemon_stop
    echo swordfish99 >"$state/incident.db.copy"
    daemon_start
    [ ! -e "$state/incident.db.copy" ]
}

@test 'an expunging whose end the daemon did not live to see is ended at the next start' {
    incident -qq note swordfish99
    incident expunge last 'pasted by mistake'
    daemon_stop
    sqlite3 "$state/incident.db" "INSERT INTO meta VALUES ('expunged', 'the WAL is to be emptied')"
    daemon_start
    [ "$(stat -c %s "$state/incident.db-wal")" -lt 300000 ]
    daemon_stop
    [ -z "$(sqlite3 "$state/incident.db" "SELECT value FROM meta WHERE name = 'expunged'")" ]
    daemon_start
}
