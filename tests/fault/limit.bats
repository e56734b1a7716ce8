# SPDX-License-Identifier: MIT
# What the system gives runs out: descriptors, the length of a file, connections that cannot be accepted.

load helper

@test 'connections that cannot be accepted for a moment are served then' {
    local error
    for error in EMFILE ENOMEM ECONNABORTED; do
        ring --notes 10 --inject "accept4:error=$error:when=2..5"
        shows '.faults > 0 and .starts == 1 and .silence == 0 and .acknowledged == 40'
    done
}

@test 'no descriptor left: whoever comes too many is told Busy, nobody meets silence, all are served in turn' {
    ring --clients 24 --notes 3 --tries 5000 -- prlimit --nofile=24:24
    shows '.starts == 1 and .silence == 0 and .refused > 0 and .acknowledged == 72'
}

@test 'a log that may not grow refuses, and is not ended by a signal' {
    ring --notes 5
    ring --notes 50 -- prlimit --fsize="$(($(stat -c %s "$state/incident.db-wal") + 20000))"
    shows '.refused > 0 and (.ends | all(. == 0 or . == 1))'
    ring --notes 5
    shows '.acknowledged == 20'
}
