#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The document in the hands of people: created, edited, refreshed; nobody loses a word.
load helper

setup()
{
    directories
    daemon_start
    cd "$BATS_TEST_TMPDIR" || return 1
    incident open 'Checkout fails' --at '2026-03-05 10:00 UTC' >/dev/null
    incident impact 'nobody can pay' --users 80% --at '2026-03-05 10:00 UTC' >/dev/null
    incident suspect network --at '2026-03-05 10:10 UTC' >/dev/null
    ref=$(incident list --json | jq -r '.[0].ref')
}

teardown()
{
    [ -z "$daemon" ] || daemon_stop
}

tool()
{
    "$INCIDENT_SOURCE_ROOT/tests/tool/refresh.py" "$@"
}

edited_and_refreshed() # SEED
{
    local name
    # the outage goes on: how long it has lasted depends on when one asks
    SOURCE_DATE_EPOCH=$(date +%s)
    export SOURCE_DATE_EPOCH
    rm -f pm.md
    incident postmortem "$ref" pm.md
    tool edit "$1" pm.md >edited
    cp pm.md before.md
    for i in {1..20}; do incident note -i "$ref" "event $1 $i" >/dev/null; done
    incident cause -i "$ref" "cause $1" >/dev/null
    incident postmortem pm.md 2>said
    cmp <(tool outside before.md) <(tool outside pm.md) || return 1
    while read -r name; do
        cmp <(tool block "$name" before.md) <(tool block "$name" pm.md) || return 1
        grep -q "\"$name\" was edited by hand, and kept" said || return 1
        grep -q '^- What we think, ' said || return 1
    done <edited
    [ "$(grep -c 'was edited by hand' said)" = 2 ] || return 1
    cp pm.md once.md
    incident postmortem pm.md 2>/dev/null
    cmp once.md pm.md
}

@test 'after 20 edits outside the blocks, 2 inside and 20 new entries a refresh keeps every byte and names the two' {
    for seed in 1 2 3 4 5; do
        echo "seed $seed"
        edited_and_refreshed "$seed"
    done
}

@test 'what is compared there would see a byte that was lost' {
    incident postmortem "$ref" pm.md
    cp pm.md other.md
    sed -i 's/^## Conclusion$/## Conclusion /' other.md
    run ! cmp <(tool outside pm.md) <(tool outside other.md)
}

@test 'blocks that people left alone follow the log' {
    incident postmortem "$ref" pm.md
    incident cause -i "$ref" 'the pool was too small' >/dev/null
    run ! grep -q 'the pool was too small' pm.md
    incident postmortem pm.md
    grep -qx '\*\*Root cause:\*\* the pool was too small' pm.md
}

@test 'a block that people removed stays removed' {
    incident postmortem "$ref" pm.md
    sed -i '/incident:begin detection/,/incident:end detection/d' pm.md
    incident postmortem pm.md
    run ! grep -q 'Detection and response' pm.md
}

@test 'a document with CRLF line ends keeps them, in what is written anew, too' {
    incident postmortem "$ref" pm.md
    sed -i 's/$/\r/' pm.md
    incident cause -i "$ref" 'the pool was too small' >/dev/null
    incident postmortem pm.md
    [ "$(grep -c $'\r$' pm.md)" = "$(wc -l <pm.md)" ]
    grep -q 'the pool was too small' pm.md
}

@test 'mode and symbolic link of a document stay' {
    incident postmortem "$ref" real.md
    chmod 640 real.md
    ln -s real.md pm.md
    incident cause -i "$ref" x >/dev/null
    incident postmortem pm.md
    [ -L pm.md ]
    [ "$(stat -c %a real.md)" = 640 ]
    grep -q 'Root cause:\*\* x' real.md
}

@test 'the first line holds: incident, zone, and which entries' {
    export SOURCE_DATE_EPOCH=1795176000
    incident postmortem "$ref" pm.md --tz Asia/Kolkata --key-events
    head -1 pm.md | grep -q 'tz=Asia/Kolkata events=key -->'
    incident open 'Another outage' >/dev/null
    cp pm.md before.md
    incident postmortem pm.md
    cmp before.md pm.md
}

