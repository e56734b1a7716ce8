# SPDX-License-Identifier: MIT
# What the verbs that look say of what people did: of rulings, corrections, closed and expunged ones.
load helper

@test 'a ruling says what was ruled out, in the log and when it is shown' {
    suspicion=$(incident -q suspect suspected network issue)
    ruling=$(incident -q rule-out "$suspicion" no loss on any link)
    run -0 incident log
    [[ $output == *'suspected network issue: no loss on any link'* ]]
    run -0 incident show "$ruling"
    [[ $output == *"about       $suspicion suspected network issue"* ]]
    [[ $output != *target* ]]
}

@test 'one that was closed and never resolved has a length, and says so' {
    incident -qq impact slow --at 2h
    incident -qq close 'nobody complained' --at 30m
    run -0 incident status "$(incident -q list)"
    [[ $output == *'closed since '*'lasted 1 h 30 min, never resolved'* ]]
    run -0 incident list
    [[ $output == *'1 h 30  slow'* ]]
    run -0 incident postmortem
    [[ $output == *', when it was closed; never resolved.'* ]]
}

@test 'a title that was expunged is said to be so' {
    secret=$(incident -q note password hunter2)
    incident -qq expunge "$secret" a password
    run -0 incident list
    [[ $output == *'(expunged)' ]]
    run -0 incident log
    [[ $output == *'  (expunged)   open'* ]]
    run -0 incident export -o csv
    [[ $output == *'"note","(expunged)"'* ]]
}

@test 'an export of pinned entries, of which there are none, says so' {
    incident -qq note one
    run -0 --separate-stderr incident export -o md --pinned
    [ "$stderr" = 'no entry is pinned: incident pin WHICH' ]
    incident -qq pin last
    run -0 --separate-stderr incident export -o md --pinned
    [ "$stderr" = '' ]
}

@test 'a cause that was stated afterwards is not called missing' {
    incident -qq impact slow --at 2h
    incident -qq resolve over --at 1h
    cause=$(incident -q cause a full disk)
    run -0 incident show
    [[ $output == *"(stated afterwards: incident amend $cause --at TIME)"* ]]
    incident -qq amend "$cause" --at 90m
    run -0 incident show
    [[ $output != *'stated afterwards'* ]]
}

@test 'two statuses for customers can be told apart' {
    one=$(incident -q open web is down)
    two=$(incident -q open mail is down)
    run -0 incident status --for customers
    [[ $output == *"incident    $one"* && $output == *"incident    $two"* ]]
    [[ $output != *'web is down'* ]]
}

@test 'the audit says what was and what is, as people say it' {
    note=$(incident -q note typo heer)
    incident -qq amend "$note" typo here --at unknown
    run -0 incident log --audit
    [[ $output == *'text: typo here (was typo heer)'* && $output == *'at: unknown (was '* ]]
}

@test 'the audit of an incident says what became of an entry before it was moved there' {
    first=$(incident -q open 'checkout slow')
    second=$(incident -q open 'mail stuck')
    struck=$(incident -q -i "$first" note 'wrong host')
    amended=$(incident -q -i "$first" note 'db1 is down')
    plain=$(incident -q -i "$second" note 'of here')
    incident -qq -i "$first" retract "$struck" 'it was db2'
    incident -qq -i "$first" amend "$amended" 'db2 is down'
    incident -qq -i "$first" move "$struck" "$amended" --to "$second"
    incident -qq -i "$second" amend "$amended" 'db3 is down'
    incident -qq -i "$second" amend "$plain" 'of this one'
    run -0 incident log --audit "$second"
    said=$(sed -nE 's/^ +((retracted|amended|moved) .*|(text|incident): .*)/\1/p' <<<"$output" | sed 's/ 20.* by [^:]*//')
    [ "$(sort <<<"$said")" = "$(sort <<<"retracted: it was db2
moved
incident: $second (was $first)
amended
text: db2 is down (was db1 is down)
moved
incident: $second (was $first)
amended
text: db3 is down (was db2 is down)
amended
text: of this one (was of here)")" ]
    whole=$(incident -q open 'database slow')
    incident -qq merge "$second" --into "$whole"
    [ "$(incident log --audit "$whole" | grep -c 'was of here\|was db1 is down\|it was db2')" = 3 ]
}

@test 'an entry says which of its corrections were taken back, as the audit does' {
    incident -qq open 'checkout slow'
    note=$(incident -q note 'db1 is down')
    amendment=$(incident -q amend "$note" 'db2 is down')
    run -0 incident show "$note"
    [[ $output == *"$amendment  "*'  amended by '* ]]
    incident -qq retract "$amendment"
    run -0 incident show "$note"
    [[ $output == *"$amendment  "*'  amended (taken back) by '* ]]
    [[ $(incident log --audit) == *'amended (taken back) '* ]]
}

# The incident's id has 267d in it; the tail of the note's is 267d in base 32.
@test 'an entry whose handle is by chance a part of some incident'\''s id is shown, not the incident' {
    incident_id=01a2267d-318e-76b6-8370-ed46a8dd9e77
    printf '{"method":"io.incidentd.Recorder.Record","parameters":{"drafts":[
        {"id":"%s","kind":"opened","text":"web is down"},
        {"id":"01a2267d-31a2-70aa-b910-3b7b419118ed","kind":"note","text":"it hangs","incident":"%s"}]}}\0' \
        $incident_id $incident_id | socat -t5 - "UNIX-CONNECT:$socket" | tr -d '\0' | jq -e '.parameters.receipts[1].handle == "267d"'
    [ "$(incident show 267d --json | jq -r .entry.event.text)" = 'it hangs' ]
    [ "$(incident show 318e --json | jq -r .title)" = 'web is down' ]
    [ "$(incident show $incident_id --json | jq -r .title)" = 'web is down' ]
}
