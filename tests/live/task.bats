# SPDX-License-Identifier: MIT
# Follow-ups do not get lost: they are listed over all incidents, and an incident that is closed says what is left.
load helper

setup()
{
    directories
    daemon_start
    web=$(incident -q open web is down --at 5h)
    mail=$(incident -q open mail is down --at 4h)
    late=$(incident -q task add -i "$web" renew the certificate --owner 'dana smith' --due 2026-11-01)
    soon=$(incident -q task add -i "$mail" alert on pool size --owner bob --due 'in 3 days')
    never=$(incident -q task add -i "$web" write it down)
    done=$(incident -q task add -i "$mail" patch the server --owner dana --done)
}

@test 'open tasks of all incidents, the first one due first, with the incident of each' {
    run -0 incident task list
    [ "${#lines[@]}" = 3 ]
    [ "${lines[0]}" = "$late  open     renew the certificate, dana smith, overdue since 2026-11-01  [$web]" ]
    [[ ${lines[1]} == "$soon  open     alert on pool size, bob, due "*"  [$mail]" ]]
    [ "${lines[2]}" = "$never  open     write it down  [$web]" ]
    run -0 incident task list "$mail"
    [ "${#lines[@]}" = 2 ]
    [[ ${lines[1]} == "$done  done     patch the server, dana" ]]
}

@test 'those that somebody owns, and those that are overdue' {
    run -0 incident -q task list --owner dana
    [ "$output" = "$late" ]
    run -0 incident -q task list --owner dan
    [ "$output" = '' ]
    run -0 incident -q task list --overdue
    [ "$output" = "$late" ]
    run -0 incident -q task list --owner bob --overdue
    [ "$output" = '' ]
    run -0 incident task list -o json --overdue
    [ "$(jq -r '[.handle, .state, .ref, .overdue] | map(tostring) | join(" ")' <<<"$output")" = "$late open $web true" ]
}

@test 'a task that was dropped, moved, amended or taken back is where it belongs, or nowhere' {
    incident -qq task drop "$never" the wiki is gone
    incident -qq move "$late" --to "$mail"
    incident -qq amend "$soon" --owner dana
    run -0 incident task list
    [ "${#lines[@]}" = 2 ]
    [[ ${lines[0]} == "$late"*"[$mail]" ]]
    [[ ${lines[1]} == "$soon  open     alert on pool size, dana, "* ]]
    incident -qq retract "$soon"
    run -0 incident -q task list
    [ "$output" = "$late" ]
}

@test 'list says what is left to do, of closed ones, too, and --todo lists these alone' {
    third=$(incident -q open nothing is left --at 3h)
    run -0 incident list
    [ "$(grep -c 'to do:' <<<"$output")" = 1 ]
    [[ $output == *'to do: 2 tasks open (1 overdue)'* ]]
    incident -qq resolve -i "$mail" over
    incident -qq close -i "$web"
    run -0 incident list --todo
    [[ $output == *'to do: postmortem not shared, 1 task open'* ]]
    [[ $output == *'to do: 2 tasks open (1 overdue)'* ]]
    [[ $output != *'nothing is left'* ]]
    incident -qq share -i "$mail" https://wiki.example/mail
    incident -qq task done "$soon"
    run -0 incident -q list --todo
    [ "$output" = "$web" ]
}

@test 'close names what is still open, and closes all the same' {
    suspicion=$(incident -q suspect -i "$web" the moon)
    run -0 --separate-stderr incident close -i "$web"
    [[ $stderr == *"still suspected: $suspicion the moon"* ]]
    [[ $stderr == *"task still open: $late renew the certificate"* ]]
    [[ $stderr == *"task still open: $never write it down"* ]]
    [[ $stderr == *"postmortem not shared: incident share -i $web LINK"* ]]
    [ "$(incident list -o json --all | jq -r --arg ref "$web" '.[] | select(.ref == $ref) | .state')" = closed ]
}

@test 'close of what is finished says nothing of it' {
    incident -qq detect -i "$mail" it hangs --by customer
    incident -qq cause -i "$mail" a full disk
    incident -qq resolve -i "$mail" over
    incident -qq share -i "$mail" https://wiki.example/mail
    incident -qq task done "$soon"
    run -0 --separate-stderr incident close -i "$mail"
    [[ $stderr != *open* && $stderr != *shared* && $stderr != *suspected* ]]
    run -0 --separate-stderr incident close --false-alarm -i "$web"
    [[ $stderr != *shared* ]]
}
