# SPDX-License-Identifier: MIT
# The metrics of one incident, and of many: what was typed, when, and the figures that follow.
load helper

# The figures of an incident as "name=seconds", those that it has.
figures() # REF
{
    incident show -o json "$1" | jq -r '.metrics | to_entries | map("\(.key)=\(.value)") | join(" ")'
}

figure() # NAME REF
{
    incident show -o json "$2" | jq ".metrics.$1"
}

outage() # START END [OPTION…]: a whole one; its ref
{
    local ref
    ref=$(incident -q open "outage" --at "$1" "${@:3}")
    incident -qq -i "$ref" impact slow --at "$1"
    incident -qq -i "$ref" resolve over --at "$2"
    incident -qq -i "$ref" close
    printf '%s\n' "$ref"
}

@test 'every metric is one milestone minus another' {
    ref=$(incident -q open web --at '2025-03-04 10:00 UTC')
    incident -qq impact slow --at '2025-03-04 10:00 UTC'
    incident -qq detect alert --by monitoring --at '2025-03-04 10:05 UTC'
    incident -qq ack --at '2025-03-04 10:07 UTC'
    incident -qq escalate help --to dba --at '2025-03-04 10:20 UTC'
    incident -qq cause pool --at '2025-03-04 10:40 UTC'
    incident -qq mitigate better --at '2025-03-04 10:50 UTC'
    incident -qq resolve over --at '2025-03-04 11:00 UTC'
    [ "$(figures "$ref")" = 'detect=300 acknowledge=120 escalate=900 identify=2100 mitigate=3000 resolve=3600 total=3600 dead_ends=null' ] ||
        { figures "$ref"; false; }
    run -0 incident show "$ref"
    [[ $output == *'time to identify     35 min                detected to identified'* ]]
    [[ $output == *'lost on dead ends    none recorded'* ]]
}

@test 'an incident that was resolved twice lasted until the second time' {
    ref=$(incident -q open web --at '2025-03-04 10:00 UTC')
    incident -qq impact slow --at '2025-03-04 10:00 UTC'
    incident -qq resolve over --at '2025-03-04 11:00 UTC'
    [ "$(figure total "$ref")" = 3600 ]
    incident -qq reopen 'it is back' --at '2025-03-04 12:00 UTC'
    [ "$(figure total "$ref")" = null ]
    incident -qq resolve 'over again' --at '2025-03-04 12:30 UTC'
    [ "$(figure total "$ref")" = 9000 ]
    [ "$(figure resolve "$ref")" = 9000 ]
}

@test 'days, a change of the clocks and the end of a year are counted as they passed' {
    [ "$(figure total "$(outage '2025-03-04 10:00 UTC' '2025-03-06 11:00 UTC')")" = 176400 ]
    export TZ=Europe/Berlin
    [ "$(figure total "$(outage '2025-03-30 01:30' '2025-03-30 03:30')")" = 3600 ]
    [ "$(figure total "$(outage '2025-10-26 01:30' '2025-10-26 03:30')")" = 10800 ]
    [ "$(figure total "$(outage '2024-12-31 23:30' '2025-01-01 00:30')")" = 3600 ]
}

@test 'a cause typed the next morning without a time says nothing of when it was found' {
    ref=$(incident -q open web --at '2025-03-04 10:00 UTC')
    incident -qq detect alert --by monitoring --at '2025-03-04 10:05 UTC'
    incident -qq resolve over --at '2025-03-04 11:00 UTC'
    cause=$(incident -q cause 'a full disk')
    [ "$(figure identify "$ref")" = null ]
    incident -qq amend "$cause" --at '2025-03-04 10:35 UTC'
    [ "$(figure identify "$ref")" = 1800 ]
}

@test 'an impact typed late and without a time does not start the outage later than it was noticed' {
    ref=$(incident -q open web --at 50m)
    incident -qq detect alert --by monitoring --at 40m
    incident -qq impact 'slow for all'
    [ "$(figure detect "$ref")" = 600 ]
}

