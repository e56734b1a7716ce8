#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The page of the faults: sums are sums, and nothing that was lost is left out.
set -u
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/figures" <<'END'
{"ring":"kill","test":"killed","control":"","faults":2,"acknowledged":1000,"lost":0,"doubled":0,"forged":0,"longest":0.25}
{"ring":"kill","test":"killed","control":"","faults":3,"acknowledged":234,"lost":1,"doubled":0,"forged":0,"longest":0.1}
{"ring":"disk","test":"at the start","control":"","faults":7}
{"ring":"kill","test":"control: loses","control":"lost","faults":1,"acknowledged":50,"lost":9,"doubled":0,"forged":0,"longest":0}
{"ring":"mount","test":"frozen","control":"","skipped":"no root"}
END

says() # LINE
{
    "$tool/reliability" "$work/figures" | grep -qxF -- "$1"
}

holds 'the rings of a test are a row, added up, with the longest wait' \
    says '| killed | 5 | 1,234 | 1 | 0 | 0 | 0.25 s |'
holds 'what a test does not count is no nought' says '| at the start | 7 | – | – | – | – | – |'
holds 'a control is shown, and not added to the sum' says '| control: loses | 1 | 50 | 9 | 0 |'
holds 'the sum is of all that must hold' says '**12 faults injected, 1,234 notes acknowledged: 1 lost, 0 doubled, 0 forged.**'
holds 'what did not run is said, with the reason' says '- File systems that are full, frozen or read-only (root): frozen: no root'
holds 'a figure of a ring that has no title is an error' \
    sh -c "echo '{\"ring\":\"x\",\"test\":\"\",\"control\":\"\"}' >$work/figures; ! $tool/reliability $work/figures 2>/dev/null"
plan