@test 'a document is not refreshed from another incident' {
    incident postmortem "$ref" pm.md
    cp pm.md before.md
    incident open 'Another outage' >/dev/null
    other=$(incident list --json | jq -r '.[0].ref')
    run -5 incident postmortem "$other" pm.md
    [[ $output = *'is the document of'* ]]
    cmp before.md pm.md
}

@test 'a file that is no document of ours is never touched' {
    echo 'three days of writing' >mine.md
    run -5 incident postmortem "$ref" mine.md
    [[ $output = *'incident postmortem new-mine.md'* ]]
    [ "$(cat mine.md)" = 'three days of writing' ]
}

@test 'broken, repeated and unknown markers are said with their line, and nothing is written' {
    incident postmortem "$ref" pm.md
    sed 's/incident:end cause/incident:end causes/' pm.md >bad.md
    run -2 incident postmortem bad.md
    [[ $output = *'bad.md:'*': block "causes" ends, but "cause" was begun'* ]]
    sed 's/incident:\(begin\|end\) cause/incident:\1 title/' pm.md >bad.md
    run -2 incident postmortem bad.md
    [[ $output = *'block "title" begins a second time'* ]]
    printf '# x\n<!-- incident:begin nonsense -->\n<!-- incident:end nonsense -->\n' >template.md
    run -2 incident postmortem "$ref" --template ./template.md
    [[ $output = *'template.md:2: there is no block "nonsense"'* ]]
}

@test 'a template of one s own is filled, and the built-in ones are listed' {
    printf '# Mine\n\n<!-- incident:begin impact-list -->\n<!-- incident:end impact-list -->\n' >template.md
    incident postmortem "$ref" --template template.md | grep -q '^- nobody can pay, 80% of users'
    [ "$(incident postmortem --templates | wc -l)" = 4 ]
    for name in $(incident postmortem --templates | cut -d ' ' -f 1); do
        incident postmortem "$ref" --template "$name" | grep -q "template=$name"
    done
    run -2 incident postmortem --template nonsense
    [[ $output = *'incident postmortem --templates'* ]]
}

@test 'the document holds a gantt, unless it was asked for none' {
    incident postmortem "$ref" >pm.md
    [[ $(tool block diagram pm.md) = *'gantt'*'nobody can pay, 80#37; of users :crit, 2026-03-05T10:00:00, '* ]]
    incident postmortem "$ref" none.md --diagram none
    run ! grep -q mermaid none.md
    incident postmortem none.md
    run ! grep -q mermaid none.md
    run -2 incident postmortem "$ref" --diagram nonsense
}

@test 'standard input is refreshed to standard output' {
    incident postmortem "$ref" >pm.md
    incident cause -i "$ref" x >/dev/null
    incident postmortem --update - <pm.md >out.md
    grep -q 'Root cause:\*\* x' out.md
}

@test 'past 15 lines the key entries stand in the timeline, the others in the appendix; long ones are cut and whole there' {
    for i in {1..20}; do incident note "line $i" --at "2026-03-05 11:$((i + 10)) UTC" >/dev/null; done
    long="First sentence of it. Second one. $(printf 'and on %.0s' {1..100}) to the end of it all."
    incident escalate "$long" --to dba --at '2026-03-05 12:00 UTC' >/dev/null
    incident postmortem "$ref" >pm.md
    timeline=$(tool block timeline pm.md)
    appendix=$(tool block appendix pm.md)
    [[ $timeline != *'line 7'* && $appendix = *'line 7'* ]]
    [[ $timeline = *'Escalated to dba: First sentence of it.'* && $timeline != *'to the end of it all'* ]]
    [[ $appendix = *'to the end of it all.'* ]]
    incident postmortem "$ref" --all-events >all.md
    [[ $(tool block timeline all.md) = *'line 7'* ]]
}

# The peak of a program's memory in KiB: that when its first byte comes, the others then wait for a reader.
peak() # WORDS…
{
    local pid fifo=$BATS_TEST_TMPDIR/fifo
    mkfifo "$fifo"
    "$INCIDENT" "$@" >"$fifo" 3>&- &
    pid=$!
    exec 9<"$fifo"
    head -c 1 <&9 >/dev/null
    awk '/^VmHWM:/ { print $2 }' "/proc/$pid/status"
    cat <&9 >/dev/null
    exec 9<&-
    wait "$pid"
    rm "$fifo"
}

