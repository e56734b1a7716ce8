# SPDX-License-Identifier: MIT
# The daemon and 20 runs of the CLI under valgrind: no error, no leak. Slow, so only where it is asked for.

load helper

under=(valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect
    --errors-for-leak-kinds=definite,indirect --trace-children=no)

setup()
{
    [ "${INCIDENT_VALGRIND:-}" = 1 ] || skip 'INCIDENT_VALGRIND is not 1: script/test --ci sets it'
    command -v valgrind >/dev/null || skip 'no valgrind here'
    directories
    incidentd=$INCIDENTD
    INCIDENTD=$BATS_TEST_TMPDIR/incidentd
    printf '#!/bin/sh\nexec %s %q "$@"\n' "${under[*]}" "$incidentd" >"$INCIDENTD"
    chmod +x "$INCIDENTD"
    daemon_start
}

checked() # WORDS…
{
    echo "incident $*" >&2
    "${under[@]}" "$INCIDENT" "$@"
}

@test 'no error and no leak, in the daemon and in 20 runs of incident' {
    handle=$(checked note -q 'suspected network issue')
    checked open 'Checkout slow' --severity 2 --service checkout
    checked impact 'checkout fails' --users '~80%'
    checked suspect 'packet loss'
    checked rule-out packet 'no loss on any link'
    checked act 'pool limited' --at 5m --actor bob
    checked amend last 'pool limited to 20' --at '~10:32'
    checked task add 'alert on pool size' --owner dana --due 2026-11-27
    checked undo
    checked log
    checked log --audit -o json
    checked list
    checked status
    checked show
    checked search pool
    checked export -o md
    checked export -o csv
    checked postmortem
    checked expunge "$handle" a secret
    checked verify
    checked backup "$BATS_TEST_TMPDIR/copy"
    run -2 checked note --at 'half past' x
    run -3 checked show nowhere
    printf 'no JSON\0{"method":"io.incidentd.Recorder.Read","more":true}\0' | socat -t 30 - "UNIX-CONNECT:$socket" >/dev/null
    daemon_stop
    [ ! -s "$BATS_TEST_TMPDIR/daemon.log" ] || run -1 grep '^==' "$BATS_TEST_TMPDIR/daemon.log"
}

@test 'what valgrind finds is seen' {
    printf '#include <stdlib.h>\nint main(void) { return malloc(7) == 0; }\n' >"$BATS_TEST_TMPDIR/leak.c"
    cc -O0 -o "$BATS_TEST_TMPDIR/leak" "$BATS_TEST_TMPDIR/leak.c"
    run -99 "${under[@]}" "$BATS_TEST_TMPDIR/leak"
}
