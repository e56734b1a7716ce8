#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The one command of the README, as a newcomer runs it.
set -u
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

runs()
{
    TMPDIR=$work "$tool/../../script/run" >timeline
}

holds 'script/run ends well' runs
holds 'it prints the timeline, with the dead end' grep -q 'ruled out 18:51, 20 min lost' timeline
holds 'it writes a postmortem, with the cause' grep -q 'used up all connections' postmortem.md
holds 'it says how many words were written, the appendix not counted' grep -Eq 'postmortem.md: [1-6][0-9]{2} words$' timeline
holds 'it leaves nothing behind but that' test "$(find . -mindepth 1 | LC_ALL=C sort | tr '\n' ' ')" = './postmortem.md ./timeline '
plan
