# SPDX-License-Identifier: MIT
# What was typed and not meant so: it is refused or recorded, but never in silence, and always with the command that mends it.

load helper

@test 'a short option behind the text is text, and the command that mends it is said' {
    ref=$(incident -q open first)
    incident -qq open second
    run -0 --separate-stderr incident note it is back -i "$ref"
    [[ $output == *'  it is back -i '* ]]
    [[ $stderr == *'short options go before the text'*"incident move ${output%% *} --to $ref"*"incident amend ${output%% *} 'it is back'" ]]
    run -0 --separate-stderr incident note all is well -qq
    [[ $stderr == *"incident amend ${output%% *} 'all is well'" ]]
    for text in 'restarted with kill -9' 'grep -i error' 'rm --no-preserve-root'; do
        run -0 --separate-stderr incident note $text
        [[ $stderr != *'recorded as text'* ]]
    done
    run -0 --separate-stderr incident note -- look -qq
    [[ $stderr != *'recorded as text'* ]]
}

@test 'a long option that is misspelt inside the text is recorded, and said' {
    run -0 --separate-stderr incident detect p99 is high --att 5m
    [[ $output == *'  p99 is high --att 5m  '* ]]
    [[ $stderr == *'did you mean --at?'*"incident amend ${output%% *} --at 5m 'p99 is high'" ]]
    run -0 incident amend "${output%% *}" --at 5m 'p99 is high'
}

@test 'a share of users is not the private log' {
    run -2 --separate-stderr incident impact x --user 80%
    [[ $stderr == *'did you mean --users?'* ]]
    run -2 --separate-stderr incident impact x --user=80%
    [[ $stderr == *'did you mean --users?'* ]]
}

@test 'an impact that would end before it began is refused' {
    run -2 --separate-stderr incident impact slow --until 2h
    [ "$output" = slow ]
    [[ $stderr == *'--at TIME'* ]]
    run -0 incident impact slow --at 3h --until 2h
    [[ $output == *' to '*'  impact  '* ]]
    run -0 incident amend last --until unknown
    [[ $output == *' until: '*' (was '* ]]
}

@test 'an answer that cannot be written is said, with the handle, and what is on disk is no failure' {
    run -0 --separate-stderr bash -c '"$INCIDENT" note hi >/dev/full'
    [[ $stderr == 'recorded as '????', but the answer could not be written: No space left on device' ]]
    run -0 --separate-stderr bash -c '"$INCIDENT" mitigate >/dev/full'
    [[ $stderr == 'recorded as '????', but the answer could not be written: No space left on device' ]]
    [ "$(incident export -o ndjson | jq -s 'map(select(.event.kind == "note" and .event.text == "hi")) | length')" = 1 ]
    run -1 bash -c '"$INCIDENT" list >/dev/full'
}

@test 'of several incidents the commands name each, and leave the other words alone' {
    for title in first second; do
        incident -qq open "$title"
    done
    run -3 --separate-stderr incident severity 2
    [ "$(grep -c 'incident -i [0-9a-z]* severity 2 ' <<<"$stderr")" = 2 ]
    run -3 --separate-stderr incident note -inosu all of nosu
    [ "$(grep -c 'incident note -i[0-9a-z]* all of nosu ' <<<"$stderr")" = 2 ]
    run -3 --separate-stderr incident status nosu
    [ "$(grep -c 'incident status [0-9a-z]* ' <<<"$stderr")" = 2 ]
}

@test 'words after what is no verb are kept, in the command that tries again' {
    run -2 --separate-stderr incident foobar hello world
    [ "$output" = 'foobar hello world' ]
    [[ $stderr == *'incident note foobar hello world'* ]]
    run -2 --separate-stderr incident confrm x
    [[ $stderr == *'incident confirm x'* ]]
    run -2 --separate-stderr incident task bar
    [[ $stderr == *'incident task add bar'* ]]
    run -2 --separate-stderr incident task lst
    [[ $stderr == *'incident task list'* ]]
}

@test 'errors speak of what is typed, not of how it is kept' {
    run -2 --separate-stderr incident severity high
    [[ $stderr == *'LEVEL "high"'* ]]
    run -2 --separate-stderr incident handover
    [[ $stderr == *'which PERSON? incident handover PERSON'* ]]
    run -2 --separate-stderr incident impact x --users 80
    [[ $stderr == *'--users "80"'* ]]
    run -2 --separate-stderr incident detect x --by monitorin
    [[ $stderr == *'did you mean monitoring?'* ]]
    run -2 --separate-stderr incident escalate x
    [[ $stderr == *'incident escalate --to '* ]]
    run -2 --separate-stderr incident note x --at '02:00 CET'
    [[ $stderr == *'CET is no zone that is known here'* ]]
}

@test 'what cannot be ruled out says what can, and a handle is no text' {
    run -3 --separate-stderr incident confirm
    [[ $stderr == *'incident suspect TEXT'* ]]
    incident -qq suspect one
    handle=$(incident -q suspect two)
    run -3 --separate-stderr incident rule-out
    [[ $stderr == *'which of them?'* ]]
    incident -qq retract "$handle"
    run -5 --separate-stderr incident confirm "$handle"
    [ -z "$output" ]
    [[ $stderr == *"incident show $handle"* ]]
    run -5 --separate-stderr incident confirm "$handle" no loss
    [ "$output" = 'no loss' ]
}

