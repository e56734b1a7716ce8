#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# incident doctor -o prometheus: what a collector reads, whatever has happened to the recorder.
load helper

format=$INCIDENT_SOURCE_ROOT/tests/tool/exposition.py

metrics() # [OPTION…]
{
    incident doctor -o prometheus "$@"
}

figure() # SERIES
{
    metrics | grep -v "^#" | grep -F "$1 " | cut -d ' ' -f 2
}

@test 'the page is well formed, and has every metric of the table' {
    incident -qq note one
    incident verify
    run -3 incident show 3fk2
    spool=$BATS_TEST_TMPDIR/spool
    mkdir "$spool"
    INCIDENT_SPOOL=$spool metrics >"$BATS_TEST_TMPDIR/page"
    "$format" <"$BATS_TEST_TMPDIR/page"
    names=$(incident help prometheus | sed -n 's/^\(incidentd_[a-z_]*\) (.*/\1/p')
    [ "$(wc -l <<<"$names")" -gt 20 ]
    [ "$(sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' "$BATS_TEST_TMPDIR/page")" = "$names" ]
}

@test 'and what is not well formed is seen' {
    page='# HELP a_total A.\n# TYPE a_total counter\na_total 1\n'
    printf "$page" | "$format"
    for wrong in "${page}a_total 2\n" "${page}b 1\n" "${page}a_total{x=\"\"y\"} 1\n" '# HELP a A.\n# TYPE a counter\na 1\n' \
        '# HELP a A.\n# TYPE a gauge\na one\n' "$page$page" 'a 1\n' '' "${page}a_total{x=\"1\"} 1"; do
        run -1 bash -c 'printf "$1" | "$2"' - "$wrong" "$format"
    done
}

@test 'promtool finds nothing wrong with it' {
    command -v promtool >/dev/null || skip 'promtool is not installed'
    incident -qq note one
    run -3 incident show 3fk2
    metrics | promtool check metrics
    INCIDENT_SOCKET=$BATS_TEST_TMPDIR/nobody metrics | promtool check metrics
    run ! promtool check metrics <<<$'# HELP a A.\n# TYPE a counter\na 1'
}

@test 'a recorder that does not answer is incidentd_up 0, and the exit is 0: the page is there' {
    [ "$(figure incidentd_up)" = 1 ]
    daemon_stop
    run -0 metrics
    [[ $output == *$'\nincidentd_up 0\n'* ]]
    [[ $output == *$'\nincidentd_check_ok{check="recorder"} 0\n'* ]]
    [[ $output == *$'\nincidentd_clock_synchronised '* ]]
    [[ $output != *incidentd_database_bytes* ]]
    "$format" <<<"$output"
}

@test 'a recorder that hangs is no reason to hang' {
    kill -STOP "$daemon"
    run -0 timeout 20 "$INCIDENT" doctor -o prometheus
    kill -CONT "$daemon"
    [[ $output == *$'\nincidentd_up 0\n'* ]]
}

@test 'the figures are those of the log' {
    incident -qq note one
    incident -qq note two
    [ "$(figure incidentd_events_total)" = 3 ]
    [ "$(figure incidentd_recorded_events_total)" = 3 ]
    [ "$(figure incidentd_live_incidents)" = 1 ]
    [ "$(figure incidentd_commit_seconds_count)" -ge 2 ]
    [ "$(figure incidentd_degraded)" = 0 ]
    [ "$(figure incidentd_database_bytes)" = "$(stat -c %s "$state/incident.db")" ]
    run -3 incident amend 3fk2 text
    [ "$(figure 'incidentd_refused_calls_total{error="NoSuchEvent"}')" = 1 ]
    [ -z "$(figure incidentd_last_verify_findings)" ]
    incident verify
    [ "$(figure incidentd_last_verify_findings)" = 0 ]
    started=$(figure incidentd_start_time_seconds)
    [ "$(date -u -d "@$started" +%Y)" = "$(date -u +%Y)" ]
}

@test 'the spool is counted by whoever may look at it, with nobody there to ask' {
    spool=$BATS_TEST_TMPDIR/spool
    mkdir "$spool"
    daemon_stop
    export INCIDENT_SPOOL=$spool
    incident -qq note 'it waits'
    touch "$spool/1.json.refused"
    [ "$(figure 'incidentd_spool_files{state="waiting"}')" = 1 ]
    [ "$(figure 'incidentd_spool_files{state="set_aside"}')" = 1 ]
}

@test 'one of several logs of a host says which: two files are no series twice' {
    run -0 "$INCIDENT" --log security doctor -o prometheus
    "$format" <<<"$output"
    [ "$(grep -vc '^#' <<<"$output")" = "$(grep -c 'log="security"} ' <<<"$output")" ]
}