@test 'dead ends side by side cost their time once, and one without a time is said to be not recorded' {
    ref=$(incident -q open web --at '2025-03-04 10:00 UTC')
    one=$(incident -q suspect network --at '2025-03-04 10:10 UTC')
    two=$(incident -q suspect disks --at '2025-03-04 10:20 UTC')
    incident -qq rule-out "$one" fine --at '2025-03-04 10:30 UTC'
    incident -qq rule-out "$two" fine --at '2025-03-04 10:40 UTC'
    [ "$(figure dead_ends "$ref")" = 1800 ]
    incident -qq amend "$one" --at unknown
    incident -qq amend "$two" --at unknown
    [ "$(figure dead_ends "$ref")" = null ]
    run -0 incident show "$ref"
    [[ $output == *'lost on dead ends    not recorded'* ]]
}

@test 'stats count, and say the median, the p90 by nearest rank and how many lack a figure' {
    for minutes in 10 20 30 40 50 10 20 30 40 50 55; do
        outage '2025-03-04 10:00 UTC' "2025-03-04 10:$minutes UTC"
    done
    incident -qq open 'never ended' --at '2025-03-04 10:00 UTC'
    run -0 incident stats -o json
    [ "$(jq -c '.groups[0].metrics[] | select(.name == "total") | [.count, .lacking, .median_seconds, .p90_seconds]' <<<"$output")" = '[11,1,1800,3000]' ]
    run -0 incident stats
    [[ $output == *'total impact         11     1        30 min        50 min        started to ended'* ]]
    [[ $output == *'time to detect       0      12       –             –  '* ]]
}

@test 'stats are of the incidents that were meant, by month, service and severity' {
    outage '2025-03-04 10:00 UTC' '2025-03-04 10:10 UTC' --severity 1 --service web
    outage '2025-04-04 10:00 UTC' '2025-04-04 10:20 UTC' --severity 2 --service web --service db
    run -0 incident stats --by month -o json
    [ "$(jq -c '[.groups[] | [.group, .incidents]]' <<<"$output")" = '[["2025-03",1],["2025-04",1]]' ]
    run -0 incident stats --by service -o json
    [ "$(jq -c '[.groups[] | [.group, .incidents]]' <<<"$output")" = '[["db",1],["web",2]]' ]
    run -0 incident stats --by severity -o json
    [ "$(jq -c '[.groups[] | [.group, .incidents]]' <<<"$output")" = '[["sev1",1],["sev2",1]]' ]
    for wish in '--severity sev2' '--service DB' '--since 2025-04-01' ; do
        run -0 incident stats $wish -o json
        [ "$(jq -c '[.groups[] | [.group, .incidents]]' <<<"$output")" = '[["all",1]]' ]
    done
    run -0 incident stats --until 2025-04-01 -o json
    [ "$(jq -c '.groups[0].metrics[] | select(.name == "total").median_seconds' <<<"$output")" = 600 ]
    run -2 incident stats --by colour
    run -2 incident stats --severity 9
    run -0 incident list --all -q --until 2025-04-01
    [ "${#lines[@]}" = 1 ]
    run -0 incident list --all -q --until tomorrow
    [ "${#lines[@]}" = 2 ]
    run -2 incident show --until 1h
    [[ $output == *'show has no --until'* ]]
}

@test 'a false alarm is no outage, and is said to be left out' {
    outage '2025-03-04 10:00 UTC' '2025-03-04 10:10 UTC'
    incident -qq open smoke
    incident -qq close --false-alarm
    run -0 incident stats -o json
    [ "$(jq -c '[.groups[0].incidents, .left_out]' <<<"$output")" = '[1,1]' ]
    run -0 incident stats
    [[ $output == *'left out: 1 false alarm or duplicate'* ]]
}
