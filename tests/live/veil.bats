# SPDX-License-Identifier: MIT
# What leaves the house with --pseudonyms and --redact: through the shipped programs, in every format.
load helper

setup()
{
    directories
    daemon_start
    incident -qq open 'web is down' --at 1h
    incident -qq note 'Zoltan saw 10.1.2.3 with password=hunter22xyz' --actor zoltan
    incident -qq task add 'ask OPS-17' --owner zoltan
}

formats()
{
    incident export -o help | cut -d ' ' -f 1-
}

@test 'no export shows a name or a secret, and without the options every one does' {
    for format in $(formats); do
        run -0 incident export -o "$format" --pseudonyms --redact
        [[ ${output,,} != *zoltan* && $output != *hunter22* && $output != *10.1.2.3* ]] || { echo "$format: $output"; false; }
        [[ $output == *'Engineer '* && $output == *'[password'* ]]
        run -0 incident export -o "$format"
        [[ ${output,,} == *zoltan* && $output == *hunter22* ]]
        [[ $output != *Pseudonyms* && $output != *veiled* ]]
    done
    [ -n "$format" ]
}

@test 'a document that was veiled stays so when it is refreshed, by its first line' {
    cd "$BATS_TEST_TMPDIR"
    incident -qq postmortem pm.md --pseudonyms --redact
    incident -qq note 'zoltan restarted 10.9.8.7'
    incident -qq postmortem pm.md
    run -0 cat pm.md
    [[ $output == *' restarted '* && ${output,,} != *zoltan* && $output != *10.9.8.7* ]]
    [[ ${lines[0]} == *'pseudonyms=yes redact=yes -->' ]]
    [[ $output == *'Pseudonyms stand for '*'Redacted: '* ]]
    incident -qq postmortem open.md
    grep -qi zoltan open.md
}

@test 'rules of a file of ones own hide, too, and a bad one stops everything' {
    printf 'ticket OPS-[0-9]+\n' >"$BATS_TEST_TMPDIR/rules"
    run -0 incident export -o json --redact-rules "$BATS_TEST_TMPDIR/rules"
    [[ $output == *'ask [ticket]'* && $output != *OPS-17* ]]
    printf '\nticket (\n' >"$BATS_TEST_TMPDIR/rules"
    run -2 incident export -o json --redact-rules "$BATS_TEST_TMPDIR/rules"
    [[ $output == *"rules:2: missing closing parenthesis"* && $output != *OPS-17* ]]
    run -2 incident export --redact-rules "$BATS_TEST_TMPDIR/none"
    [[ $output == *'none: No such file'* ]]
}

@test 'the json of a veiled export counts what was hidden' {
    run -0 incident export -o json --redact --pseudonyms
    [ "$(jq -c '.veiled.redacted | [.password, .["IP address"]]' <<<"$output")" = '[1,1]' ]
    run -0 incident export -o json
    [ "$(jq -c '.veiled' <<<"$output")" = null ]
}
