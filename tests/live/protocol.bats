# SPDX-License-Identifier: MIT
# The wire, case by case (tests/cases/protocol), and the interface file held against the daemon.

load helper

cases=$INCIDENT_SOURCE_ROOT/tests/cases/protocol
interface=$INCIDENT_SOURCE_ROOT/include/io.incidentd.Recorder.varlink

play() # NAME
{
    "$INCIDENT_SOURCE_ROOT/tests/tool/protocol.py" "$cases/$1.json"
}

# One message from a client that knows nothing of us.
say() # MESSAGE
{
    printf '%s\0' "$1" | socat -t 20 - "UNIX-CONNECT:$socket" | tr '\0' '\n'
}

declared() # method|error
{
    sed -n "s/^$1 \([A-Za-z]*\).*/\1/p" "$interface"
}

@test 'the service describes itself' { play service; }
@test 'parameters are checked, and the wrong one is named' { play parameters; }
@test 'drafts are checked; what is recorded is recorded once' { play record; }
@test 'every refusal carries what a program needs to act' { play errors; }
@test 'answers keep their order; streams, more and oneway' { play order; }
@test 'bad bytes are refused, and nothing of them is kept' { play bad; }

@test 'every file of cases is played, and a case that does not hold is seen' {
    for file in "$cases"/*.json; do
        grep -q "play $(basename "$file" .json);" "$BATS_TEST_FILENAME"
    done
    echo '[{"case":"wrong","steps":[{"send":[{"method":"org.varlink.service.GetInfo"}],"expect":[{"error":"$"}]}]}]' >"$BATS_TEST_TMPDIR/wrong.json"
    run -1 "$INCIDENT_SOURCE_ROOT/tests/tool/protocol.py" "$BATS_TEST_TMPDIR/wrong.json"
    [[ $output == 'wrong: step 1: reply 1.error is missing'* ]]
}

@test 'a program of three lines gets an answer: socat' {
    [ "$(say '{"method":"org.varlink.service.GetInfo"}' | jq -r .parameters.product)" = incidentd ]
}

@test 'the description of the interface is its file, byte for byte' {
    say '{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"io.incidentd.Recorder"}}' |
        jq -j .parameters.description | cmp - "$interface"
}

@test 'every method of the interface file is there, and a made-up one is not' {
    [ "$(declared method | wc -l)" -gt 5 ]
    for method in $(declared method); do
        answer=$(say "{\"method\":\"io.incidentd.Recorder.$method\",\"parameters\":{\"no such parameter\":1}}")
        echo "$method: $answer"
        [ "$(jq -r .parameters.parameter <<<"$answer")" = 'no such parameter' ]
    done
    say '{"method":"io.incidentd.Recorder.Forget"}' | grep -q MethodNotFound
}

# Some take two users, or too much of something: those are met elsewhere. A disk that is full or broken is a fault test.
@test 'every error of the interface file is met in a case' {
    others=("$INCIDENT_SOURCE_ROOT"/tests/tool/limits.py "$INCIDENT_SOURCE_ROOT"/tests/live/{author,config,removed}.bats)
    for error in $(declared error); do
        case $error in StorageFull | StorageFailed) continue ;; esac
        echo "$error"
        grep -q "Recorder.$error\"" "$cases"/*.json || grep -q "\b$error\b" "${others[@]}"
    done
}
