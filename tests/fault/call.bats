# SPDX-License-Identifier: MIT
# Every n-th call fails, of those that the recorder cannot do without: of the kernel, of the disk, of a socket, of memory.

load helper

faulty=${INCIDENTD%/daemon/incidentd}/tests/fault/faulty.so

# A ring in which some calls fail from within the recorder.
ring_with() # FAULT=ODDS RING-OPTION…
{
    local fault=$1
    shift
    [ -e "$faulty" ] || skip 'built without tests'
    ring "$@" -- env LD_PRELOAD="$faulty" FAULTY_TOLD="$BATS_TEST_TMPDIR/faults" "FAULTY_$fault"
}

# A commit into a WAL that was emptied is six writes, so each commit would fail if each sixth did; four of them only make
# room, and need not succeed where there is none, so some more than four are to fail.
@test 'every n-th write of the log fails: EIO, no space, a signal' {
    ring --notes 5
    ring --notes 25 --tries 50 --on incident.db-wal --inject pwrite64:error=EIO:when=12+11
    shows '.faults > 0 and .refused > 0 and .given_up == 0'
    ring --notes 25 --tries 50 --on incident.db-wal --inject pwrite64:error=ENOSPC:when=12+7
    shows '.faults > 0 and .refused > 0 and .given_up == 0 and .starts == 1'
    ring --notes 25 --on incident.db-wal --inject pwrite64:error=EINTR:when=12+2
    shows '.faults > 10 and .refused == 0 and .silence == 0'
}

@test 'every n-th sync fails: EIO, no space, a signal' {
    local error
    ring --notes 5
    for error in EIO ENOSPC EINTR; do
        ring --notes 25 --tries 50 --inject "fdatasync:error=$error:when=5+5"
        shows '.faults > 4 and .refused > 0 and .given_up == 0'
    done
}

@test 'every n-th read is cut short by a signal' {
    ring --notes 5
    ring --notes 25 --on incident.db --inject pread64:error=EINTR:when=3+3
    ring --notes 25 --inject read:error=EINTR:when=20+3
    shows '.faults > 10 and .refused == 0 and .silence == 0'
}

@test 'every n-th wait for work or for a lock is cut short by a signal' {
    ring --notes 25 --inject epoll_wait:error=EINTR:when=3+3
    shows '.faults > 10 and .refused == 0 and .silence == 0 and .starts == 1'
}

@test 'every seventh connection cannot be accepted: it is told Busy, nobody meets silence' {
    local error
    for error in EMFILE ENFILE ENOMEM; do
        ring --clients 12 --notes 5 --tries 100 --inject "accept4:error=$error:when=2+7"
        shows '.faults > 1 and .silence == 0 and .starts == 1 and .given_up == 0'
    done
}

@test 'sockets fail at random, under the recorder: the connection ends or the call is tried again' {
    ring_with SOCKET=10 --notes 50 --tries 50
    shows '.faults > 10 and .starts == 1 and .given_up == 0'
}

@test 'reads and writes that do half of what they were asked for change nothing' {
    ring_with SHORT=3 --notes 50
    shows '.faults > 100 and .starts == 1 and .refused == 0 and .silence == 0'
    ring_with SHORT=3 --notes 5
    shows '.starts == 1 and .refused == 0'
}

@test 'memory that is not there at random: refused, or ended and started again, never a text that nobody wrote' {
    ring_with MALLOC=8000 --notes 400 --tries 200
    shows '.faults > 0 and .given_up == 0'
    ring_with MALLOC=4000 --clients 24 --notes 250 --tries 200
    shows '.faults > 10 and .refused > 0 and .given_up == 0'
    run -1 compgen -G "$state/*damaged*"
}
