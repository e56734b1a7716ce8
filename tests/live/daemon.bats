# SPDX-License-Identifier: MIT
# How incidentd begins and ends: one on a log, nothing acknowledged is lost, and its manager is told the truth.

load helper

tool=$INCIDENT_SOURCE_ROOT/tests/tool

# The daemon under a tool that becomes it, or ends with it.
start_under() # COMMAND…
{
    "$@" "$INCIDENTD" --state "$state" --socket "$socket" </dev/null >>"$BATS_TEST_TMPDIR/daemon.log" 2>&1 3>&- &
    daemon=$!
    eventually answers_or_gone
    kill -0 "$daemon" 2>/dev/null || { daemon_log; return 1; }
}

# The daemon as it is said here; it must refuse.
refuses() # OPTION…
{
    run -1 timeout 20 "$INCIDENTD" "$@" 3>&-
    echo "$output"
}

# As a release to come, or another program, would have left it.
set_pragma() # NAME VALUE
{
    python3 -c 'import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA %s = %s" % tuple(sys.argv[2:]))
database.close()' "$state/incident.db" "$@"
}

texts()
{
    incident export -o ndjson | jq -r 'select(.event.kind == "note") | .event.text'
}

@test 'SIGTERM: what was accepted is finished and answered, and the exit is 0' {
    "$tool/hammer.py" 4 500 >"$BATS_TEST_TMPDIR/acknowledged" 2>/dev/null 3>&- &
    writers=$!
    some_are_there() { [ "$(incident export -o ndjson | wc -l)" -gt 50 ]; }
    eventually some_are_there
    daemon_stop
    run wait "$writers"
    daemon_start
    [ "$(texts | wc -l)" -ge 50 ]
    [ "$(texts | sort | uniq -d | wc -l)" = 0 ]
    run -0 incident verify
    [[ $output == *whole* ]]
}

@test 'SIGTERM: calls that are on their way get their answers, followers their end' {
    run -0 "$tool/ending.py" "$daemon"
    eventually gone
    daemon_start
    [ "$(texts | wc -l)" = "${lines[-1]}" ]
}

@test 'SIGINT is as good, SIGHUP is nothing' {
    incident -qq note one
    kill -HUP "$daemon"
    incident -qq note two
    kill -INT "$daemon"
    eventually gone
    wait "$daemon"
    daemon_start
    [ "$(texts)" = $'one\ntwo' ]
}

@test 'a second daemon on the same log refuses, and says why; the first goes on' {
    refuses --state "$state" --socket "$BATS_TEST_TMPDIR/other"
    [[ $output == *"$state"* ]]
    [[ $output == *'another'* ]]
    [ ! -e "$BATS_TEST_TMPDIR/other" ]
    incident note 'still here'
}

@test 'a live socket is never replaced' {
    refuses --state "$BATS_TEST_TMPDIR/other" --socket "$socket"
    [[ $output == *"$socket: another daemon answers there"* ]]
    incident note 'still here'
}

@test 'what is no socket is never replaced' {
    echo precious >"$BATS_TEST_TMPDIR/file"
    refuses --state "$BATS_TEST_TMPDIR/other" --socket "$BATS_TEST_TMPDIR/file"
    [[ $output == *'no socket'* ]]
    [ "$(cat "$BATS_TEST_TMPDIR/file")" = precious ]
}

@test 'the socket of a dead daemon is replaced; a good end leaves none' {
    kill -KILL "$daemon"
    eventually gone
    [ -S "$socket" ]
    daemon_start
    incident note 'here again'
    daemon_stop
    [ ! -e "$socket" ]
}

@test 'kill -9: what was acknowledged is there, once' {
    for round in 1 2 3; do
        "$tool/hammer.py" 4 500 >"$BATS_TEST_TMPDIR/acknowledged.$round" 2>/dev/null 3>&- &
        writers=$!
        before=$(incident export -o ndjson 2>/dev/null | wc -l)
        more_are_there() { [ "$(incident export -o ndjson | wc -l)" -gt $((before + 50)) ]; }
        eventually more_are_there
        incident -q note "round $round is acknowledged"
        kill -KILL "$daemon"
        eventually gone
        run wait "$writers"
        daemon_start
        [ "$(texts | grep -c "^round $round is acknowledged$")" = 1 ]
        run -0 incident verify
        [[ $output == *whole* ]]
    done
}

