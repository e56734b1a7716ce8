#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# units.test.sh BUILD: systemd has nothing to say against the units, and how far each service is confined.
# They are looked at with the programs of BUILD, where the unit names what is not installed yet.
set -u
. "$(dirname "$0")/tap.bash"
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
most=6 # tenths of exposure

command -v systemd-analyze >/dev/null || { echo '1..0 # SKIP no systemd-analyze here'; exit 0; }
[ -d "$build/systemd" ] && ls "$build"/systemd/system-* >/dev/null 2>&1 ||
    { echo '1..0 # SKIP built without the units'; exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_RUNTIME_DIR=$work/run
mkdir -p "$work/system" "$work/user" "$work/run"
# What may be copied is held to the same.
cp "$root"/systemd/examples/* "$work/system"
for folder in system user; do
    for file in "$root/systemd/$folder"/*.{socket,timer} "$build/systemd/$folder"-*; do
        [ ! -f "$file" ] || sed "s,=[^ ]*/sbin/incidentd,=$build/daemon/incidentd,; s,=\(+\?\)[^ ]*/bin/incident\b,=\1$build/cli/incident," \
            "$file" >"$work/$folder/$(basename "${file##*/"$folder"-}")"
    done
done

silent() # FOLDER: manual pages are another test's
{
    local said
    said=$(systemd-analyze "--$1" verify --man=no "$work/$1"/* 2>&1)
    printf '%s\n' "$said"
    [ -z "$said" ]
}

# An example of root's may do a little more: it writes where root alone does, and asks for the clock's state.
allowed() # SERVICE: tenths of exposure
{
    [ "$(basename "$1")" != incidentd-metrics.service ] && echo "$most" || echo 9
}

confined() # SERVICE
{
    systemd-analyze security --offline=true --no-pager --threshold="$(allowed "$1")" "$1"
}

exposure() # SERVICE
{
    systemd-analyze security --offline=true --no-pager "$1" | sed -n 's/.*Overall exposure level for \(.*\): \([0-9.]*\) .*/\1 \2/p'
}

kept() # DIRECTIVE: the service of a host does not say it
{
    ! grep -E "^$1=" "$work/system/incidentd.service"
}

planted() # LINE: a service that says it, too
{
    mkdir -p "$work/planted"
    sed "s/^\[Install\]/$1\n\n&/" "$work/system/incidentd.service" >"$work/planted/incidentd.service"
    cp "$work/system/incidentd.socket" "$work/planted"
}

told() # LINE COMMAND…: with this line in the service, the command fails
{
    planted "$1" && ! "${@:2}"
}

# The conditions of a user's unit, as systemd finds them with or without a variable in the environment.
starts() # UNIT [VARIABLE]
{
    local conditions
    mapfile -t conditions < <(sed -n "s,%h,/home/alice,; /^Condition/p" "$work/user/$1")
    [ ${#conditions[@]} -gt 0 ] && env -u XDG_STATE_HOME "${@:2}" systemd-analyze --user condition "${conditions[@]}"
}

holds 'systemd has nothing to say against the units of a host' silent system
holds 'systemd has nothing to say against the units of a user' silent user
for unit in incidentd.socket incidentd.service; do
    holds "a user’s $unit starts where XDG_STATE_HOME is not set" starts $unit
    holds "a user’s $unit starts where it is what it would be" starts $unit XDG_STATE_HOME=/home/alice/.local/state
    holds "a user’s $unit steps aside where it is another place" fails starts $unit XDG_STATE_HOME=/srv/state
done
holds 'an unknown directive would be seen' told 'Protectsystem=strict' silent planted
for service in "$work"/system/*.service; do
    name=$(basename "$service")
    holds "$name is confined: exposure at most 0.$(allowed "$name")" confined "$service"
    echo "# says: exposure of $(exposure "$service")"
done
holds 'a service that may gain privileges would be seen' told 'NoNewPrivileges=no' confined "$work/planted/incidentd.service"
holds 'authors stay who they are: no PrivateUsers' kept PrivateUsers
holds 'the socket stays where it is: no RuntimeDirectory' kept RuntimeDirectory
plan
