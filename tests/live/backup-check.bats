#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# incidentd --check: the pages of a backup, as the weekly timer looks at them.
load helper

copy()
{
    for i in {1..40}; do incident -qq note "entry $i"; done
    incident -qq backup "$BATS_TEST_TMPDIR/copy"
}

@test 'a backup that is whole is found whole, and left as it was' {
    copy
    before=$(cksum <"$BATS_TEST_TMPDIR/copy")
    run -0 "$INCIDENTD" --check "$BATS_TEST_TMPDIR/copy"
    [ -z "$output" ]
    [ "$before" = "$(cksum <"$BATS_TEST_TMPDIR/copy")" ]
    [ "$(find "$BATS_TEST_TMPDIR" -name 'copy*' | wc -l)" = 1 ]
}

@test 'a damaged page is found, said, and exit 1' {
    copy
    pages=$(($(stat -c %s "$BATS_TEST_TMPDIR/copy") / 4096))
    [ "$pages" -gt 10 ]
    for page in $(seq 4 $((pages - 1))); do
        printf '\377\377\377\377' | dd of="$BATS_TEST_TMPDIR/copy" bs=1 seek=$((page * 4096)) conv=notrunc status=none
    done
    run -1 "$INCIDENTD" --check "$BATS_TEST_TMPDIR/copy"
    [[ $output = *malformed* && $output = *damaged* ]]
}

@test 'one page among many is found, and which' {
    copy
    printf '\377\377\377\377' | dd of="$BATS_TEST_TMPDIR/copy" bs=1 seek=$((12 * 4096)) conv=notrunc status=none
    run -1 "$INCIDENTD" --check "$BATS_TEST_TMPDIR/copy"
    [[ $output = *'age 13'* ]]
}

@test 'what is no log is said to be none' {
    head -c 8192 /dev/zero >"$BATS_TEST_TMPDIR/zeroes"
    for file in zeroes none; do
        run -1 "$INCIDENTD" --check "$BATS_TEST_TMPDIR/$file"
        [[ $output = *"$file"* ]]
    done
}
