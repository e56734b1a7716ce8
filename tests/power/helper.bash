# SPDX-License-Identifier: MIT
# What the tests with a virtual machine share: `load helper`, then
#
#	cut_power CUTS [WORD…]   cut.py: nothing may be lost, doubled or forged
#	loses [WORD…]            cut.py, whose one cut must lose
#	trouble PART [WORD…]     boot.py: nothing may be lost, doubled or forged
#
# The figures are in $figures, for shows, and told.
load ../fault/helper

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

machine() # cut.py|boot.py OPTION…
{
    run --separate-stderr "$BATS_TEST_DIRNAME/$1" "$MACHINE" "${@:2}"
    figures=$output
    echo "$figures $stderr"
    grep -av -e ^stored -e ^acknowledged "$MACHINE/said" | tail -n 20
}

cut_power() # CUTS [WORD…]: nothing is lost
{
    machine cut.py "$@"
    [ "$status" = 0 ]
    told "$figures"
}

loses() # [WORD…]
{
    machine cut.py 1 "$@"
    [ "$status" = 1 ]
    told "$figures" lost
    shows '.lost > 0'
}

trouble() # PART [WORD…]: nothing is lost
{
    machine boot.py "$@"
    [ "$status" = 0 ]
    told "$figures"
}
