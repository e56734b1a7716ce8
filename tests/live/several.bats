#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Several logs on a host: --log NAME, $INCIDENT_LOG. (With systemd and groups: tests/host.)
load helper

@test 'a log that is not set up names its unit, and the text comes back' {
    unset INCIDENT_SOCKET
    run -1 incident --log nosuch note 'they read our mail'
    [[ $output = *'/run/incidentd-nosuch/incidentd.sock'* ]]
    [[ $output = *'sudo systemctl enable --now incidentd@nosuch.socket'* ]]
    [[ $output = *'they read our mail'* ]]
    INCIDENT_LOG=nosuch run -1 incident note one
    [[ $output = *'incidentd@nosuch.socket'* ]]
    [ ! -e "$home/.local" ]
}

@test 'a name that leads elsewhere is no name' {
    for name in ../x A a-b '' 123456789012345678901; do
        run -1 incident --log "$name" note one
        [[ $output = *'no log has the name'* ]]
    done
}

@test 'a socket that is named goes before $INCIDENT_LOG' {
    INCIDENT_LOG=nosuch incident note one
    [ "$(incident export -o ndjson | grep -c '"one"')" -ge 1 ]
}
