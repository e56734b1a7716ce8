# SPDX-License-Identifier: MIT
# What live tests share: `load helper`, and each test has a daemon of its own, on a state directory of its own.
#
#	$INCIDENT, $INCIDENTD   the programs under test, absolute
#	$state, $socket         of this test's daemon; $home: what the programs see as HOME
#	incident WORDS…         the CLI, speaking to this daemon
#	daemon_start [OPTION…]  again, after daemon_stop; daemon_stop must end it with exit 0
#
# After each test the daemon must end with exit 0. A file that wants another beginning or end has its own
# setup() and teardown(), of directories, daemon_start and daemon_stop.
bats_require_minimum_version 1.5.0

: "${INCIDENT:?names no program: tests are run by script/test}" "${INCIDENTD:?names no program}"
: "${INCIDENT_SOURCE_ROOT:?names no folder}"

directories()
{
    home=$BATS_TEST_TMPDIR/home
    state=$BATS_TEST_TMPDIR/state
    socket=$BATS_TEST_TMPDIR/s
    daemon=
    mkdir -p "$home"
    unset INCIDENT_ID INCIDENT_SOURCE XDG_STATE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR
    export HOME=$home INCIDENT_SOCKET=$socket TZ=UTC LC_ALL=C.UTF-8
}

incident()
{
    "$INCIDENT" "$@"
}

# Waits for a command to succeed, 20 s at most.
eventually() # COMMAND…
{
    local i
    for ((i = 0; i < 400; i++)); do
        ! "$@" >/dev/null 2>&1 || return 0
        sleep 0.05
    done
    echo "never: $*" >&2
    return 1
}

answers_or_gone()
{
    incident list || ! kill -0 "$daemon"
}

# Descriptor 3 is bats' own: a child that keeps it keeps bats waiting.
daemon_start() # [OPTION…]
{
    "$INCIDENTD" --state "$state" --socket "$socket" "$@" </dev/null >>"$BATS_TEST_TMPDIR/daemon.log" 2>&1 3>&- &
    daemon=$!
    eventually answers_or_gone
    kill -0 "$daemon" 2>/dev/null || { daemon_log; return 1; }
}

# For what is no matter of the C code, or where a sanitizer would be in the way of another library.
as_shipped()
{
    [[ $(ldd "$INCIDENT") != *libasan* ]] || skip 'with the programs as they ship'
}

daemon_log()
{
    sed 's/^/daemon: /' "$BATS_TEST_TMPDIR/daemon.log" >&2
}

gone()
{
    ! kill -0 "$daemon"
}

daemon_stop()
{
    local pid=$daemon status=0
    [ -n "$pid" ] || return 0
    kill "$pid" 2>/dev/null || true
    eventually gone || kill -KILL "$pid"
    daemon=
    wait "$pid" || status=$?
    [ "$status" = 0 ] || { echo "the daemon ended with $status" >&2; daemon_log; }
    return "$status"
}

only_root() # [to WHAT]
{
    [ "$(id -u)" = 0 ] || skip "only root can ${1:-be somebody else}"
}

# A recorder, and a copy of the CLI, that every user of the machine reaches: $public, to be removed in teardown().
public_start()
{
    public=$(mktemp -d /tmp/incident-live.XXXXXX)
    chmod 0755 "$public"
    install -m 0755 "$INCIDENT" "$public/incident"
    socket=$public/s
    export INCIDENT_SOCKET=$socket
    daemon_start
    chmod 0666 "$socket"
}

open_to_all()
{
    only_root
    daemon_stop
    public_start
}

# The recorders that were started for a user, seen by their HOME.
private_daemons() # [HOME]
{
    local folder
    for folder in /proc/[0-9]*; do
        [ "$(cat "$folder/comm" 2>/dev/null)" = incidentd ] &&
            grep -qz "^HOME=${1:-$home}\$" "$folder/environ" 2>/dev/null && basename "$folder"
    done
    return 0
}

private_gone() # [HOME]
{
    [ -z "$(private_daemons "$@")" ]
}

setup()
{
    directories
    daemon_start
}

teardown()
{
    daemon_stop
}