@test 'the document of an incident of 10,000 entries takes less than 20 MiB, where an export of them all takes more' {
    if grep -qa __asan_init "$INCIDENT"; then skip 'a sanitizer takes memory of its own'; fi
    long=$("$INCIDENT_SOURCE_ROOT/tests/tool/long.py" 10000)
    document=$(peak postmortem "$long")
    export=$(peak export -o csv "$long")
    echo "postmortem $document KiB, export $export KiB"
    [ "$document" -lt 20480 ]
    [ "$export" -gt 20480 ]
    incident postmortem "$long" >long.md
    [ "$(tool block appendix long.md | grep -o 'entry [0-9]*: what' | sort -u | wc -l)" = 10000 ]
}

@test 'a document is rendered as a page with the words that people wrote, and stays as it is' {
    incident postmortem "$ref" pm.md
    sed -i 's/^## Conclusion$/&\n\nWe were *lucky*, <b>very<\/b>./' pm.md
    cp pm.md before.md
    incident postmortem -o html pm.md >page.html
    grep -qF 'We were <em>lucky</em>, &lt;b&gt;very&lt;/b&gt;.' page.html
    run ! grep -q 'incident:' page.html
    cmp before.md pm.md
    run -2 incident postmortem -o html --redact pm.md
    run -2 incident postmortem -o html other.md
    [ ! -e other.md ]
}

@test 'a FILE.html is a new page, and one that is there stays' {
    incident postmortem "$ref" page.html
    incident postmortem "$ref" -o html | cmp - page.html
    echo words >page.html
    run -5 incident postmortem "$ref" page.html
    [ "$(cat page.html)" = words ]
}

@test 'who did it is said wherever it was not who recorded it' {
    incident -qq open 'web is down' --at 2h
    incident -qq note called the carrier --actor bob --at 90m
    incident -qq note they know nothing --at 80m
    incident postmortem >"$BATS_TEST_TMPDIR/doc.md"
    grep -q -F 'called the carrier (bob).' "$BATS_TEST_TMPDIR/doc.md"
    grep -q -F 'they know nothing.' "$BATS_TEST_TMPDIR/doc.md"
}

@test 'a page has the picture where the document has its diagram, also when people had edited the document' {
    incident -qq open 'web is down' --at 2h
    incident -qq impact 'nobody can pay' --at 2h --until 1h
    incident -qq suspect 'the carrier' --at 100m
    incident postmortem "$BATS_TEST_TMPDIR/doc.md"
    incident postmortem -o html "$BATS_TEST_TMPDIR/doc.md" >"$BATS_TEST_TMPDIR/page.html"
    grep -q '<svg ' "$BATS_TEST_TMPDIR/page.html"
    grep -q 'suspect, .*: the carrier (still suspected)</title>' "$BATS_TEST_TMPDIR/page.html"
    run ! grep -q gantt "$BATS_TEST_TMPDIR/page.html"
    incident export -o html | grep -q '<svg '
    incident export -o svg | python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin)'
    sed -i '/^```mermaid/,/^```$/d' "$BATS_TEST_TMPDIR/doc.md"
    incident postmortem -o html "$BATS_TEST_TMPDIR/doc.md" >"$BATS_TEST_TMPDIR/page.html"
    run ! grep -q '<svg ' "$BATS_TEST_TMPDIR/page.html"
}

@test 'a document whose recorder cannot be asked is a page without a picture, and that is said' {
    incident -qq open 'web is down' --at 2h
    incident postmortem "$BATS_TEST_TMPDIR/doc.md"
    run -0 --separate-stderr incident --socket "$BATS_TEST_TMPDIR/nowhere" postmortem -o html "$BATS_TEST_TMPDIR/doc.md"
    [[ $output == *'<h1'* && $output != *'<svg '* ]]
    [[ $stderr == *'without a picture'* ]]
}

@test 'a page is not refreshed, and takes no template' {
    incident -qq open 'web is down' --at 2h
    incident postmortem "$BATS_TEST_TMPDIR/doc.md"
    run -2 incident postmortem -o html --template atlassian "$BATS_TEST_TMPDIR/doc.md"
    run -2 incident postmortem -o html --update "$BATS_TEST_TMPDIR/doc.md"
    [[ $output == *'as it stands'* ]]
}

