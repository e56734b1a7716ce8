# SPDX-License-Identifier: MIT
# The power is cut under load: a virtual machine that is killed, with all that its kernel had not yet written.

load ../fault/helper

: "${FAULT_CUTS:=3}"

setup_file()
{
    export MACHINE=$BATS_FILE_TMPDIR/machine FAULT_RING=power
    mkdir "$MACHINE"
    "$BATS_TEST_DIRNAME/machine" "$MACHINE" 2>"$BATS_FILE_TMPDIR/reason" || [ -s "$BATS_FILE_TMPDIR/reason" ]
}

setup()
{
    [ -e "$MACHINE/initramfs" ] || cannot "$(tail -n 1 "$BATS_FILE_TMPDIR/reason")"
}

teardown() { :; }

cut_power() # CUTS [WORD…]
{
    run --separate-stderr "$BATS_TEST_DIRNAME/cut.py" "$MACHINE" "$@"
    figures=$output
    echo "$figures $stderr"
}

@test "the power is cut at random moments: every acknowledged note is there at the next start, once" {
    cut_power "$FAULT_CUTS"
    [ "$status" = 0 ]
    told "$figures"
    shows ".faults == $FAULT_CUTS and .acknowledged >= $FAULT_CUTS and .lost == 0 and .doubled == 0 and .whole"
}

@test 'control: a recorder whose syncs do nothing is seen to lose' {
    cut_power 1 syncs=lie
    [ "$status" = 1 ]
    told "$figures" lost
    shows '.lost > 0'
}
