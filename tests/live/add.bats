# SPDX-License-Identifier: MIT
# incident add: a file of lines goes in at once, or not at all.

load helper

add() # TEXT…: a line each
{
    printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/lines"
    incident add "$BATS_TEST_TMPDIR/lines"
}

# The timeline without what differs between two recordings of the same: ids, handles, and when it was recorded.
timeline() # REF
{
    incident export -o ndjson "$1" | jq -c '.event |
        {kind, at, at_given, until, about, text, actor, tags, data: (.data // {} | del(.target)), about_an_entry: (.data.target != null)}'
}

thirty_lines()
{
    cat <<'EOS'
= Checkout slow and failing
date 2026-11-20 UTC
02:58 change: web 4.2.1 rolled out to all nodes
03:02 impact users=~80%: checkout slow or failing
03:02:30 detect by=monitoring: p99 of /checkout above 8 s
03:03 suspect: the network in dc2
03:04 ack
03:05 db1 answers ping
03:06 bob: link counters look fine
03:08 dana: action: restarted web3 with kill -9
03:10 note tag=db: pool metrics are missing
03:12 severity 2: most users
03:14 role commander bob:
03:20 update to=customers next=30m: We are looking into slow checkouts.
03:22 rule-out network: no loss, no errors on any link
~03:30 suspect: the disk of log1
03:35 rule-out: latency is normal
03:37 escalate to="database team": need a DBA
03:40-03:50 action: turned the campaign off
03:52 found: db1 at 500 of 500 connections
03:55 suspect: the pool of 4.2.1
04:00 confirm pool: every node opened its own
04:07 mitigate: pool limited to 20
? somebody rebooted log1
04:20 resolve: all traffic is back
- cause: 4.2.1 opened too many connections
- lesson well: the database team was awake
- improve: alerts on the database pool
- task corrective owner=dana: alert on pool size
- link: https://meet.example/k7qd
EOS
}

one_by_one()
{
    local day=2026-11-20
    incident open 'Checkout slow and failing' --at "$day 02:58"
    incident change 'web 4.2.1 rolled out to all nodes' --at "$day 02:58"
    incident impact 'checkout slow or failing' --users '~80%' --at "$day 03:02"
    incident detect 'p99 of /checkout above 8 s' --by monitoring --at "$day 03:02:30"
    incident suspect 'the network in dc2' --at "$day 03:03"
    incident ack --at "$day 03:04"
    incident note 'db1 answers ping' --at "$day 03:05"
    incident note 'link counters look fine' --actor bob --at "$day 03:06"
    incident act 'restarted web3 with kill -9' --actor dana --at "$day 03:08"
    incident note 'pool metrics are missing' --tag db --at "$day 03:10"
    incident severity 2 'most users' --at "$day 03:12"
    incident role commander bob --at "$day 03:14"
    incident update 'We are looking into slow checkouts.' --to customers --next "$day 03:50" --at "$day 03:20"
    incident rule-out network 'no loss, no errors on any link' --at "$day 03:22"
    incident suspect 'the disk of log1' --at "~$day 03:30"
    incident rule-out 'the disk of log1' 'latency is normal' --at "$day 03:35"
    incident escalate 'need a DBA' --to 'database team' --at "$day 03:37"
    incident act 'turned the campaign off' --at "$day 03:40" --until "$day 03:50"
    incident found 'db1 at 500 of 500 connections' --at "$day 03:52"
    incident suspect 'the pool of 4.2.1' --at "$day 03:55"
    incident confirm pool 'every node opened its own' --at "$day 04:00"
    incident mitigate 'pool limited to 20' --at "$day 04:07"
    incident note 'somebody rebooted log1' --at unknown
    incident resolve 'all traffic is back' --at "$day 04:20"
    incident cause '4.2.1 opened too many connections' --at unknown
    incident lesson --well 'the database team was awake' --at unknown
    incident improve 'alerts on the database pool' --at unknown
    incident task add 'alert on pool size' --corrective --owner dana --at unknown
    incident link https://meet.example/k7qd --at unknown
}

@test 'thirty lines at once are the timeline that was typed entry by entry' {
    one_by_one >/dev/null
    ref=$(incident list --json | jq -r '.[].ref')
    timeline "$ref" >"$BATS_TEST_TMPDIR/typed"
    incident close -i "$ref"
    thirty_lines | incident add -
    new=$(incident list --json | jq -r '.[0].ref')
    [ "$new" != "$ref" ]
    timeline "$new" >"$BATS_TEST_TMPDIR/added"
    diff "$BATS_TEST_TMPDIR/typed" "$BATS_TEST_TMPDIR/added"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/added")" = 29 ]
    run incident log "$new"
    [[ $output == *'ruled out 03:22, 19 min lost'* ]]
}

@test 'without a title the lines go where notes go; the first one opens an incident if none is open' {
    add '10:32 first' '10:33 second'
    [ "$(incident list --json | jq length)" = 1 ]
    incident open Other
    run -0 add '10:40 third'
    ref=$(incident list --json | jq -r '.[] | select(.title == "Other") | .ref')
    [[ $output == *"[$ref"* ]]
}

@test 'a clock over midnight rolls the day, and that is said with its line' {
    run -0 --separate-stderr add 'date 2026-11-19 UTC' '23:50 before' '00:10 behind'
    [ "$stderr" = 'line 3: 00:10 is of the next day, 2026-11-20' ]
    [[ $output == *'2026-11-20 00:10:00 UTC'*behind* ]]
}

@test 'what is not understood is a note, and that is said with its line' {
    run -0 --separate-stderr add '10:32 impact users=banana: what' 'no time at all'
    [[ $stderr == *'line 1: '*banana* ]]
    [[ $stderr == *'line 2: no time'* ]]
    incident export -o ndjson | jq -se 'any(.[].event; .text == "impact users=banana: what" and .kind == "note")'
    incident export -o ndjson | jq -se 'any(.[].event; .text == "no time at all" and .kind == "note" and (has("at") | not))'
}

@test 'all or none: a line that the log refuses is named, and nothing is recorded' {
    incident open Outage
    before=$(incident export -o ndjson)
    run -3 --separate-stderr add '10:32 good' '10:33 rule-out moonlight: no' '10:34 good, too'
    [[ $stderr == *moonlight*'line 2'* ]]
    [ "$(incident export -o ndjson)" = "$before" ]
    run -2 --separate-stderr add '10:32 good' '10:33 impact:' '10:34'
    [[ $stderr == *'line 2: text of impact'*'line 3: text of note'* ]]
    [ "$(incident export -o ndjson)" = "$before" ]
}

@test 'a file of more entries than one call takes is refused before anything is sent' {
    incident open Outage
    for ((i = 0; i < 1001; i++)); do echo "10:32 entry $i"; done >"$BATS_TEST_TMPDIR/many"
    run -1 --separate-stderr incident add "$BATS_TEST_TMPDIR/many"
    [[ $stderr == *'1001 entries are more than go in at once: 1000'* ]]
    [ "$(incident export -o ndjson | wc -l)" = 1 ]
    head -1000 "$BATS_TEST_TMPDIR/many" | incident add - >/dev/null
    [ "$(incident export -o ndjson | wc -l)" = 1001 ]
}

@test 'a dry run shows the log that would be, and records nothing' {
    thirty_lines >"$BATS_TEST_TMPDIR/lines"
    run -0 incident add --dry-run "$BATS_TEST_TMPDIR/lines"
    [[ $output == *'Friday 20 November 2026, UTC'* ]]
    [[ $output == *'03:03'*suspect*'the network in dc2'*'ruled out 03:22, 19 min lost'* ]]
    [[ $output == *cause*'4.2.1 opened too many connections'* ]]
    [ "$(incident list --all --json | jq length)" = 0 ]
}

@test 'what could not be sent comes back, and the file is as it was' {
    daemon_stop
    run -1 --separate-stderr incident add - <<<'10:32 kept'
    [ "$output" = '10:32 kept' ]
    run -1 --separate-stderr add '10:32 kept'
    [ "$(cat "$BATS_TEST_TMPDIR/lines")" = '10:32 kept' ]
}

@test 'a file that is no text, or not there, is an error that names it' {
    run -1 --separate-stderr incident add "$BATS_TEST_TMPDIR/none"
    [[ $stderr == *none*'No such file'* ]]
    printf '10:32 \xff\n' >"$BATS_TEST_TMPDIR/binary"
    run -2 --separate-stderr incident add "$BATS_TEST_TMPDIR/binary"
    [[ $stderr == *'no UTF-8 text'* ]]
    run -2 --separate-stderr incident add - </dev/null
    [[ $stderr == *'no entry'* ]]
}