@test 'the diagram is a gantt, a chart in characters, the life cycle, or none, and a refresh keeps the choice' {
    ref=$(incident -q open 'web is down' --at 2h)
    export INCIDENT_ID=$ref
    incident -qq detect 'p99' --by monitoring --at 2h
    incident -qq resolve 'restarted' --at 1h
    cd "$BATS_TEST_TMPDIR"
    incident postmortem | grep -q '^gantt'
    incident postmortem --diagram none >none.md
    run ! grep -q '```' none.md
    incident postmortem --diagram text a.md
    grep -q '^Milestones ' a.md
    incident postmortem --diagram lifecycle-text | grep -q -F '  |  [x] Detected by an alert'
    incident postmortem --diagram lifecycle b.md
    grep -q '^    s0\["Detected by an alert<br/>.*:::taken' b.md
    incident postmortem -o html b.md | grep -q -F '[x] Detected by an alert'
    incident -qq note 'one more' --at 90m
    incident postmortem a.md
    incident postmortem b.md
    grep -q '^Milestones ' a.md
    grep -q '^flowchart' b.md
    run -2 incident postmortem --diagram cube
    [[ $output == *'mermaid, text, lifecycle'* ]]
}

@test 'the life cycle knows no time of a cause that was stated afterwards' {
    export INCIDENT_ID
    INCIDENT_ID=$(incident -q open 'web is down' --at 2h)
    incident -qq resolve 'restarted' --at 1h
    incident -qq cause 'a typo'
    incident postmortem --diagram lifecycle-text | grep -qx '\[x\] Cause identified  *stated afterwards'
}

@test 'a marker that is none is an error of the template, with its line' {
    incident -qq open 'web is down'
    printf '# x\n\n<!-- incident:bogus -->\n' >"$BATS_TEST_TMPDIR/own.md"
    run -2 incident postmortem --template "$BATS_TEST_TMPDIR/own.md"
    [[ $output == *'own.md:3: it is neither a begin nor an end'* ]]
}

@test 'customers read no list and no follow-ups, also when nothing is open' {
    local each
    incident -qq task add 'alert on pool size'
    for each in $(incident list --json | jq -r '.[].ref'); do incident -qq -i "$each" resolve restarted; done
    run -0 incident status --for customers
    [[ $output == *'state '*resolved* && $output != *'to do'* && $output != *REF* ]]
}

# Somebody saves the document just as its refresh is about to be named.
saved_meanwhile() # [more of strace's words]…
{
    command -v strace >/dev/null || skip 'strace is not installed'
    export INCIDENT_ID ASAN_OPTIONS=detect_leaks=0 # it cannot look for leaks in what is traced
    INCIDENT_ID=$(incident -q open 'web is down' --at 2h)
    cd "$BATS_TEST_TMPDIR"
    incident postmortem doc.md
    incident -qq note 'one more' --at 90m
    strace -f -qq -o trace -e trace=renameat2,fsync -e inject=fsync:delay_exit=1000000:when=1 "$@" "$INCIDENT" postmortem doc.md >said 2>&1 3>&- &
    written() { ls doc.md.?????? ; }
    eventually written
    echo 'three days of writing' >>doc.md
    status=0
    wait $! || status=$?
}

@test 'what somebody saves in the moment of a refresh is there afterwards' {
    saved_meanwhile
    [ "$status" = 5 ]
    grep -q 'three days of writing' doc.md
    run ! written
}

@test 'and where it cannot have its name back, it is not removed' {
    saved_meanwhile -e inject=renameat2:error=EIO:when=2
    [ "$status" = 1 ]
    grep -q 'three days of writing' doc.md.??????
}

@test 'the picture of a page is drawn behind the veil of its document, and in its zone' {
    ref=$(incident -q open 'web is down' --at 2026-10-07T10:00Z)
    export INCIDENT_ID=$ref
    incident -qq impact 'nobody at carol@example.com can pay' --at 2026-10-07T10:05Z
    incident -qq resolve 'restarted' --at 2026-10-07T11:00Z
    cd "$BATS_TEST_TMPDIR"
    incident postmortem --redact --tz Asia/Tokyo doc.md
    incident postmortem -o html doc.md >page.html
    grep -q '<svg' page.html
    grep -q '>19:[0-9][0-9]<' page.html
    run ! grep -q 'carol@example' page.html
    incident postmortem --tz Asia/Tokyo open.md
    incident postmortem -o html open.md | grep -q 'carol@example'
}
