# SPDX-License-Identifier: MIT
# What people really wrote during outages: public timelines, typed in again, a process an entry.

load helper

data=$INCIDENT_SOURCE_ROOT/tests/data

replay() # NAME…
{
    "$INCIDENT_SOURCE_ROOT/tests/tool/replay" "${@/#/$data/}"
}

@test '473 entries of 62 incidents: every text byte for byte, every log in order of time, the chain whole' {
    run -0 replay mybinder.jsonl moj-cloud-platform.jsonl
    [ "${lines[-1]}" = '473 entries of 62 incidents' ]
    run -0 incident verify
    [[ $output == *'535 events'*whole* ]]
}

@test 'an outage of Google: a postmortem with the duration that its timeline gives' {
    run -0 replay google-api-2013.jsonl
    incident postmortem >"$BATS_TEST_TMPDIR/postmortem.md"
    grep -q '1 h 32 min' "$BATS_TEST_TMPDIR/postmortem.md"
    grep -q 'Failed configuration change rollback' "$BATS_TEST_TMPDIR/postmortem.md"
    incident export -o json | jq -r '.entries[] | select(.kind == "change") | .at' | grep -q '^2013-05-01T01:19:00'
}

@test 'an outage of GitLab: about is about, and what has no time enters no figure' {
    run -0 replay gitlab-2017.jsonl
    run incident log
    [[ $output == *' ~17:20 '* ]]
    [[ $output == *' unknown '* ]]
    [ "$(incident export -o ndjson | jq -c 'select(.event.at == null)' | wc -l)" = 5 ]
    incident postmortem >"$BATS_TEST_TMPDIR/postmortem.md"
}

in_all_templates() # WORDS…: each document says its duration in these words
{
    local name
    for name in standard google-sre pagerduty atlassian; do
        incident postmortem --template "$name" >"$BATS_TEST_TMPDIR/$name.md"
        grep -qxF "**Duration:** $*." "$BATS_TEST_TMPDIR/$name.md" || { echo "$name is not: $*"; return 1; }
    done
}

# The report of Google gives 18:26 to 19:58, Pacific time.
@test 'all templates give the outage of Google the duration that was published, in its zone, too' {
    run -0 replay google-api-2013.jsonl
    in_all_templates '1 May 2013, 01:26 to 02:58 UTC (1 h 32 min)'
    export TZ=America/Los_Angeles
    in_all_templates '30 April 2013, 18:26 to 19:58 PDT (1 h 32 min)'
}

# Mapped by hand: the report has the removal of the data between 23:30 and the end, and the suspicion of 19:00 in vain.
@test 'all templates give the outage of GitLab its duration: from the removal to "back online"' {
    run -0 replay gitlab-2017.jsonl
    run ! in_all_templates '31 January 2017, about 23:30 to 1 February 2017, 18:14 UTC (18 h 44 min)'
    incident impact 'GitLab.com is down' --at '~2017-01-31 23:30 UTC' --until '2017-02-01 18:14 UTC'
    incident rule-out 'experiencing an increase' 'not the cause' --at '~2017-01-31 23:00 UTC'
    in_all_templates '31 January 2017, about 23:30 to 1 February 2017, 18:14 UTC (18 h 44 min)'
    grep -q 'Misleading path, 4 h lost since 19:00' "$BATS_TEST_TMPDIR/standard.md"
}

@test 'a text that was not passed on as it is would be seen' {
    cat >"$BATS_TEST_TMPDIR/careless" <<'EOF'
#!/usr/bin/env bash
exec "$careful" "${@/Pagers alerted/pagers alerted}"
EOF
    chmod +x "$BATS_TEST_TMPDIR/careless"
    export careful=$INCIDENT
    INCIDENT=$BATS_TEST_TMPDIR/careless run -1 replay google-api-2013.jsonl
    [[ $output == *'the texts are not those of the file'* ]]
}
