# SPDX-License-Identifier: MIT
# Real file systems that are full, frozen or without blocks below them, and a limit of memory. All of it takes root.

load helper

setup()
{
    directories
    mkdir -p "$state"
    device=
    [ "$(id -u)" = 0 ] || cannot 'it takes root'
    mount -t tmpfs -o size=1m none "$state" 2>/dev/null || cannot 'nothing may be mounted here'
    umount "$state"
}

teardown()
{
    [ "$(id -u)" = 0 ] || return 0
    while mountpoint -q "$state"; do
        fsfreeze --unfreeze "$state" 2>/dev/null || true
        umount "$state"
    done
    [ -z "$device" ] || losetup -d "$device"
    ! mountpoint -q "$BATS_TEST_TMPDIR/below" || umount "$BATS_TEST_TMPDIR/below"
}

# An ext4 of its own, of SIZE, in a file; $device is where.
ext4() # SIZE [MKE2FS-OPTION…]
{
    local file=${image:-$BATS_TEST_TMPDIR/image}
    truncate -s "$1" "$file"
    device=$(losetup -f --show "$file" 2>/dev/null) || { device=; cannot 'there are no loop devices here'; }
    mke2fs -q -t ext4 -m 0 "${@:2}" "$device"
    mount "$device" "$state"
}

room_is_made()
{
    local before
    [ "$(stat -c %s "$state/incident.db-wal")" -ge $((16 << 20)) ] && [ "$(stat -c %s "$state/incident.db")" -ge $((40 << 20)) ] || return 1
    before=$(stat -c %y "$state/incident.db-wal")
    sleep 1
    [ "$before" = "$(stat -c %y "$state/incident.db-wal")" ]
}

fill()
{
    run dd if=/dev/zero of="$state/fill" bs=64k status=none
    run dd if=/dev/zero of="$state/fill2" bs=512 status=none
    [ "$(df --output=avail "$state" | tail -n 1)" -eq 0 ]
}

# A disk that was filled up after the recorder had time to prepare: 10,000 notes more.
takes_10000_when_full()
{
    daemon_start
    incident -qq note "uid $(id -u) first"
    eventually room_is_made
    daemon_stop
    fill
    ring --notes 2500
    told '{"faults": 1}'
    shows '.refused == 0 and .starts == 1 and .acknowledged == 10000'
}

@test 'a tmpfs that is 100 % full: 10,000 notes more are taken' {
    mount -t tmpfs -o size=100m,mode=0755 none "$state"
    takes_10000_when_full
}

@test 'an ext4 that is 100 % full: 10,000 notes more are taken' {
    ext4 160M
    takes_10000_when_full
}

@test 'control: a disk that was full before the recorder came takes none' {
    ext4 16M
    daemon_start
    daemon_stop
    fill
    ring --notes 50 --tries 2
    shows '.refused > 0 and .given_up > 0'
}

@test 'a file system that is frozen for seconds: everything late, nothing refused' {
    ext4 100M
    ring --notes 10
    { for ((i = 0; i < 3; i++)); do sleep 0.5; fsfreeze --freeze "$state"; sleep 1.5; fsfreeze --unfreeze "$state"; done; } 3>&- &
    ring --notes 2000
    wait
    told '{"faults": 3}'
    shows '.refused == 0 and .silence == 0 and .starts == 1 and .longest > 1'
}

@test 'a disk that has no blocks behind it for a while, and fails at the sync: refused, and what was acknowledged outlives the cache' {
    local below=$BATS_TEST_TMPDIR/below
    mkdir "$below"
    mount -t tmpfs -o size=40m none "$below"
    image=$below/image ext4 100M -O ^has_journal
    ring --notes 10
    dd if=/dev/zero of="$below/fill" bs=64k status=none 2>/dev/null || true
    { sleep 4; rm "$below/fill"; } 3>&- &
    ring --notes 1000 --tries 100000 --heal "umount $state && mount $device $state"
    wait
    shows '.refused > 0 and .given_up == 0'
    told "{\"faults\": $(grep -c 'Input/output error' "$BATS_TEST_TMPDIR/daemon.log")}"
}

# What an operator does after the kernel has made a file system read-only.
repair()
{
    until umount "$state" 2>/dev/null; do sleep 0.02; done
    until e2fsck -fp "$device" >/dev/null 2>&1 || [ $? = 1 ]; do sleep 0.02; done # a start that just failed may hold it
    mount "$device" "$state"
}

# The first ring has had a recorder, and another one that looked.
records_a_third_time()
{
    [ "$(grep -c 'recording to' "$BATS_TEST_TMPDIR/daemon.log")" -ge 3 ]
}

@test 'a file system that the kernel makes read-only under load, and that is repaired: refused meanwhile, nothing lost' {
    mount -t tmpfs -o ro none "$state" # so that nothing can be recorded below it
    ext4 100M
    ring --notes 10
    { eventually records_a_third_time; sleep 0.3; mount -o remount,abort "$state"; sleep 1; repair; } 3>&- &
    ring --notes 3000 --tries 100000
    wait
    told '{"faults": 1}'
    shows '.refused + .silence > 0 and .starts > 1 and .given_up == 0'
}

@test 'memory that a control group limits' {
    local group=/sys/fs/cgroup/memory/incident-fault-$$ limit=memory.limit_in_bytes members=tasks
    [ -d /sys/fs/cgroup/memory ] || { group=/sys/fs/cgroup/incident-fault-$$ limit=memory.max members=cgroup.procs; }
    mkdir "$group" 2>/dev/null && [ -e "$group/$limit" ] || cannot 'no control group of memory here'
    echo 12M >"$group/$limit"
    # shellcheck disable=SC2016 # $$ is the shell's that becomes the recorder
    ring --notes 200 --clients 16 --tries 100 -- sh -c 'echo $$ >"$0" && exec "$@"' "$group/$members"
    hits=$(cat "$group/memory.failcnt" 2>/dev/null || sed -n 's/^max //p' "$group/memory.events")
    rmdir "$group"
    [ "$hits" -gt 0 ]
    told '{"faults": 1}'
    shows '.given_up == 0'
}
