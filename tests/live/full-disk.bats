#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Room is kept for a disk that fills up: a WAL of 16 MiB, and free pages in the database.
load helper

setup()
{
    [ "$(id -u)" = 0 ] || skip 'only root can mount a small file system'
    directories
    mkdir -p "$state"
}

teardown()
{
    [ "$(id -u)" = 0 ] || return 0
    daemon_stop
    ! mountpoint -q "$state" || umount "$state"
}

small_disk() # SIZE
{
    mount -t tmpfs -o "size=$1,mode=0700" none "$state" || skip 'no file system can be mounted here'
}

room_is_made()
{
    local before
    [ "$(stat -c %s "$state/incident.db-wal")" -ge $((16 << 20)) ] || return 1
    [ "$(stat -c %s "$state/incident.db")" -ge $((40 << 20)) ] || return 1
    before=$(stat -c %Y.%y "$state/incident.db-wal")
    sleep 1
    [ "$before" = "$(stat -c %Y.%y "$state/incident.db-wal")" ]
}

fill()
{
    ! dd if=/dev/zero of="$state/fill" bs=64k status=none 2>/dev/null
    ! dd if=/dev/zero of="$state/fill2" bs=512 status=none 2>/dev/null
}

@test 'a disk that is full still takes notes, and they are there afterwards' {
    small_disk 80m
    daemon_start
    incident -qq note 'the first'
    eventually room_is_made
    fill
    for ((i = 1; i <= 300; i++)); do incident -qq note "note $i"; done
    [ "$(incident export -o ndjson | grep -c '"kind":"note"')" = 301 ]
    incident verify
}

@test 'without that room the disk takes none; the text comes back, and it is no success' {
    small_disk 10m
    daemon_start
    incident -qq note 'the first'
    fill
    status=0
    for ((i = 1; status == 0 && i <= 2000; i++)); do run incident -qq note "note $i"; done
    [ "$status" = 1 ]
    [[ $output == *"note $((i - 1))"* ]]
    [[ $output == *full* ]]
}
