# SPDX-License-Identifier: MIT
# A power cut, rebuilt: what a disk could hold at any moment, of the writes and syncs of a recorder at work.

load helper

: "${FAULT_STATES:=20}"

witness=${INCIDENTD%/daemon/incidentd}/tests/fault/witness.so

setup()
{
    directories
    [ -e "$witness" ] || skip 'built without tests'
}

crash() # STATES [OPTION]
{
    run --separate-stderr "$BATS_TEST_DIRNAME/crash.py" "$BATS_TEST_TMPDIR" "$witness" "$@"
    figures=$output
    echo "$figures $stderr"
}

@test 'the power is cut between any two writes, what was not synced is there in pieces: every answer is kept' {
    crash "$FAULT_STATES"
    [ "$status" = 0 ]
    told "$figures"
    shows ".faults == $FAULT_STATES and .acknowledged > $FAULT_STATES and .whole"
}

@test 'a sync fails, the recorder is killed, and its successor builds on what only the cache holds: every answer is kept' {
    crash "$((FAULT_STATES / 2))" --failing-sync
    [ "$status" = 0 ]
    told "$figures"
    shows '.acknowledged > .faults and .whole'
}

@test 'control: a recorder that does not write its log again at the start is seen to lose there' {
    INCIDENTD=${INCIDENTD%/daemon/incidentd}/tests/fault/incidentd-hole crash 5 --failing-sync
    [ "$status" = 1 ]
    told "$figures" lost
    shows '.lost > 0'
}

@test 'control: a disk that never got a sync is seen to lose' {
    crash 10 --forget-syncs
    [ "$status" = 1 ]
    told "$figures" lost
    shows '.lost > 0'
}