@test 'a path that is too long for a socket is refused, and the limit is said' {
    long=$BATS_TEST_TMPDIR/$(printf 'x%.0s' {1..110})
    refuses --state "$BATS_TEST_TMPDIR/other" --socket "$long"
    [[ $output == *107* ]]
}

@test 'a state directory that cannot be is refused, and named' {
    echo >"$BATS_TEST_TMPDIR/file"
    refuses --state "$BATS_TEST_TMPDIR/file/state" --socket "$BATS_TEST_TMPDIR/other"
    [[ $output == *"$BATS_TEST_TMPDIR/file"* ]]
}

@test 'a newer database is refused with both versions, and left as it is' {
    incident -qq note one
    daemon_stop
    set_pragma user_version 999
    before=$(cksum <"$state/incident.db")
    refuses --state "$state" --socket "$socket"
    [[ $output == *999* ]]
    [[ $output =~ [^0-9][1-9][0-9]?[^0-9] ]]
    [ "$before" = "$(cksum <"$state/incident.db")" ]
}

@test 'a database of another program is left alone, and that is said' {
    incident -qq note one
    daemon_stop
    set_pragma application_id 7
    before=$(cksum <"$state/incident.db")
    refuses --state "$state" --socket "$socket"
    [[ $output == *'not a database of incidentd'* ]]
    [ "$before" = "$(cksum <"$state/incident.db")" ]
}

@test 'a damaged database is set aside whole, that is said loudly, and recording goes on' {
    incident -qq note one
    daemon_stop
    rm -f "$state/incident.db-wal"
    printf 'this is no database at all' | dd of="$state/incident.db" conv=notrunc status=none
    before=$(cksum <"$state/incident.db")
    daemon_start
    incident -qq note two
    [ "$(texts)" = two ]
    [ "$before" = "$(cksum <"$state/incident.db.damaged-1")" ]
    grep -q 'incident.db.damaged-1' "$BATS_TEST_TMPDIR/daemon.log"
}

@test 'socket activation: a socket that is handed over is used, and left' {
    daemon_stop
    start_under "$tool/activate.py" socket "$socket"
    incident note 'by the socket of another'
    kill -0 "$daemon"
    daemon_stop
    [ -S "$socket" ]
}

@test 'socket activation by systemd itself' {
    command -v systemd-socket-activate >/dev/null || skip 'no systemd-socket-activate here'
    daemon_stop
    start_under systemd-socket-activate --listen="$socket"
    incident note 'by the socket of systemd'
    daemon_stop
}

@test 'the manager is told READY when it answers, and STOPPING when it ends' {
    ldd "$INCIDENTD" | grep -q libsystemd || skip 'built without libsystemd'
    daemon_stop
    start_under "$tool/activate.py" notify "$BATS_TEST_TMPDIR/told"
    incident note one
    eventually grep -q '^READY=1$' "$BATS_TEST_TMPDIR/told"
    run -1 grep STOPPING "$BATS_TEST_TMPDIR/told"
    kill "$daemon"
    eventually gone
    wait "$daemon"
    daemon=
    grep -q '^STATUS=' "$BATS_TEST_TMPDIR/told"
    [ "$(grep -n '^STOPPING=1$' "$BATS_TEST_TMPDIR/told" | cut -d : -f 1)" -gt "$(grep -n '^READY=1$' "$BATS_TEST_TMPDIR/told" | cut -d : -f 1)" ]
}

@test 'the manager is told READY only after the database is open' {
    ldd "$INCIDENTD" | grep -q libsystemd || skip 'built without libsystemd'
    daemon_stop
    set_pragma user_version 999
    run -1 timeout 20 "$tool/activate.py" notify "$BATS_TEST_TMPDIR/told" "$INCIDENTD" --state "$state" --socket "$socket" 3>&-
    run -1 grep READY "$BATS_TEST_TMPDIR/told"
}

fed() # COUNT: so many times
{
    [ "$(grep -c '^WATCHDOG=1$' "$BATS_TEST_TMPDIR/told")" -ge "$1" ]
}

