# SPDX-License-Identifier: MIT
# What `incident __complete` answers to a shell: all that the tables have and nothing else, what the recorder knows
# if it answers at once, and nothing that does harm. tab.bats has real shells ask it.
load helper

# Everything here that is about what the recorder knows asks again: a machine under load may take too long.
choices() # WORD…
{
    incident __complete -- "$@" | cut -f 1 | grep .
}

has() # CHOICE WORD…
{
    choices "${@:2}" | grep -qxF -e "$1"
}

means() # PATTERN WORD…: a line of the answer is like that
{
    local line
    while IFS= read -r line; do
        # shellcheck disable=SC2053 # it is a pattern
        [[ $line != $1 ]] || return 0
    done < <(incident __complete -- "${@:2}")
    return 1
}

# All verbs, a line each; of a family (`task`) those of two words.
verbs()
{
    local first second family
    for first in $(choices ''); do
        family=
        for second in $(choices "$first" '' | grep -v -e ^--); do
            [[ $(incident help "$first" "$second" 2>/dev/null) == "incident $first $second"* ]] || continue
            echo "$first $second" && family=yes
        done
        [ -n "$family" ] || echo "$first"
    done
}

options_in_help() # VERB
{
    # shellcheck disable=SC2086 # they are words
    { incident help $1; incident help options; } | grep -oE -e '^ +(-[a-z], )?--[a-z-]+' | grep -oE -e '--[a-z-]+' | sort -u
}

# The parser's own verdict; what it is about comes after the options.
is_taken() # VERB OPTION
{
    local value=1
    case $2 in
    --tz) value=UTC ;;
    --color) value=auto ;;
    --output) value=help ;;
    --redact-rules) value=/dev/null ;;
    esac
    # shellcheck disable=SC2086 # they are words
    incident $1 "$2=$value" --help >/dev/null 2>&1 || incident $1 "$2" --help >/dev/null 2>&1
}

@test 'every verb of the help is completed, and no other' {
    from_help=$(incident help | sed -n '/^what happened/,/^topics/p' | grep -v ^topics | cut -c19- | tr -s ' ' '\n' | grep . | sort)
    [ "$(wc -l <<<"$from_help")" -gt 40 ]
    diff <(choices '' | sort) - <<<"$from_help"
    diff <(choices task '' | sort) <(printf '%s\n' add done drop list)
    [ "$(choices n)" = note ]
}

@test 'every option of every verb is completed, and what is completed is taken' {
    count=0
    while read -r verb; do
        # shellcheck disable=SC2086 # they are words
        offered=$(choices $verb -- | sort)
        for option in $(options_in_help "$verb"); do
            count=$((count + 1))
            if is_taken "$verb" "$option"; then
                grep -qxF -e "$option" <<<"$offered" || { echo "$verb $option is not completed"; false; }
            else
                ! grep -qxF -e "$option" <<<"$offered" || { echo "$verb $option is completed"; false; }
            fi
        done
        diff <(comm -23 <(echo "$offered") <(options_in_help "$verb")) /dev/null
    done < <(verbs)
    echo "$count options of verbs"
    [ "$count" -gt 900 ]
}

@test 'an option that there is not is seen by the test before' {
    run ! is_taken note --telepathy
    run ! is_taken list --at
    is_taken note --at
}

@test 'every topic and every verb has its help, and is completed there' {
    for word in $(choices help ''); do
        run -0 incident help "$word"
    done
    for second in $(choices help task ''); do
        run -0 incident help task "$second"
    done
    topics=$(incident help | sed -n '/^topics/,/^$/p' | cut -c19- | tr -s ' ' '\n' | grep .)
    [ "$(wc -l <<<"$topics")" -gt 7 ]
    diff <(incident help help | sed -n '/^topics/,/^$/p' | grep -o '^  [a-z-]*' | tr -d ' ') - <<<"$topics"
    diff <(comm -23 <(choices help '' | sort) <(choices '' | sort)) <(sort <<<"$topics")
    [ "$(choices help '' | wc -l)" -gt "$(choices '' | wc -l)" ]
    for verb in $(choices ''); do
        has "$verb" help ''
    done
}

