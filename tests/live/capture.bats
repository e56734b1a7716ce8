# SPDX-License-Identifier: MIT
# The pictures that the README shows are of what the programs do today.
load helper

capture=$INCIDENT_SOURCE_ROOT/docs/capture

setup()
{
    as_shipped
    command -v faketime >/dev/null || skip 'no faketime here'
    directories
    out=$BATS_TEST_TMPDIR/out
    mkdir "$out"
    cp "$capture/postmortem.png" "$out"
}

teardown()
{
    [ -z "$daemon" ] || daemon_stop
}

drawn()
{
    "$INCIDENT_SOURCE_ROOT/script/capture" "$out"
}

@test 'the picture of a terminal is drawn anew byte for byte' {
    run -0 drawn
    [ "$output" = '' ]
    cmp "$capture/terminal.svg" "$out/terminal.svg"
    python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$out/terminal.svg"
}

@test 'a time that came out otherwise would be seen' {
    printf '#!/bin/sh\nexec "$careful" "$@" --tz Asia/Kathmandu\n' >"$BATS_TEST_TMPDIR/careless"
    chmod +x "$BATS_TEST_TMPDIR/careless"
    export careful=$INCIDENT
    INCIDENT=$BATS_TEST_TMPDIR/careless drawn
    run -1 cmp -s "$capture/terminal.svg" "$out/terminal.svg"
}

@test 'the picture of a postmortem is of the page of today, and small' {
    [ "$("$capture/page" --of "$capture/postmortem.png")" = "$(sha256sum <"$INCIDENT_SOURCE_ROOT/docs/examples/kidlearn.html" | cut -d ' ' -f 1)" ]
    [ "$(wc -c <"$capture/postmortem.png")" -lt 300000 ]
}
