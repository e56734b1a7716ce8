#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# install.test.sh BUILD PREFIX OTHER: BUILD installs into PREFIX and nowhere else, so nobody needs root.
# OTHER is a build for another prefix, which must be seen.
set -u
. "$(dirname "$0")/tap.bash"
build=$1 prefix=$2 other=$3

below() # BUILD: everything it installs goes below the prefix
{
    meson introspect --installed "$1" | jq -e --arg prefix "$prefix/" \
        'length > 0 and all(.[]; startswith($prefix)) or error(tostring)'
}

holds 'everything goes below the prefix' below "$build"
holds 'another prefix is seen' fails below "$other"
holds 'it installs' meson install -C "$build" --no-rebuild
holds 'incident runs from there' "$prefix/bin/incident" version
holds 'incidentd is there' test -x "$prefix/sbin/incidentd"
plan
