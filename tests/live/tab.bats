# SPDX-License-Identifier: MIT
# Real shells in a pseudo-terminal, in which somebody presses Tab: tests/tool/tab.py.
load helper

# $COMPLETIONS and $PATH are as where it is installed.
setup()
{
    directories
    daemon_start
    export COMPLETIONS=$INCIDENT_SOURCE_ROOT/cli/complete PATH=${INCIDENT%/*}:$PATH
    cd "$BATS_TEST_TMPDIR" || return
}

has_shell() # SHELL
{
    as_shipped
    command -v "$1" >/dev/null || skip "no $1 here"
}

press()
{
    "$INCIDENT_SOURCE_ROOT/tests/tool/tab.py" "$@"
}

# What the line becomes. A machine under load may take too long for what the recorder knows: then once more.
becomes() # SHELL TYPED WORD…
{
    local i wanted
    wanted=$(printf '%s\n' incident "${@:3}")
    for ((i = 0; i < 10; i++)); do
        output=$(press "$1" line "incident $2")
        [ "$output" != "$wanted" ] || return 0
    done
    printf '%s\n' "$output"
    return 1
}

# All that the terminal is sent until SEEN is.
lists() # SHELL TYPED SEEN
{
    local i
    for ((i = 0; i < 3; i++)); do
        ! press "$1" list "incident $2" "$3" >screen 2>/dev/null || return 0
    done
    cat -v screen
    return 1
}

# Where all refs begin alike, the first Tab inserts that, and the second lists nothing: one that begins otherwise.
open_apart() # REF TITLE
{
    local other=$1
    while [ "${other:0:1}" = "${1:0:1}" ]; do other=$(incident -q open "$2"); done
}

completes_what_the_tables_have() # SHELL
{
    has_shell "$1"
    becomes "$1" $'rul\t' rule-out
    becomes "$1" $'task do\t' task done
    becomes "$1" $'help exit\t' help exit-codes
    becomes "$1" $'note hello --act\tbob' note hello --actor bob
    becomes "$1" $'amend x --ki\tca\t' amend x --kind cause
    becomes "$1" $'amend --kind=act\t' amend --kind=action
    becomes "$1" $'log --kinds note,lesso\t' log --kinds note,lesson
    becomes "$1" $'export -o ndj\t' export -o ndjson
    becomes "$1" $'postmortem --template goo\t' postmortem --template google-sre
    lists "$1" $'list --to\t --s\t\t' --since
}

completes_files() # SHELL
{
    has_shell "$1"
    touch 'form of ours.md'
    becomes "$1" $'check ./form\t' check './form of ours.md'
    becomes "$1" $'check --template ./form\t' check --template './form of ours.md'
    becomes "$1" $'check --template=./form\t' check '--template=./form of ours.md'
}

completes_what_the_recorder_knows() # SHELL
{
    has_shell "$1"
    incident -qq open web is slow
    network=$(incident -q suspect the network)
    disk=$(incident -q suspect the disk)
    incident -qq rule-out "$disk" no errors
    ref=$(incident -q list)
    becomes "$1" "show $ref"$'\t' show "$ref"
    becomes "$1" "-i ${ref:0:3}"$'\tlog' -i "$ref" log
    becomes "$1" "rule-out ${network:0:3}"$'\t' rule-out "$network"
    open_apart "$ref" 'mail is stuck'
    lists "$1" $'status \t\t' 'web is slow'
    grep -qF "$ref" screen
    grep -qF 'mail is stuck' screen
    lists "$1" "-i $ref rule-out "$'\t\t' 'the network'
    run ! grep -qF 'the disk' screen
}

shows_titles_that_do_no_harm() # SHELL
{
    has_shell "$1"
    ref=$(incident -q open $'a\e]2;pwned\a\t\n$(touch pwned) `touch pwned` "q" \' a:b {x,y} %s \\')
    open_apart "$ref" $'b; touch pwned; $(touch pwned) * ?\r~ !! #\e[31m'
    lists "$1" $'status \t\t' 'b; touch pwned; $(touch pwned)'
    grep -qF '$(touch pwned) `touch pwned` "q"' screen
    run ! grep -qF $'\e]2;pwned' screen
    for ref in $(incident -q list); do
        becomes "$1" "status ${ref:0:3}"$'\t' status "$ref"
    done
    [ ! -e pwned ]
    [ ! -e "$home/pwned" ]
}

goes_on_while_the_recorder_hangs() # SHELL
{
    has_shell "$1"
    note=$(incident -q note x)
    becomes "$1" "show ${note:0:3}"$'\t' show "$note"
    kill -STOP "$daemon"
    run becomes "$1" $'show \t' show last
    kill -CONT "$daemon"
    [ "$status" = 0 ]
}

@test 'bash completes what the tables have' {
    completes_what_the_tables_have bash
}

@test 'zsh completes what the tables have' {
    completes_what_the_tables_have zsh
}

@test 'fish completes what the tables have' {
    completes_what_the_tables_have fish
}

@test 'bash completes files' {
    completes_files bash
}

@test 'zsh completes files' {
    completes_files zsh
}

@test 'fish completes files' {
    completes_files fish
}

@test 'bash completes what the recorder knows, and lists it with titles' {
    completes_what_the_recorder_knows bash
}

@test 'zsh completes what the recorder knows, and lists it with titles' {
    completes_what_the_recorder_knows zsh
}

@test 'fish completes what the recorder knows, and lists it with titles' {
    completes_what_the_recorder_knows fish
}

@test 'a title does no harm in bash' {
    shows_titles_that_do_no_harm bash
}

@test 'a title does no harm in zsh' {
    shows_titles_that_do_no_harm zsh
}

@test 'a title does no harm in fish' {
    shows_titles_that_do_no_harm fish
}

@test 'bash goes on while the recorder hangs' {
    goes_on_while_the_recorder_hangs bash
}

@test 'zsh goes on while the recorder hangs' {
    goes_on_while_the_recorder_hangs zsh
}

@test 'fish goes on while the recorder hangs' {
    goes_on_while_the_recorder_hangs fish
}

@test 'a title that is evaluated is seen' {
    has_shell bash
    mkdir completions
    sed '/about+=/a eval "echo ${about[-1]}" >/dev/null 2>&1' "$COMPLETIONS/incident.bash" >completions/incident.bash
    export COMPLETIONS=$PWD/completions
    incident -qq open 'a $(touch pwned)'
    becomes bash "status $(incident -q list | cut -c -3)"$'\t' status "$(incident -q list)"
    [ -e pwned ]
}
