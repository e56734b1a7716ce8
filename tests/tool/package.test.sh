#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# package.test.sh CHANGES: what Debian's policy has to say about the package, by its own checker.
set -u
. "$(dirname "$0")/tap.bash"

clean()
{
    lintian --allow-root --fail-on error,warning "$1"
}

# A package that breaks the rules must be seen to: ours, with a file in a place that is nobody's.
broken()
{
    local work=$1/broken
    dpkg-deb -R "$2" "$work" && mkdir -p "$work/usr/local/bin" && touch "$work/usr/local/bin/x" &&
        dpkg-deb --root-owner-group -b "$work" "$1/incidentd_broken.deb" && clean "$1/incidentd_broken.deb"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
holds 'lintian finds neither errors nor warnings' clean "$1"
holds 'lintian would say what is wrong' fails broken "$work" "${1%.changes}.deb"
plan
