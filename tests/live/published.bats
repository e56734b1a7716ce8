# SPDX-License-Identifier: MIT
# Reports made by hand get times wrong in 11 of 39 cases; computed ones do not, and show by how much.
load helper

cases=$INCIDENT_SOURCE_ROOT/tests/cases/published.json
data=$INCIDENT_SOURCE_ROOT/tests/data/moj-cloud-platform.jsonl

published()
{
    "$INCIDENT_SOURCE_ROOT/tests/tool/published" "$@"
}

@test '39 public incidents: start and end of each, and every published error as a difference' {
    run -0 published "$cases" "$data"
    [ "${lines[-1]}" = '39 incidents, 13 published errors' ]
    [[ $output == *'2023-09-18: time to resolve, 35h 36m: digits swapped: published 1 d 11 h 36 min, computed 2 d 5 h 36 min, 18 h apart'* ]]
    [ "$(jq -r '.[].incident' "$cases" | sort -u | wc -l)" = 11 ]
}

@test 'a figure that is not what the entries give would be seen' {
    jq '[.[2] | .computed += 1]' "$cases" >"$BATS_TEST_TMPDIR/wrong.json"
    grep -e _source -e 2021-07-12 "$data" >"$BATS_TEST_TMPDIR/one.jsonl"
    run -1 published "$BATS_TEST_TMPDIR/wrong.json" "$BATS_TEST_TMPDIR/one.jsonl"
    [[ $output == *'2021-07-12: time to resolve, 20h 03m: 20 h 05 min, 2 min apart'* ]]
}
