#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# install.test.sh BUILD PREFIX OTHER: BUILD installs into PREFIX and nowhere else, so nobody needs root.
# OTHER is a build for another prefix, which must be seen.
set -u
. "$(dirname "$0")/tap.bash"
build=$1 prefix=$2 other=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

units='
lib/systemd/system/incidentd.socket
lib/systemd/system/incidentd.service
lib/systemd/system/incidentd@.socket
lib/systemd/system/incidentd@.service
lib/systemd/system/incidentd-verify.service
lib/systemd/system/incidentd-verify.timer
lib/systemd/system/incidentd-verify@.service
lib/systemd/system/incidentd-verify@.timer
lib/systemd/user/incidentd.socket
lib/systemd/user/incidentd.service
lib/sysusers.d/incidentd.conf
lib/tmpfiles.d/incidentd.conf
share/doc/incidentd/examples/incidentd-metrics.service
share/doc/incidentd/examples/incidentd-metrics.timer
'

completions='
bash-completion/completions/incident
zsh/site-functions/_incident
fish/vendor_completions.d/incident.fish
'

below() # BUILD: everything it installs goes below the prefix
{
    meson introspect --installed "$1" | jq -e --arg prefix "$prefix/" \
        'length > 0 and all(.[]; startswith($prefix)) or error(tostring)'
}

there() # FOLDER FILE…: all of them, and no name that was to be filled in
{
    local folder=$1 file
    shift
    for file; do
        [ -f "$folder/$file" ] || { echo "no $file"; return 1; }
        ! grep -E '@[a-z_]+@' "$folder/$file" || return 1
    done
}

# Debian 12 looks for system units below /lib, whatever the prefix is: a packager says where.
elsewhere()
{
    meson setup "$work/build" -Dtests=disabled -Dsystemd=enabled --prefix=/usr -Dsystem_unit_dir=/lib/systemd/system &&
        meson introspect --installed "$work/build" >"$work/installed" &&
        jq -e 'any(.[]; . == "/lib/systemd/system/incidentd.socket") and any(.[]; . == "/usr/lib/systemd/user/incidentd.socket")' "$work/installed"
}

holds 'everything goes below the prefix' below "$build"
holds 'another prefix is seen' fails below "$other"
holds 'it installs' meson install -C "$build" --no-rebuild
holds 'incident runs from there' "$prefix/bin/incident" version
holds 'incidentd is there' test -x "$prefix/sbin/incidentd"
# shellcheck disable=SC2086 # they are several words
holds 'each shell finds its completions' there "$prefix/share" $completions
# shellcheck disable=SC2086 # they are several words
if [ -f "$prefix/lib/systemd/system/incidentd.service" ]; then
    holds 'the units are there, with nothing left to fill in' there "$prefix" $units
    holds 'a unit runs what was installed' grep -q "^ExecStart=$prefix/sbin/incidentd " "$prefix/lib/systemd/system/incidentd.service"
else
    holds 'without systemd there is no unit at all' test ! -e "$prefix/lib/systemd"
    if pkg-config --exists libsystemd; then
        holds 'units go where a packager says' elsewhere
    else
        skips 'units go where a packager says' 'no libsystemd-dev here'
    fi
fi
plan
