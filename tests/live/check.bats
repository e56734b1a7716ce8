# SPDX-License-Identifier: MIT
# incident check: what an incident, or the document made of it, still lacks, and the command that mends it.
load helper

finds() # NAME WORDS…: the finding of this name says these words
{
    grep -E " (error|advice) +$1 " <<<"$output" | grep -q -F -e "${*:2}" || { echo "no $1: ${*:2}"; return 1; }
}

lacks() # NAME…: there is no such finding
{
    local name
    for name; do
        ! grep -E " (error|advice) +$name( |$)" <<<"$output" || return 1
    done
}

whole() # an incident that lacks nothing; its ref in $ref
{
    ref=$(incident -q open web is down --at 3h)
    incident -qq impact nobody can pay --users 80% --at 3h
    detected=$(incident -q detect p99 above 8 s --by monitoring --at 170m)
    incident -qq suspect the network --at 160m
    incident -qq rule-out last no loss on any link --at 150m
    incident -qq escalate need a DBA --to 'database team' --at 140m
    incident -qq resolve pool limited to 20 --at 1h
    incident -qq cause every node opened a pool of its own
    task=$(incident -q task add alert on pool size --owner dana --due 'in 7 days')
}

@test 'an incident that lacks nothing: no output, exit 0' {
    whole
    run -0 --separate-stderr incident check
    [ "$output" = '' ] && [ "$stderr" = '' ]
    run -0 incident check --strict "$ref"
}

@test 'a new incident lacks everything, and each finding is the command that mends it' {
    ref=$(incident -q open web is down)
    run -1 incident check
    finds no-detection-method "incident detect -i $ref TEXT --by monitoring"
    finds no-impact "incident impact -i $ref TEXT --users SHARE --at TIME"
    finds no-root-cause "incident cause -i $ref TEXT"
    finds no-misleading-path "incident rule-out WHICH WHY"
    finds no-escalation "incident escalate -i $ref TEXT --to WHOM, or incident note -i $ref \"no escalation\""
    finds no-resolution "incident resolve -i $ref TEXT --at TIME"
    [ "${lines[-1]}" = '6 errors, 0 advice' ]
}

@test 'what is said not to have been is not missing' {
    incident -qq open web is down
    incident -qq note there was no misleading path
    incident -qq note no escalation was needed
    run -1 incident check
    lacks no-misleading-path no-escalation
    finds no-impact incident
}

@test 'the place of a finding is the handle, and its command works as it stands' {
    incident -qq open web is down
    detected=$(incident -q detect it hangs)
    run -1 incident check
    finds no-detection-method "incident amend $detected --by monitoring"
    [[ $output == *"$detected  error   no-detection-method"* ]]
    incident -qq amend "$detected" --by monitoring
    run -1 incident check
    lacks no-detection-method
}

@test 'advice does not fail, unless --strict' {
    whole
    task=$(incident -q task add write it down)
    suspicion=$(incident -q suspect the moon)
    secret=$(incident -q note 'psql password=Xk29!vQz7pL' --at 2h)
    future=$(incident -q note it will be so --at 'in 3h')
    incident -qq amend "$detected" --at 4h
    run -0 incident check
    finds task-without-owner "\"write it down\": incident amend $task --owner WHO"
    finds task-without-due "\"write it down\": incident amend $task --due DAY"
    finds hypothesis-open "\"the moon\": incident rule-out $suspicion WHY"
    finds possible-secret "looks like a password: incident expunge $secret WHY"
    finds time-in-future "incident amend $future --at TIME"
    finds milestone-order "detected "
    finds milestone-order "incident amend $detected --at TIME"
    [[ $output != *Xk29* ]]
    [ "${lines[-1]}" = '0 errors, 6 advice' ]
    run -1 incident check --strict
    run -0 incident check --strict --ignore task-without-owner --ignore task-without-due --ignore hypothesis-open \
        --ignore possible-secret --ignore time-in-future --ignore milestone-order
    [ "$output" = '' ]
    incident -qq task drop "$task"
    run -0 incident check
    lacks task-without-owner task-without-due
}

@test 'a finding that does not exist is not ignored in silence' {
    run -2 incident check --ignore no-detection-metod
    [[ $output == *'--ignore no-detection-method'* ]]
    run -0 incident help checks
    [[ $output == *'no-detection-method   error '* ]]
}

@test 'a document of an incident that the recorder has is held against its figures, and its fix has the handle' {
    whole
    cd "$BATS_TEST_TMPDIR"
    incident -qq postmortem ./pm.md
    run -0 incident check ./pm.md --ignore placeholder-left --ignore too-few-words
    [ "$output" = '' ]
    sed -i 's/^\*\*Duration:.*/**Duration:** 40 minutes/; s/by monitoring/somehow/' pm.md
    sed -i '/^- .*Detected/d' pm.md
    run -1 incident check ./pm.md
    finds duration-mismatch 'says 40 min; the timeline gives 2 h'
    finds no-detection-method "incident amend $detected --by monitoring"
}

@test 'a document needs no recorder, and starts none' {
    daemon_stop
    cd "$BATS_TEST_TMPDIR"
    unset INCIDENT_SOCKET
    run -1 incident check "$INCIDENT_SOURCE_ROOT/tests/cases/check/bad-duration.md"
    [[ ${lines[0]} == *'bad-duration.md:5  error   duration-mismatch  says 45 min; the timeline gives 1 h 30 min' ]]
    run -0 incident check "$INCIDENT_SOURCE_ROOT/tests/cases/check/good-ours.md"
    [ "$output" = '' ]
    run -1 incident check - <"$INCIDENT_SOURCE_ROOT/tests/cases/check/bad-duration.md"
    [[ $output == 'standard input:5 '* ]]
    [ -z "$(ls -A "$HOME")" ]
}

@test 'a finding is an object a line with -o json' {
    run -1 incident check -o json "$INCIDENT_SOURCE_ROOT/tests/cases/check/bad-end.md"
    [ "$(jq -r '[.line, .level, .name, .message, .fix] | map(tostring) | join("|")' <<<"$output")" = \
        '5|error|duration-mismatch|says 2 h 30 min; the timeline gives 1 h 30 min|null' ]
    ref=$(incident -q open web is down)
    run -1 incident check -o json
    [ "$(jq -r 'select(.name == "no-impact") | [.file, .line, .incident, .fix] | map(tostring) | join("|")' <<<"$output")" = \
        "null|null|$ref|incident impact -i $ref TEXT --users SHARE --at TIME" ]
}

@test 'another template has other sections, and one of your own has yours' {
    cd "$BATS_TEST_TMPDIR"
    printf '## Summary\n\n## Weather\n' >mine.md
    run -1 incident check --template google-sre "$INCIDENT_SOURCE_ROOT/tests/cases/check/good-ours.md"
    finds missing-section '"Lessons Learned"'
    run -1 incident check --template ./mine.md "$INCIDENT_SOURCE_ROOT/tests/cases/check/good-ours.md"
    finds missing-section '"Weather"'
    [ "${lines[-1]}" = '1 error, 0 advice' ]
    run -2 incident check --template none "$INCIDENT_SOURCE_ROOT/tests/cases/check/good-ours.md"
}

@test 'what cannot be read is said to be so' {
    run -1 incident check ./nothing.md
    [[ $output == *'./nothing.md could not be read'* ]]
    printf 'a\0b' >"$BATS_TEST_TMPDIR/binary.md"
    run -1 incident check "$BATS_TEST_TMPDIR/binary.md"
    [[ $output == *'no text in UTF-8'* ]]
    run -3 incident check zzzz
}
