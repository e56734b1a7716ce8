# SPDX-License-Identifier: MIT
# The documents that docs/examples shows to newcomers are what the recorder writes today.
load helper

examples=$INCIDENT_SOURCE_ROOT/docs/examples

setup()
{
    directories
    out=$BATS_TEST_TMPDIR/out
    mkdir "$out"
}

teardown()
{
    [ -z "$daemon" ] || daemon_stop
}

written()
{
    "$INCIDENT_SOURCE_ROOT/script/examples" "$out"
}

@test 'the examples are written anew byte for byte, and check has nothing to say about the finished one' {
    run -0 written
    [ "$output" = '' ]
    cmp "$examples/kidlearn-prompts.md" "$out/kidlearn-prompts.md"
    cmp "$examples/kidlearn.md" "$out/kidlearn.md"
    cmp "$examples/kidlearn.html" "$out/kidlearn.html"
}

@test 'a text of the outage that came out otherwise would be seen' {
    cat >"$BATS_TEST_TMPDIR/careless" <<'END'
#!/usr/bin/env bash
exec "$careful" "${@/Rollback did not help/rollback did not help}"
END
    chmod +x "$BATS_TEST_TMPDIR/careless"
    export careful=$INCIDENT
    INCIDENT=$BATS_TEST_TMPDIR/careless written
    run -1 cmp -s "$examples/kidlearn.md" "$out/kidlearn.md"
}

@test 'the example with prompts is not finished, and check says so' {
    daemon_start
    run -1 incident check "$examples/kidlearn-prompts.md"
    [ "$(grep -c placeholder-left <<<"$output")" = 3 ]
    [[ $output = *too-few-words* ]]
    run -0 incident check "$examples/kidlearn.md"
    [ "$output" = '' ]
}
