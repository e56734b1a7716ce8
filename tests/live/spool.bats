# SPDX-License-Identifier: MIT
# When nobody answers, a note is on disk all the same, and on the log once, whatever is killed on the way.

load helper

setup()
{
    directories
    public=
    spool=$BATS_TEST_TMPDIR/spool
    export INCIDENT_SPOOL=$spool
}

teardown()
{
    [ -z "$daemon" ] || daemon_stop
    ! mountpoint -q "$spool" || umount "$spool"
    [ -z "$public" ] || rm -rf "$public"
}

only_root()
{
    [ "$(id -u)" = 0 ] || skip "only root can $1"
}

recorder_start() # [PREFIX…]
{
    "$@" "$INCIDENTD" "${whose:---system}" --state "$state" --socket "$socket" --spool "$spool" </dev/null \
        >>"$BATS_TEST_TMPDIR/daemon.log" 2>&1 3>&- &
    daemon=$!
    eventually answers_or_gone
}

waiting() # how many files are to be taken in
{
    find "$spool" -name '*.json' | wc -l
}

taken_in()
{
    [ "$(waiting)" = 0 ]
}

times() # TEXT: how often it is on the log
{
    incident log --all -o ndjson | jq -r 'select(.event.kind == "note").event.text' | grep -cxF -e "$1"
}

said()
{
    grep -q "spool: $1 is set aside as $1.refused: $2" "$BATS_TEST_TMPDIR/daemon.log"
}

