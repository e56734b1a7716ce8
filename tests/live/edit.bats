# SPDX-License-Identifier: MIT
# incident edit: what an editor made of the timeline is recorded as corrections; nothing is overwritten, nothing is lost.

load helper

# An editor that is a script: its commands get the file as $1.
editor() # COMMANDS
{
    printf '#!/usr/bin/env bash\nset -e\n%s\n' "$1" >"$BATS_TEST_TMPDIR/editor"
    chmod +x "$BATS_TEST_TMPDIR/editor"
    export EDITOR=$BATS_TEST_TMPDIR/editor TMPDIR=$BATS_TEST_TMPDIR
    unset VISUAL
}

outage()
{
    incident add - <<'EOS'
= Checkout slow
date 2026-11-20 UTC
03:02 impact users=~80%: checkout fails
03:03 suspected network issue
03:05 bob: action tag=db: restarted web3
03:10-03:20 action: campaign off
~03:22 found: 500 of 500
? somebody rebooted log1
03:30 update to=customers next=30m: we are on it
- cause: too many connections
EOS
}

# The timeline as it stands, without what differs between two recordings of the same.
timeline()
{
    incident export -o json "$@" | jq -c '.entries[] | select(.retracted | not) |
        {kind, at, until, about, text, actor, tags, data: (.data // {} | del(.target)), about_an_entry: (.data.target != null)}' |
        grep -v '"kind":"\(amended\|retracted\)"' | sort
}

events()
{
    incident export -o ndjson | jq -r .event.kind
}

left() # the files that were kept
{
    find "$BATS_TEST_TMPDIR" -path '*incident-edit*' -type f
}

handle() # TEXT
{
    incident export -o json | jq -r --arg text "$1" '.entries[] | select(.text == $text) | .handle'
}

@test 'a file that was not changed records nothing, and leaves nothing' {
    outage
    before=$(incident export -o ndjson)
    editor 'grep -q "suspected network issue" "$1"'
    run -0 --separate-stderr incident edit
    [[ $stderr == *'nothing was changed'* ]]
    [ "$(incident export -o ndjson)" = "$before" ]
    [ -z "$(left)" ]
}

@test 'a line that was changed is an amendment of what changed, one that went a retraction, a new one an entry' {
    outage
    editor 'sed -i -e "s/note: suspected network issue/suspect: the network/" -e "/campaign off/d" -e "s/users=~80%/users=50%/" "$1"
        echo "03:40 resolve: all is back" >>"$1"'
    run -0 incident edit
    [ "$(events | tail -4 | sort | tr '\n' ' ')" = 'amended amended resolved retracted ' ]
    incident export -o ndjson | jq -se 'any(.[].event; .kind == "amended" and .data.new == {kind: "hypothesis", text: "the network"})'
    incident export -o ndjson | jq -se 'any(.[].event; .kind == "amended" and .data.new.users == 500000 and .data.new.users_about == null and (.data.new | length) == 2)'
    run incident log
    [[ $output == *suspect*'the network'* ]]
    [[ $output != *'campaign off'* ]]
    [ -z "$(left)" ]
}

@test 'plain lines, added and then reclassified in the editor, are the timeline that was written with kinds' {
    cat >"$BATS_TEST_TMPDIR/kinds" <<'EOS'
= Checkout slow
date 2026-11-20 UTC
02:58 change: web 4.2.1 rolled out
03:02 impact users=~80%: checkout fails
03:02:30 detect by=monitoring: p99 above 8 s
03:03 suspect: the network in dc2
03:04 ack: on it
03:05 note: db1 answers ping
03:06 bob: note: counters look fine
03:08 dana: action: restarted web3
03:20 update to=customers: we are on it
03:22 rule-out network: no loss
~03:30 suspect: the disk of log1
03:35 rule-out log1: latency is normal
03:37 escalate to="database team": need a DBA
03:40-03:50 action: turned the campaign off
03:52 found: db1 at 500 of 500
03:55 suspect: the pool of 4.2.1
04:00 confirm pool: every node its own
04:07 mitigate: pool limited to 20
04:10 action: nodes restarted
04:12 note: error rate falls
04:15 update to=public: checkout is recovering
04:20 resolve: all traffic is back
04:30 severity 2: in hindsight
04:31 role commander bob:
04:32 note tag=db: pool metrics are missing
- cause: 4.2.1 opened too many connections
- lesson well: the database team was awake
- improve: alerts on the pool
- task corrective owner=dana: alert on pool size
- link: https://meet.example/k7qd
EOS
    incident add "$BATS_TEST_TMPDIR/kinds"
    typed=$(timeline)
    [ "$(wc -l <<<"$typed")" = 31 ]
    incident close
    # the same without kinds, without who, and without tags
    sed -E '3,$s/^(- |[~0-9:-]+ )([a-z]+: )?(change|impact|detect|suspect|ack|note|action|update|rule-out|escalate|found|confirm|mitigate|resolve|severity|role|cause|lesson|improve|task|link)( [^:]*)?: ?/\1/; s/^- /? /; s/^(04:31) $/\1 bob leads/' "$BATS_TEST_TMPDIR/kinds" >"$BATS_TEST_TMPDIR/plain"
    incident add "$BATS_TEST_TMPDIR/plain"
    run -0 bash -c '"$0" export -o ndjson | jq -r .event.kind | sort | uniq -c | tr -s " "' "$INCIDENT"
    [ "${lines[*]}" = ' 30 note  1 opened' ]
    # each line gets the head that it has in the file with kinds, behind the handle that it has
    cat >"$BATS_TEST_TMPDIR/reclassify" <<'EOS'
import sys
kinds = [line.rstrip("\n") for line in open(sys.argv[1]) if not line.startswith(("=", "date"))]
lines = open(sys.argv[2]).read().split("\n")
texts = {line.rsplit(": ", 1)[-1] if ": " in line else "bob leads": line for line in kinds}
for number, line in enumerate(lines):
    if "note: " in line and not line.startswith("#"):
        handle, text = line.split(" ", 1)[0], line.split("note: ", 1)[1]
        typed = texts[text]
        lines[number] = handle + "  " + ("? " + typed[2:] if typed.startswith("- ") else typed)
open(sys.argv[2], "w").write("\n".join(lines))
EOS
    editor "python3 '$BATS_TEST_TMPDIR/reclassify' '$BATS_TEST_TMPDIR/kinds' \"\$1\""
    run -0 incident edit
    diff <(echo "$typed") <(timeline)
}

@test 'texts of several lines, with blanks and bars, come through an editor as they were' {
    incident open Outage
    printf 'one\n\n  | two  \n\ttab \\ "quoted": x ' | incident note -
    printf ' # blank before\n' | incident note -
    incident escalate --to 'a "b\" c: d' --actor 'Bob = B.' --at '2026-11-20 10:00' --until '2026-11-25 10:00' 'kind: text'
    before=$(incident export -o ndjson)
    editor 'true'
    incident edit
    [ "$(incident export -o ndjson)" = "$before" ]
    editor 'sed -i "s/kind: text/kind: other/" "$1"'
    incident edit
    [ "$(incident export -o ndjson | tail -1 | jq -c .event.data.new)" = '{"text":"kind: other"}' ]
}

@test 'what somebody else changed meanwhile is shown and not overwritten; what nobody touched here does not matter' {
    outage
    network=$(handle 'suspected network issue') campaign=$(handle 'campaign off')
    editor "$INCIDENT amend $network 'network, says dana'; sed -i 's/suspected network issue/network, says bob/' \"\$1\""
    run -5 --separate-stderr incident edit
    [[ $stderr == *"$network was corrected by somebody else"* ]]
    [[ $stderr == *'now'*'network, says dana'* ]]
    [[ $stderr == *'incident edit --resume '* ]]
    [ "$(events | grep -c amended)" = 1 ]
    # resumed with what stands there now, the rest goes in
    file=$(left | grep -v orig)
    sed -i -e 's/network, says bob/network, says dana/' -e 's/restarted web3/restarted web4/' "$file"
    incident retract "$campaign"
    run -0 incident edit --resume "$file"
    [ "$(events | grep -c amended)" = 2 ]
    [ "$(events | grep -c retracted)" = 1 ]
    [ -z "$(left)" ]
}

@test 'an editor that dies leaves the file, and the command that takes it up again' {
    outage
    editor 'sed -i "s/restarted web3/restarted web4/" "$1"; kill -9 $$'
    run -1 --separate-stderr incident edit
    [ "$(events | grep -c amended)" = 0 ]
    [[ $stderr == *'incident edit --resume '* ]]
    run -0 incident edit --resume "$(left | grep -v orig)"
    [ "$(events | grep -c amended)" = 1 ]
    editor 'exit 3'
    run -1 --separate-stderr incident edit
    [[ $stderr == *'ended with 3'* ]]
}

@test 'a line that is not understood is an error by its line, and nothing is recorded' {
    outage
    before=$(incident export -o ndjson)
    editor 'sed -i "s/users=~80%/users=most/" "$1"; echo "no time at all" >>"$1"'
    run -2 --separate-stderr incident edit
    [[ $stderr == *'line '*'most'*'line '*'no time'*'--resume'* ]]
    [ "$(incident export -o ndjson)" = "$before" ]
    editor ': >"$1"'
    run -2 --separate-stderr incident edit
    [[ $stderr == *'no entry is left'* ]]
    [ "$(incident export -o ndjson)" = "$before" ]
}

@test 'with the recorder gone at the end, what was written is kept' {
    outage
    editor "sed -i 's/restarted web3/restarted web4/' \"\$1\"; kill $daemon; while kill -0 $daemon 2>/dev/null; do sleep 0.05; done"
    run ! --separate-stderr incident edit
    [[ $stderr == *'incident edit --resume '* ]]
    grep -q 'restarted web4' "$(left | grep -v orig)"
    wait "$daemon" || true
    daemon=
    daemon_start
    run -0 incident edit --resume "$(left | grep -v orig)"
    [ "$(events | grep -c amended)" = 1 ]
}
