# SPDX-License-Identifier: MIT
# Each system call of `incident note` fails, one at a time: exit 0 means that the note is there, once; otherwise its text comes back.

load helper

setup()
{
    command -v strace >/dev/null || skip 'no strace here'
    strace -o /dev/null true 2>/dev/null || skip 'strace is not permitted here'
    directories
    export INCIDENT_SPOOL=$BATS_TEST_TMPDIR/spool
    mkdir "$INCIDENT_SPOOL"
    faults=0 owed=$BATS_TEST_TMPDIR/owed
    : >"$owed"
}

teardown()
{
    daemon_stop
}

recorder_start()
{
    daemon_start --user --spool "$INCIDENT_SPOOL"
}

# A note while one call fails. False: there is no such call any more.
typed_under() # CALL FAULT NUMBER
{
    local text="$1 $2 $3" status=0 said=$BATS_TEST_TMPDIR/said trace=$BATS_TEST_TMPDIR/trace
    { strace -f -qq -o "$trace" -e "trace=$1" -e "inject=$1:$2:when=$3" "$INCIDENT" note "$text" >"$said" 2>&1 3>&- || status=$?; } 2>/dev/null
    grep -q 'INJECTED\|killed by SIGKILL' "$trace" || return 1
    faults=$((faults + 1))
    case $status in
    0) echo "$text" >>"$owed" ;;
    127 | 137 | 139) ;; # the loader of programs, or the fault itself, ended it
    *) [ "$1" = write ] || grep -qF "$text" "$said" || { echo "not printed back after exit $status: $text"; cat "$said"; exit 1; } ;;
    esac
}

# The first call fails, then the second instead, and so on, as long as there is one; there must be one.
each_fails() # FAULT CALL…
{
    local fault=$1 call number
    shift
    for call; do
        number=1
        while typed_under "$call" "$fault" "$number"; do number=$((number + 1)); done
        [ "$number" -gt 1 ] || { echo "$call is never called"; return 1; }
    done
}

taken_in()
{
    [ -z "$(find "$INCIDENT_SPOOL" -name '[!.]*.json')" ]
}

# What is owed against what is there.
count_up()
{
    local there=$BATS_TEST_TMPDIR/there
    [ -n "$daemon" ] || recorder_start
    eventually taken_in
    incident verify
    incident export --all -o ndjson | jq -r 'select(.event.kind == "note").event.text' | sort >"$there"
    figures=$(jq -cn --argjson faults "$faults" --argjson acknowledged "$(wc -l <"$owed")" \
        --argjson lost "$(sort "$owed" | comm -23 - <(uniq "$there") | wc -l)" --argjson doubled "$(uniq -d "$there" | wc -l)" \
        '{faults: $faults, stored: 1, acknowledged: $acknowledged, lost: $lost, doubled: $doubled, forged: 0}')
    echo "$figures"
}

settle()
{
    count_up
    told "$figures"
    shows '.lost == 0 and .doubled == 0 and .acknowledged > 0'
}

@test 'each call fails while the recorder is there' {
    recorder_start
    each_fails error=EIO socket connect write read openat close newfstatat poll
    each_fails error=ENOMEM mmap mprotect brk
    each_fails error=EINTR connect read write poll
    each_fails error=EAGAIN connect
    each_fails error=EMFILE socket openat
    settle
}

@test 'each call fails while nobody answers, and the note goes to the spool' {
    each_fails error=EIO fsync fremovexattr renameat write fchmod openat close pipe2 wait4 clone
    each_fails error=ENOSPC write openat mkdir renameat
    each_fails error=ENOMEM mmap mprotect brk clone
    each_fails error=EINTR fsync write read wait4
    settle
}

@test 'a file system that gave up under the sync of the spool: the text comes back, and it is not said to be on disk' {
    run ! strace -f -qq -o "$BATS_TEST_TMPDIR/trace" -e trace=fremovexattr -e inject=fremovexattr:error=EROFS "$INCIDENT" note 'no disk left'
    grep -q INJECTED "$BATS_TEST_TMPDIR/trace"
    [[ $output = *'no disk left'* && $output != *'[spooled]'* ]]
}

@test 'killed at each call on the way to the spool: it is there whole and once, or not at all' {
    each_fails signal=SIGKILL socket connect clone openat write fchmod fsync renameat fremovexattr close
    each_fails error=ECONNREFUSED connect
    settle
}

@test 'control: a note that is taken out of the spool is seen to be lost' {
    each_fails error=EIO wait4
    typed_under socket error=ENOMEM 1
    rm "$INCIDENT_SPOOL"/*.json
    count_up
    told "$figures" lost
    shows '.lost > 0'
}