@test 'last, for a ruling, is no escalation, and never text' {
    suspicion=$(incident -q suspect packet loss)
    incident -qq escalate --to dba need a DBA
    run -0 incident rule-out last no loss
    [[ $output == *'  packet loss: no loss  '* ]]
    incident -qq retract last
    incident -qq retract "$suspicion"
    run -3 --separate-stderr incident rule-out last no loss
    [ "$output" = 'last no loss' ]
    [[ $stderr == *'"last"'* ]]
}

@test 'words and options that a verb would not look at are refused' {
    incident -qq note one
    for words in 'list foo bar' 'export last extra' 'status last extra' 'version extra' 'verify --at 5m' 'list -i last'; do
        run -2 incident $words
    done
    run -0 incident -o help
    [[ $output == *'ndjson'* ]]
}

@test 'what is pinned, or expunged, is not so twice' {
    handle=$(incident -q note one)
    run -0 incident pin "$handle"
    run -0 --separate-stderr incident pin "$handle"
    [ -z "$output" ]
    [[ $stderr == *'pinned already' ]]
    run -0 --separate-stderr incident expunge "$handle" a secret
    [[ $stderr == *'removed for good: the text of note'* ]]
    run -5 --separate-stderr incident expunge "$handle" a secret
    [[ $stderr == *'expunged already'* ]]
}

@test 'a link that is none is a warning' {
    incident -qq note one
    run -0 --separate-stderr incident link not-a-url
    [[ $stderr == *'is no URL'* ]]
    run -0 --separate-stderr incident link https://meet.example/x
    [ -z "$stderr" ]
}

@test 'switch alone says where a note goes' {
    run -0 incident switch
    [ "$output" = 'nothing is open' ]
    ref=$(incident -q open first)
    run -0 incident switch
    [ "$output" = "nothing chosen; a note goes to $ref  first" ]
}

@test 'entries that are there already are left out of a move, and counted' {
    from=$(incident -q open first)
    to=$(incident -q open second)
    incident -qq -i "$from" note one
    run -0 incident -i "$from" move --since 1h --to "$to"
    run -0 --separate-stderr incident -i "$to" move --since 1h --to "$to"
    [ -z "$output" ]
    [[ $stderr == "0 moved, 1 left out: in $to already" ]]
}

@test 'a handover prints the incident that was handed over, and no other' {
    first=$(incident -q open first)
    incident -qq open second
    run -0 incident -i "$first" handover carol
    [[ $output == *first* ]]
    [[ $output != *second* ]]
}

@test 'the severity of a severity entry is its level, and a field that a kind has not is answered with those it has' {
    incident -qq open first
    incident -qq severity 3
    run -0 incident amend last --severity 2
    [[ $(incident list) == *' 2 '*first* ]]
    run -2 --separate-stderr incident amend last --owner dana
    [[ $stderr == *'severity has no --owner'*'--to'* ]]
}

@test 'the answer repeats all that was recorded' {
    incident -qq note one
    run -0 incident lesson --well the team was awake
    [[ $output == *'(well)'* ]]
    run -0 incident update recovering --to customers --next '2030-01-02 10:00 UTC'
    [[ $output == *'next 2030-01-02 10:00 UTC'* ]]
    handle=$(incident -q suspect the network)
    run -0 incident confirm "$handle" no answer from it
    [[ $output == *'the network: no answer from it'* ]]
    run -0 incident amend last --at unknown
    [[ $output != *nothing* ]]
}

@test 'an end before the start, an end without a cause, an end taken back: each is said' {
    incident -qq open first --at 1h
    handle=$(incident -q resolve over)
    run -0 --separate-stderr incident retract "$handle"
    [[ $stderr == *' is open now' ]]
    run -0 --separate-stderr incident resolve over --at 2h
    [[ $stderr == *'resolved before it started'* ]]
    run -0 --separate-stderr incident close
    [[ $stderr == *'missing: detection, cause'* ]]
}

@test 'the help of a verb lists what means something to it' {
    run -0 incident help list
    [[ $output != *--at* ]]
    [[ $output == *'incident help options'* ]]
    [[ ${lines[0]} == 'incident list' ]]
    run -0 incident help note
    [[ $output == *--at*'short'* || $output == *'Short options go before it'*--at* ]]
    [[ $output != *--color* ]]
    run -0 incident help task
    for verb in add list done drop; do
        [[ $output == *"incident task $verb"* ]]
    done
}

@test 'a name that is empty is refused, and is no other incident, no text and no entry' {
    incident -qq suspect the network
    for words in 'retract' 'pin' 'rule-out' 'confirm' 'task done' 'task drop' 'show' 'status' 'log' 'switch' 'merge'; do
        for empty in '' ' '; do
            run -2 --separate-stderr incident $words "$empty"
            [[ $stderr == *"\"$empty\" names nothing"*"hint:   incident $words "* ]]
        done
    done
    run -2 --separate-stderr incident amend '' another text
    [ "$output" = 'another text' ]
    run -2 incident rule-out '' because
    run -2 incident pin last ''
    run -2 incident move last '' --to last
    run -2 incident expunge '' a secret
    run -2 --separate-stderr incident move last --to ''
    [[ $stderr == *'where to?'* ]]
    run -2 --separate-stderr incident -i '' note one
    [ "$output" = one ]
    [[ $stderr == *'--incident is empty'*'-i REF'* ]]
    run -2 incident -i ''
    run -2 --separate-stderr incident note one --actor ''
    [[ $stderr == *'--actor is empty'* ]]
    run -2 --separate-stderr incident note one --tag db --tag ' '
    [[ $stderr == *'--tag is empty'* ]]
    [ "$(incident export -o ndjson | wc -l)" = 2 ]
    INCIDENT_ID='' run -0 incident note one
}
