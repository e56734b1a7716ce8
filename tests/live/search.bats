# SPDX-License-Identifier: MIT
# What a search finds over all incidents, and in which order.
load helper

refs() # WORDS…: the incidents that were found, best first
{
    incident search -o json "$@" | jq -r .incident.ref | paste -sd ' '
}

@test 'incidents called so come first, then those of which a cause says so, then the newest' {
    titled=$(incident -q open 'pool exhausted')
    caused=$(incident -q open 'shop slow')
    incident -qq -i "$caused" cause 'the pool was exhausted by retries'
    older=$(incident -q open 'mail slow')
    incident -qq -i "$older" note 'is the pool exhausted'
    newer=$(incident -q open 'api slow')
    incident -qq -i "$newer" note 'Pool exhausted again'
    [ "$(refs pool exhausted)" = "$titled $caused $newer $older" ]
    [ "$(refs pool exhausted --limit 1)" = "$titled" ]
    [ "$(refs -i "$older" pool)" = "$older" ]
    [ -z "$(refs pool missing)" ]
}

@test 'each hit says what the cause was and how it was resolved, as they stand' {
    one=$(incident -q open web)
    incident -qq note 'queue is full'
    cause=$(incident -q cause 'a slow disk')
    incident -qq resolve 'disk replaced'
    incident -qq amend "$cause" 'a dying disk'
    run -0 incident search queue
    [ "${lines[0]}" = "$one  web   resolved" ]
    [ "${lines[1]}" = '  cause       a dying disk' ]
    [ "${lines[2]}" = '  resolution  disk replaced' ]
    [[ ${lines[3]} == *'  note  queue is full' ]]
    run -0 incident search -q queue
    [ "${#lines[@]}" = 1 ]
}

@test 'of many hits in one incident the telling ones are shown and the others counted' {
    one=$(incident -q open web)
    for i in 1 2 3 4 5; do
        incident -qq note "disk is full $i"
    done
    incident -qq cause 'disk full of logs'
    run -0 incident search disk full
    [[ ${lines[2]} == *'disk full of logs' && ${lines[3]} == *'full 5' && ${lines[4]} == *'full 4' ]]
    [ "${lines[5]}" = "  and 3 more: incident log $one" ]
}

@test 'what is in no incident is found, too' {
    incident -qq --source robot note 'disk nearly full'
    run -0 incident search nearly
    [ "${lines[0]}" = unfiled ]
}

@test 'who looks for what is rare in a long log hears that the recorder is at work, and in the end what it found' {
    incident -qq open 'a long one'
    run -0 --separate-stderr python3 - "$INCIDENT_SOURCE_ROOT/tests/tool" <<'END'
import sys
sys.path.insert(0, sys.argv[1])
from varlink import RECORDER, Peer, note
with Peer() as peer:
    for _ in range(5):
        peer.call("Record", drafts=[note("again") for _ in range(1000)])
    peer.send({"method": RECORDER + "Read", "parameters": {"kinds": ["lesson"]}, "more": True})
    replies = [peer.receive()]
    while replies[-1].get("continues"):
        replies.append(peer.receive())
    assert not any(reply["parameters"] for reply in replies), replies
    print(len(replies) - 1)
END
    [ "$output" -ge 1 ]
    run -0 incident log --kinds lesson
    incident -qq lesson 'that was long'
    run -0 incident log --kinds lesson
    [[ $output == *'that was long'* ]]
}
