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
