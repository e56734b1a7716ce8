# SPDX-License-Identifier: MIT
# The text rule: each sentence of it, from what is typed to what is on the log.

load helper

# Of the event that was recorded last.
last() # JQ
{
    incident export -o ndjson | jq -sc "max_by(.event.seq).event | $1"
}

recorded() # TEXT: it is the last one
{
    local text
    text=$(printf '%s' "$1" | jq -Rsc .)
    echo "recorded: $(last .text), expected: $text"
    [ "$(last .text)" = "$text" ]
}

@test 'words are joined with one space' {
    incident note db1   answers ping
    recorded 'db1 answers ping'
    incident note 'db1   answers' ping
    recorded 'db1   answers ping'
}

@test 'a dash inside the text is text' {
    incident note restarted with kill -9
    recorded 'restarted with kill -9'
    incident note rm --no-preserve-root - -q
    recorded 'rm --no-preserve-root - -q'
}

@test 'a long option that the verb knows is taken anywhere' {
    incident note db1 --at 5m is --tag db down
    recorded 'db1 is down'
    [ "$(last .tags)" = '["db"]' ]
}

@test 'two dashes end the options' {
    incident note use -- --at 5m
    recorded 'use --at 5m'
    incident note -- -9
    recorded '-9'
}

@test 'a dash reads stdin, byte for byte but for the last newline' {
    printf 'first\n\n  second\ttab\n' | incident note -
    [ "$(last .text)" = '"first\n\n  second\ttab"' ]
}

@test 'stdin is read after the options were checked' {
    printf 'kept' >"$BATS_TEST_TMPDIR/in"
    exec 4<"$BATS_TEST_TMPDIR/in"
    run -2 "$INCIDENT" note - --at nonsense <&4
    [ "$(cat <&4)" = kept ]
    exec 4<&-
}

@test 'more than 64 KiB is recorded up to there, cut at a character, and the cut is said' {
    incident note first
    { printf x; printf 'é%.0s' {1..40000}; } >"$BATS_TEST_TMPDIR/long"
    run -0 --separate-stderr incident -q note - <"$BATS_TEST_TMPDIR/long"
    [[ $stderr == *'longer than 64 KiB'* ]]
    [ "$(last '.text | utf8bytelength')" = 65535 ]
}

@test 'exactly 64 KiB is recorded whole, and nothing is said' {
    head -c 65536 /dev/zero | tr '\0' x >"$BATS_TEST_TMPDIR/long"
    run -0 --separate-stderr incident -q note - <"$BATS_TEST_TMPDIR/long"
    [ -z "$stderr" ]
    [ "$(last '.text | utf8bytelength')" = 65536 ]
}

@test 'bytes that are no UTF-8 are replaced, and that is said' {
    run -0 --separate-stderr bash -c 'printf "caf\xe9" | "$INCIDENT" -q note -'
    [[ $stderr == *'no UTF-8'* ]]
    recorded $'caf\ufffd'
    run -0 --separate-stderr incident -q note $'caf\xe9'
    [[ $stderr == *'no UTF-8'* ]]
}

@test 'no words in a pipe is a usage error, and an empty text, too' {
    run -2 --separate-stderr incident note </dev/null
    [[ $stderr == 'incident: no text'*'incident note -' ]]
    run -2 incident note ''
    run -2 bash -c 'printf "" | "$INCIDENT" note -'
    run -2 incident note '   '
    [ -z "$(incident list)" ]
}

@test 'no words on a terminal asks for one line' {
    printf 'typed at the prompt\n' >"$BATS_TEST_TMPDIR/line"
    run -0 script -qec "$INCIDENT note" /dev/null <"$BATS_TEST_TMPDIR/line"
    [[ $output == *'text: '*'typed at the prompt'* ]]
    recorded 'typed at the prompt'
}

@test 'a text that moves the cursor is stored as it is and shown as it is not' {
    evil=$'a\e[2Jb\u202ec'
    run -0 incident note "$evil"
    [[ $output != *$'\e'* ]]
    [[ $output != *$'\u202e'* ]]
    recorded "$evil"
}

@test 'a failure prints the text back untouched' {
    evil=$'one\ttwo\e[31m  three'
    run -2 --separate-stderr incident note --at nonsense "$evil"
    [ "$output" = "$evil" ]
}