@test 'what an option takes is completed from the table by which it is read' {
    incident -qq open slow
    for kind in $(choices log --kinds ''); do
        run -0 incident log --kinds "$kind"
    done
    has cause log --kinds note,ca || has note,cause log --kinds note,ca
    diff <(choices export -o '') <(incident export -o help | tr ' ' '\n')
    diff <(choices log --output '') <(incident log -o help | tr ' ' '\n')
    diff <(choices postmortem --template '') <(incident postmortem --templates | cut -d ' ' -f 1)
    for diagram in $(choices postmortem --diagram ''); do
        run -0 incident postmortem --diagram "$diagram"
    done
    diff <(choices check --ignore '') <(incident help checks | tail -n +2 | cut -d ' ' -f 1)
    diff <(choices severity '') <(seq 5)
    for word in $(choices stats --by ''); do
        run -0 incident stats --by "$word"
    done
    for reason in $(choices close --reason ''); do
        run -0 incident -qq close --reason "$reason"
        run -0 incident -qq reopen -i "$(incident -q list)"
    done
    [ "$(choices list --color=a | tr '\n' ' ')" = '--color=auto --color=always ' ]
}

@test 'zones are completed, and each is one' {
    [ -e /usr/share/zoneinfo/zone.tab ] || skip 'no tzdata here'
    [ "$(choices list --tz Europe/Berl)" = Europe/Berlin ]
    [ "$(choices list --tz '' | wc -l)" -gt 300 ]
    for zone in $(choices list --tz Europe/); do
        run -0 incident list --tz "$zone"
    done
}

@test 'the hosts that ssh calls by a name are completed, each once, and nothing else of its files' {
    mkdir -p "$HOME/.ssh"
    printf '%s\n' 'Host ops1 ops2 *.example !bad' '  HostName 192.0.2.1' 'host ops3' 'Hostage no' >"$HOME/.ssh/config"
    printf '%s\n' 'ops4,192.0.2.4 ssh-ed25519 AAAA' 'ops4,192.0.2.4 ssh-rsa AAAA' '|1|hashed= ssh-rsa AAAA' '[ops5]:22 ssh-rsa AAAA' '# ops6' >"$HOME/.ssh/known_hosts"
    [ "$(choices --host '' | tr '\n' ' ')" = 'ops1 ops2 ops3 ops4 ' ]
    [ "$(choices list --host=ops4)" = --host=ops4 ]
    HOME=/nonexistent run -0 incident __complete -- --host ''
    [ "$output" = '' ]
}

@test 'an incident is completed by its ref, with its title' {
    incident -qq open web is slow
    ref=$(incident -q list)
    incident -qq open mail is stuck
    eventually means "$ref"$'\topen: web is slow' status ''
    eventually means "$ref"$'\topen: web is slow' -i "${ref:0:2}"
    eventually means "????????-$ref"$'\topen: web is slow' merge x --into "$(date -u +%Y)"
}

@test 'rule-out and confirm are given what is suspected and still open' {
    incident -qq note nothing
    network=$(incident -q suspect the network)
    disk=$(incident -q suspect the disk)
    incident -qq rule-out "$disk" no errors
    eventually has "$network" rule-out ''
    eventually means "$network"$'\t*the network' confirm "${network:0:2}"
    [ "$(choices rule-out '' | sort)" = "$(printf '%s\n' "$network" last | sort)" ]
}

@test 'where nothing is suspected any entry can be ruled out' {
    note=$(incident -q note the network)
    eventually has "$note" rule-out ''
}

@test 'what is corrected is completed from the entries, the newest first' {
    opened=$(incident -q open slow)
    for i in 1 2 3; do note=$(incident -q note "note $i"); done
    for verb in amend retract show pin move expunge; do
        eventually has "$note" "$verb" ''
        [ "$(choices "$verb" '' | head -n 2 | tr '\n' ' ')" = "last $note " ]
    done
    eventually has "$note" move last ''
    run ! has "$opened" retract ''
    incident -qq retract "$note"
    run ! has "$note" amend ''
    eventually has "$note" expunge ''
    incident -qq open other
    eventually has "$opened" -i "$(incident -q list | tail -n 1)" show ''
}

@test 'tasks are completed that are open, of all incidents' {
    incident -qq open one
    first=$(incident -q task add first)
    incident -qq open two
    second=$(incident -q task add second)
    incident -qq task done "$first"
    eventually has "$second" task drop ''
    [ "$(choices task done '')" = "$second" ]
}

@test 'a text is not completed, nor what stands behind --' {
    incident -qq open slow
    [ "$(incident __complete -- note res)" = '' ]
    [ "$(incident __complete -- note -- --a)" = '' ]
    has --at note res --a
    [ "$(incident __complete -- nonsense '')" = '' ]
    [ "$(incident __complete -- task nonsense '')" = '' ]
    [ "$(incident __complete --)" = '' ]
    [ "$(incident __complete)" = '' ]
}

