# SPDX-License-Identifier: MIT
# A session with the recorder, cut after every byte and changed in 10,000 ways: it stays up and serves the others.
# The sanitizers hear it in script/test --ci, where the recorder that is built with them plays this, too.

load helper

mutate=$INCIDENT_SOURCE_ROOT/tests/tool/mutate.py

@test 'every cut and 10,000 mutations of a session: others are served, the log is whole' {
    run -0 "$mutate" ${MUTATION_SEED:+--seed "$MUTATION_SEED"}
    echo "# says: $(paste -sd ' ' <<<"$output")" >&3
    [ "${lines[1]%% *}" -gt 10000 ]
    run -0 incident verify
    [[ $output == *whole* ]]
}

@test 'control: a recorder that ends in the middle of it is seen' {
    run -1 "$mutate" --mutations 200 --crash "$daemon"
    [[ $output == *'session '* ]]
    wait "$daemon" || true
    daemon=
}