# One that waits for its answer however long it takes.
records_slowly()
{
    PYTHONPATH=$tool INCIDENT_SOCKET=$socket exec python3 -c 'from varlink import Peer, note; Peer().record(note("slow"))'
}

holding()
{
    grep -q fdatasync "$BATS_TEST_TMPDIR/trace"
}

# Half a second to feed the watchdog, and a disk that syncs nothing until its tracer goes.
@test 'the watchdog is fed while nothing happens, and while the disk takes longer than it waits' {
    ldd "$INCIDENTD" | grep -q libsystemd || skip 'built without libsystemd'
    strace -qq -o /dev/null true || skip 'nothing may be traced here'
    daemon_stop
    WATCHDOG_USEC=500000 start_under "$tool/activate.py" notify "$BATS_TEST_TMPDIR/told"
    eventually fed 2
    recorder=$(pgrep -P "$daemon")
    strace -f -qq -o "$BATS_TEST_TMPDIR/trace" -P "$state/incident.db-wal" -e trace=fdatasync -e inject=fdatasync:delay_enter=30000000 -p "$recorder" 3>&- &
    tracer=$!
    is_traced() { [ "$(sed -n 's/^TracerPid:\t//p' "/proc/$recorder/status")" = "$tracer" ]; }
    eventually is_traced
    records_slowly 3>&- &
    writer=$!
    eventually holding
    eventually fed "$(($(grep -c '^WATCHDOG=1$' "$BATS_TEST_TMPDIR/told") + 4))"
    kill -0 "$writer"
    kill "$tracer"
    wait "$writer"
}

@test 'the log of the daemon never holds the text of a note' {
    daemon_stop
    daemon_start --log-level debug
    incident -qq open 'geheim title'
    incident note 'geheim text' --actor 'geheim actor' --tag geheim
    printf 'geheim bytes\0' | socat -t 20 - "UNIX-CONNECT:$socket" >/dev/null
    run -3 incident rule-out 'geheim words'
    daemon_stop
    [ -s "$BATS_TEST_TMPDIR/daemon.log" ]
    run -1 grep geheim "$BATS_TEST_TMPDIR/daemon.log"
}

@test 'a line has its priority in front where the journal reads, and only there' {
    run -1 grep '^<' "$BATS_TEST_TMPDIR/daemon.log"
    daemon_stop
    journal=$BATS_TEST_TMPDIR/journal
    : >"$journal"
    JOURNAL_STREAM=$(stat -c '%d:%i' "$journal") "$INCIDENTD" --state "$state" --socket "$socket" </dev/null >/dev/null 2>"$journal" 3>&- &
    daemon=$!
    eventually answers_or_gone
    daemon_stop
    [ -s "$journal" ]
    run -1 grep -v '^<[3-7]>' "$journal"
    JOURNAL_STREAM=1:2 daemon_start
    run -1 grep '^<' "$BATS_TEST_TMPDIR/daemon.log"
}

@test 'what it does not understand, it names, and exits with 2' {
    for words in --frobnicate '--log-level loud' surplus --state; do
        # shellcheck disable=SC2086 # it is several words
        run -2 "$INCIDENTD" $words
        [[ $output == *"${words%% *}"* ]]
    done
    run -0 "$INCIDENTD" --help
    run -0 "$INCIDENTD" --version
}

@test 'the files of the log are of its owner alone' {
    incident -qq note one
    [ "$(stat -c %a "$state")" = 700 ]
    for file in "$state"/*; do
        [ -d "$file" ] || [ "$(stat -c %a "$file")" = 600 ]
    done
}

@test 'a recorder with nothing to do gives the memory back that made room for a full disk' {
    if grep -qa __asan_init "$INCIDENTD"; then skip 'a sanitizer takes memory of its own'; fi
    small()
    {
        [ "$(awk '/^Pss_Anon:/ { print $2 }' "/proc/$daemon/smaps_rollup")" -lt 8192 ]
    }
    incident -qq note one
    full()
    {
        [ "$(stat -c %s "$state/incident.db")" -ge 41943040 ]
    }
    eventually full
    eventually small
}

@test 'a recorder whose log is elsewhere takes in nothing that waits for the one of the host' {
    daemon_stop
    daemon_start
    [ -d "$state/spool" ]
    run ! grep -q /var/spool "$BATS_TEST_TMPDIR/daemon.log"
}