@test 'a title is harmless: one line, no control, and nothing a shell reads anything into is a choice' {
    incident -qq open $'Mail\e]2;pwned\a\tstuck\n$(touch pwned) `id` "q" \' a:b \xc2\x9b'
    eventually means $'????*\topen: Mail* stuck $(touch pwned) `id` "q" \' a:b *' status ''
    incident __complete -- status '' >"$BATS_TEST_TMPDIR/said"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/said")" = 1 ]
    run ! grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\xc2\x9b' "$BATS_TEST_TMPDIR/said"
    [ "$(tr -cd '\t' <"$BATS_TEST_TMPDIR/said" | wc -c)" = 1 ]
    run ! grep -qvE '^[a-zA-Z0-9_,./@%+=-]+$' <(choices status '')
}

@test 'whatever is typed, it says nothing on stderr and ends well' {
    incident -qq note x
    for word in '' - -- --- '--=' --kind --kind= '-q' '-qi' "'" '"' '$(id)' '`' '\' ';' $'a\nb' $'a\tb' $'\xff\xfe' '*' '[' 日本 "$(printf '%05000d' 0)"; do
        for line in '' note 'amend x' 'log --kinds' '--tz' 'task' 'help' '-i' '--socket' '--log'; do
            # shellcheck disable=SC2086 # they are words
            run -0 --separate-stderr incident __complete -- $line "$word"
            [ "$stderr" = '' ]
            # shellcheck disable=SC2086
            run -0 --separate-stderr incident __complete -- $line "$word" ''
            [ "$stderr" = '' ]
        done
    done
}

@test 'a recorder that hangs leaves what the tables have, long before anybody else gives up' {
    note=$(incident -q note x)
    eventually has "$note" show ''
    kill -STOP "$daemon"
    incident list >/dev/null 2>&1 3>&- &
    waiting=$!
    run choices show ''
    kill -0 "$waiting"
    kill -CONT "$daemon"
    wait "$waiting" || true
    [ "$output" = last ]
    eventually has "$note" show ''
}

@test 'a recorder that is not there leaves what the tables have' {
    daemon_stop
    [ "$(choices show '')" = last ]
    run -0 --separate-stderr incident __complete -- status ''
    [ "$output$stderr" = '' ]
}

@test 'no recorder is started, and no folder is made' {
    [ ! -e /var/spool/incidentd ] || skip 'this host has a shared log'
    unset INCIDENT_SOCKET
    export HOME=$BATS_TEST_TMPDIR/empty INCIDENTD=$BATS_TEST_TMPDIR/recorder
    mkdir "$HOME"
    printf '#!/bin/sh\ntouch %s\nexit 1\n' "$BATS_TEST_TMPDIR/started" >"$INCIDENTD"
    chmod +x "$INCIDENTD"
    for line in show status -i rule-out 'task done' 'log --user'; do
        # shellcheck disable=SC2086 # they are words
        run -0 --separate-stderr incident __complete -- $line ''
        [ "$stderr" = '' ]
    done
    [ "$(find "$HOME" -mindepth 1)" = '' ]
    [ ! -e "$BATS_TEST_TMPDIR/started" ]
    run incident list
    [ "$(find "$HOME" -mindepth 1)" != '' ]
    [ -e "$BATS_TEST_TMPDIR/started" ]
}

@test 'another host is not asked: it would answer too late, and ask who is there' {
    mkdir "$BATS_TEST_TMPDIR/bin"
    printf '#!/bin/sh\ntouch %s\nexit 1\n' "$BATS_TEST_TMPDIR/asked" >"$BATS_TEST_TMPDIR/bin/ssh"
    chmod +x "$BATS_TEST_TMPDIR/bin/ssh"
    PATH=$BATS_TEST_TMPDIR/bin:$PATH
    [ "$(choices --host ops1 show '')" = last ]
    [ ! -e "$BATS_TEST_TMPDIR/asked" ]
    run incident --host ops1 list
    [ -e "$BATS_TEST_TMPDIR/asked" ]
}

@test 'a private recorder that runs is asked' {
    unset INCIDENT_SOCKET
    "$INCIDENTD" --user </dev/null >>"$BATS_TEST_TMPDIR/daemon.log" 2>&1 3>&- &
    private=$!
    export INCIDENT_NO_AUTOSTART=1
    eventually incident --user list
    note=$(incident --user -q note x)
    eventually has "$note" --user show ''
    kill "$private"
    wait "$private"
    [ "$(choices --user show '')" = last ]
}