@test 'nobody listens: the note is on disk, exit 0, and on the log once the recorder is back, with the time it was typed' {
    run -0 --separate-stderr incident note rebooting db1
    [[ $output == *'note  rebooting db1  [spooled]' ]]
    [ "$(waiting)" = 1 ]
    typed=$(jq -r .made_at "$spool"/*.json)
    sleep 1.1
    recorder_start
    eventually taken_in
    [ "$(times 'rebooting db1')" = 1 ]
    [ "$(incident export -o ndjson | jq -r 'select(.event.kind == "note").event.at')" = "$typed" ]
    [ "$(incident export -o ndjson | jq -r 'select(.event.kind == "note").event.author.uid')" = "$(id -u)" ]
}

@test 'what appears while the recorder runs is taken in, in the order of making' {
    for i in 1 2 3 4 5; do incident note "note $i" >/dev/null; done
    recorder_start
    eventually taken_in
    INCIDENT_SOCKET=$BATS_TEST_TMPDIR/nobody incident note 'note 6' >/dev/null
    eventually taken_in
    [ "$(incident export -o ndjson | jq -r 'select(.event.kind == "note").event.text' | tr '\n' ' ')" = \
        'note 1 note 2 note 3 note 4 note 5 note 6 ' ]
    [ "$(incident list --all --json | jq length)" = 1 ]
}

@test 'a handle is the same before and after' {
    handle=$(incident note -q first)
    recorder_start
    eventually taken_in
    incident log | grep -q "$handle"
}

@test 'a recorder that takes connections and answers nothing is not waited for: spooled, and recorded once, with the time it was typed' {
    recorder_start
    kill -STOP "$daemon"
    run -0 timeout 20 "$INCIDENT" note while it hangs
    [[ $output == *'[spooled]'* ]]
    typed=$(jq -r .made_at "$spool"/*.json)
    kill -CONT "$daemon"
    eventually taken_in
    [ "$(times 'while it hangs')" = 1 ]
    happened=$(incident export -o ndjson | jq -r 'select(.event.kind == "note").event.at')
    [ "$(date -d "$happened" +%s%N)" -ge "$(date -d "$typed" +%s%N)" ]
    [ "$(date -d "$happened" +%s%N)" -lt "$(date -d "$typed + 1 second" +%s%N)" ]
}

@test 'and what was answered at once has the time at which it was recorded' {
    recorder_start
    incident open 'web is slow' >/dev/null
    incident note at once >/dev/null
    [ "$(incident export -o ndjson | jq -r 'select(.event.kind == "note").event | .at == .recorded_at')" = true ]
}

@test 'and counting would see a note that was recorded twice' {
    incident note twice >/dev/null
    jq -c '.drafts[0].id = "01a00000-0000-7000-8000-000000000001"' "$spool"/*.json \
        >"$spool/01a00000-0000-7000-8000-000000000001.json"
    recorder_start
    eventually taken_in
    [ "$(times twice)" = 2 ]
}

@test 'killed at any point of the hand-over, each is recorded once' {
    command -v strace >/dev/null || skip 'strace is not installed'
    export ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    # read a file, commit it, take it away: the calls of the storage thread, and which one of them is its last
    for point in read:when=3 fdatasync:when=3 fdatasync:when=4 unlinkat:when=1 unlinkat:when=3 fsync:when=1; do
        for i in 1 2 3; do incident note "$point $i" >/dev/null; done
        recorder_start strace -D -f -qq -o /dev/null -e "trace=${point%:*}" -e "inject=$point:signal=SIGKILL"
        eventually gone || { echo "$point was never come to"; return 1; }
        run -137 wait "$daemon"
        recorder_start
        eventually taken_in
        for i in 1 2 3; do
            [ "$(times "$point $i")" = 1 ] || { echo "$point $i: $(times "$point $i")"; return 1; }
        done
        incident verify
        daemon_stop
    done
}

@test 'what names something that is not there becomes a note that says so' {
    incident rule-out nonsense 'no loss on any link' >/dev/null
    incident note -i nowhere 'in no incident' >/dev/null
    recorder_start
    eventually taken_in
    incident log | grep -q 'no loss on any link \[spooled as ruled_out, which nonsense, but that could not be found\]'
    incident log | grep -q 'in no incident \[spooled as note, incident nowhere, but that could not be found\]'
    run incident check
    [ "$(grep -c 'named-nothing' <<<"$output")" = 2 ] || { echo "$output"; return 1; }
    [[ $output == *'then incident retract '* ]]
}

@test 'a note that it became is recognised, where the file was not removed in time' {
    incident rule-out nonsense 'no loss on any link' >/dev/null
    cp -p "$spool"/*.json "$BATS_TEST_TMPDIR/"
    recorder_start
    eventually taken_in
    mv "$BATS_TEST_TMPDIR"/*.json "$spool/"
    eventually taken_in
    [ "$(incident export -o ndjson | jq -r 'select(.event.kind == "note").event.id' | wc -l)" = 1 ]
    run ! ls "$spool"/*.refused
}

@test 'links, devices, other writers and what is no draft are set aside with their reason, and never followed' {
    mkdir "$spool"
    echo '{"drafts":[{"id":"01a00000-0000-7000-8000-000000000002","kind":"note","text":"followed"}],"made_at":"2026-11-20T03:00:00Z"}' \
        >"$BATS_TEST_TMPDIR/good"
    chmod 640 "$BATS_TEST_TMPDIR/good"
    ln -s "$BATS_TEST_TMPDIR/good" "$spool/link.json"
    cp "$BATS_TEST_TMPDIR/good" "$spool/two.json"
    ln "$spool/two.json" "$BATS_TEST_TMPDIR/other-link"
    mkfifo "$spool/fifo.json"
    mkdir "$spool/directory.json"
    cp "$BATS_TEST_TMPDIR/good" "$spool/written.json"
    chmod 660 "$spool/written.json"
    echo 'no JSON' >"$spool/text.json"
    echo '{"drafts":[],"made_at":"2026-11-20T03:00:00Z"}' >"$spool/empty.json"
    echo '{"drafts":[{"kind":"note","text":"x"}],"made_at":"2026-11-20T03:00:00Z"}' >"$spool/no-id.json"
    head -c 1048577 /dev/zero >"$spool/large.json"
    recorder_start
    eventually taken_in
    said link.json 'it is a link'
    said two.json 'more than one link leads to it'
    said fifo.json 'it is no regular file'
    said directory.json 'it is no regular file'
    said written.json 'others than its owner may write it'
    said text.json 'it holds no drafts'
    said empty.json 'it holds no drafts'
    said no-id.json 'org.varlink.service.InvalidParameter'
    said large.json 'it is too large'
    [ "$(incident log --all -o ndjson | wc -l)" = 0 ]
}

@test 'and the same file in its own right is taken' {
    mkdir "$spool"
    echo '{"drafts":[{"id":"01a00000-0000-7000-8000-000000000002","kind":"note","text":"taken"}],"made_at":"2026-11-20T03:00:00Z"}' \
        >"$spool/good.json"
    chmod 640 "$spool/good.json"
    recorder_start
    eventually taken_in
    [ "$(times taken)" = 1 ]
}

good_file() # NUMBER TEXT: a file that will be taken
{
    printf '{"drafts":[{"id":"01a00000-0000-7000-8000-%012d","kind":"note","text":"%s"}],"made_at":"2026-11-20T03:00:00Z"}\n' \
        "$1" "$2" >"$spool/$1.json"
    chmod 640 "$spool/$1.json"
}

log_says() # HOW-OFTEN TEXT
{
    [ "$(grep -c "$2" "$BATS_TEST_TMPDIR/daemon.log")" = "$1" ] || { grep -c "$2" "$BATS_TEST_TMPDIR/daemon.log"; return 1; }
}

@test 'where the name for it is taken a file is set aside under another; nothing is overwritten' {
    mkdir "$spool"
    for i in $(seq 32); do
        echo 'no JSON' >"$spool/0$i.json"
        mkdir "$spool/0$i.json.refused"
    done
    echo "somebody else's" >"$spool/1.json.refused"
    echo 'no JSON either' >"$spool/1.json"
    good_file 9 good
    recorder_start
    eventually taken_in
    [ "$(times good)" = 1 ]
    [ "$(cat "$spool/1.json.refused")" = "somebody else's" ]
    [ "$(cat "$spool"/1.json.????????.refused)" = 'no JSON either' ]
    [ "$(cat "$spool"/1.json.????????.refused.why)" = 'it holds no drafts' ]
    log_says 33 'is set aside as'
}

@test 'names that are too long are set aside beside each other' {
    mkdir "$spool"
    long=$(printf 'x%.0s' {1..245})
    echo one >"$spool/${long}1.json"
    echo two >"$spool/${long}2.json"
    recorder_start
    eventually taken_in
    [ "$(cat "$spool"/x*.refused | sort | tr '\n' ' ')" = 'one two ' ]
    [ "$(find "$spool" -name '*.refused.why' | wc -l)" = 2 ]
}

@test 'what can be neither taken nor set aside keeps nothing else out, and the log says so once' {
    command -v strace >/dev/null || skip 'strace is not installed'
    export ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    mkdir "$spool"
    for i in $(seq 40); do echo 'no JSON' >"$spool/0$i.json"; done
    good_file 9 good
    recorder_start strace -D -f -qq -o "$BATS_TEST_TMPDIR/calls" -e trace=renameat2 -e inject=renameat2:error=EIO
    only_bad_wait() { [ "$(waiting)" = 40 ]; }
    eventually only_bad_wait
    good_file 99 'good, too'
    eventually only_bad_wait
    [ "$(times good)" = 1 ]
    [ "$(times 'good, too')" = 1 ]
    log_says 40 'is left there: Input/output error'
    # a pass that moves something is followed by another, and then there is a rest
    [ "$(grep -c 'renameat2(.*json' "$BATS_TEST_TMPDIR/calls")" -le 400 ]
}

@test 'whoever keeps a thousand files in the spool does not keep another user s from being taken' {
    only_root 'be somebody else'
    mkdir -m 3777 "$spool"
    for i in $(seq 1000 1999); do good_file "$i" theirs; done
    chown 65534 "$spool"/*.json
    good_file 9999 mine
    recorder_start
    eventually taken_in
    [ "$(times theirs)" = 1000 ]
    [ "$(incident log --all -o ndjson | jq -r 'select(.event.kind == "note").event.text' | head -64 | grep -cx mine)" = 1 ]
}

@test 'a thousand files are listed a few times, not in every round' {
    command -v strace >/dev/null || skip 'strace is not installed'
    export ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    mkdir "$spool"
    for i in $(seq 1000 1999); do good_file "$i" one; done
    recorder_start strace -D -f -qq -o "$BATS_TEST_TMPDIR/calls" -e trace=getdents64
    eventually taken_in
    calls=$(grep -c getdents64 "$BATS_TEST_TMPDIR/calls")
    [ "$calls" -gt 0 ] && [ "$calls" -lt 32 ] || { echo "$calls calls"; return 1; }
}

@test 'of a host the author is the owner of the file; in a private spool another user s is refused' {
    only_root 'be somebody else'
    public=$(mktemp -d /tmp/incident-spool.XXXXXX)
    chmod 0755 "$public"
    install -m 0755 "$INCIDENT" "$public/incident"
    spool=$public/spool
    export INCIDENT_SPOOL=$spool
    mkdir -m 3777 "$spool"
    as() { setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent "$public/incident" "$@"; }
    as note mine >/dev/null
    incident note yours >/dev/null
    whose=--user recorder_start
    eventually taken_in
    [ "$(times yours)" = 1 ]
    grep -q "is set aside.*another user's" "$BATS_TEST_TMPDIR/daemon.log"
    daemon_stop
    for file in "$spool"/*.refused; do mv "$file" "${file%.refused}"; done
    recorder_start
    eventually taken_in
    [ "$(incident log --all -o ndjson | jq -c 'select(.event.text == "mine").event.author.uid' | sort -u)" = 65534 ]
}

@test 'a disk that hangs is not waited for: not confirmed, the text printed back, and recorded once' {
    command -v strace >/dev/null || skip 'strace is not installed'
    export ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    run -75 --separate-stderr timeout 30 strace -f -qq -o /dev/null -e trace=fsync -e inject=fsync:delay_enter=4000000:when=1 \
        "$INCIDENT" note on a slow disk
    [ "$output" = 'on a slow disk' ]
    [[ $stderr == *'not confirmed'* ]]
    eventually test -e "$(echo "$spool"/*.json)"
    recorder_start
    eventually taken_in
    [ "$(times 'on a slow disk')" = 1 ]
}

@test 'a disk that is full: exit 1, the error, and the text untouched' {
    only_root 'mount a small file system'
    mkdir "$spool"
    mount -t tmpfs -o size=16k,mode=0700 none "$spool" || skip 'no file system can be mounted here'
    head -c 20000 /dev/zero >"$spool/filler" 2>/dev/null || true
    run -1 --separate-stderr incident note 'the disk is full too'
    [ "$output" = 'the disk is full too' ]
    [[ $stderr == *'No space left on device'* ]]
    [ "$(waiting)" = 0 ]
}

@test 'a recorder without a spool that is known prints the text back' {
    unset INCIDENT_SPOOL
    run -1 --separate-stderr incident note rebooting db1
    [ "$output" = 'rebooting db1' ]
    [[ $stderr == *'not recorded, here is your text:'* ]]
}
