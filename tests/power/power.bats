# SPDX-License-Identifier: MIT
# The power is cut under load: a virtual machine that is killed, with all that its kernel had not yet written.

load helper

: "${FAULT_CUTS:=3}"

@test "the power is cut at random moments: every acknowledged note is there at the next start, once" {
    cut_power "$FAULT_CUTS"
    shows ".faults == $FAULT_CUTS and .acknowledged >= 100 * $FAULT_CUTS"
}

@test 'control: a recorder whose syncs do nothing is seen to lose' {
    loses syncs=lie
}

@test 'a sync fails, the recorder is killed, its successor builds on what only the cache holds, the power is cut: every answer is kept' {
    cut_power 1 part=hole syncs=last
    shows '.faults > 1 and .acknowledged >= 100'
}

@test 'control: a recorder that does not write its log again at the start is seen to lose in that machine' {
    loses part=hole syncs=last recorder=incidentd-hole
}
