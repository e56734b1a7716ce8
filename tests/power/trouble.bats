# SPDX-License-Identifier: MIT
# A virtual machine in other troubles: its disk fails, lies or hangs; its memory or its processors are taken.

load helper

@test 'all writes of the disk fail (dm-flakey), it is repaired, the power is cut: refused meanwhile, every answer is kept' {
    cut_power 1 part=flakey
    shows '.faults > 3 and .acknowledged > 100'
}

@test 'control: a disk that drops what it is told to write is seen to lose' {
    loses part=lie
}

@test 'a disk that hangs for five seconds: whoever types is answered meanwhile, and his note is recorded once' {
    trouble hang
    shows '(.status == 0 or .status == 75) and .refused == 0 and .given_up == 0 and .starts == 1 and .longest > 5'
    shows '.acknowledged == 400 and .stored == 401'
}

@test 'all memory is taken (OOM), with the score that the unit asks for: the recorder is not ended' {
    trouble memory
    shows '.faults >= 3 and .taken == 0 and .starts == 1 and .given_up == 0 and .acknowledged >= 200'
}

@test 'all memory is taken, and the kernel ends the recorder first: it comes back, and all is there' {
    trouble memory oom=1000
    shows '.taken >= 1 and .starts > 1 and .given_up == 0 and .acknowledged >= 200'
}

@test '64 programs want both processors: nothing is refused' {
    trouble busy
    shows '.faults >= 64 and .refused == 0 and .silence == 0 and .starts == 1 and .acknowledged == 120'
}
