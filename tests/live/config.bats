# SPDX-License-Identifier: MIT
# Settings: which goes before which, what is wrong and where, and a recorder that reads them again.
load helper

# What the recorder was started with, to be changed under it.
setup()
{
    directories
    system=$BATS_TEST_TMPDIR/incidentd.conf
    mkdir -p "$home/.config/incident"
    mine=$home/.config/incident/config
    export INCIDENT_CONFIG=$system
    : >"$system"
    daemon_start --config "$system"
}

value() # NAME
{
    incident config show --json | jq -r --arg name "$1" '.[] | select(.name == $name) | .value'
}

origin() # NAME
{
    incident config show --json | jq -r --arg name "$1" '.[] | select(.name == $name) | .origin'
}

logged() # TEXT
{
    grep -qF -e "$1" "$BATS_TEST_TMPDIR/daemon.log"
}

@test 'an option goes before the environment, that before my file, that before the host'\''s, that before what is built in' {
    unset TZ
    [ "$(value template) $(origin template)" = 'standard built in' ]
    printf 'template = "atlassian"\ntz = "Asia/Tokyo"\n' >"$system"
    [ "$(value template) $(origin template)" = "atlassian $system:1" ]
    printf '\ntemplate = "pagerduty"\n' >"$mine"
    [ "$(value template) $(origin template)" = "pagerduty $mine:2" ]
    [ "$(INCIDENT_TEMPLATE=google-sre value template)" = google-sre ]
    [ "$(INCIDENT_TEMPLATE=google-sre origin template)" = '$INCIDENT_TEMPLATE' ]
    incident -qq open 'web is down'
    incident postmortem | head -1 | grep -q 'template=pagerduty'
    INCIDENT_TEMPLATE=google-sre incident postmortem | head -1 | grep -q 'template=google-sre'
    INCIDENT_TEMPLATE=google-sre incident postmortem --template atlassian | head -1 | grep -q 'template=atlassian'
}

@test 'times are shown in the zone of the settings, unless TZ or --tz says another' {
    unset TZ
    incident -qq open 'web is down' --at 2026-10-07T10:00Z
    printf 'tz = "Asia/Tokyo"\n' >"$system"
    incident log | grep -q '19:00'
    TZ=Europe/Berlin incident log | grep -q '12:00'
    incident log --tz America/New_York | grep -q '06:00'
    incident postmortem | head -1 | grep -q 'tz=Asia/Tokyo'
}

@test 'a TZ that is no zone is said once, in every answer that has times, and the answer is in UTC' {
    export TZ=Mars/Phobos
    run --separate-stderr incident open 'web is down' --at 2026-10-07T10:00Z
    [ "$status" = 0 ]
    [ "$stderr" = '$TZ: there is no time zone "Mars/Phobos"; times are in UTC' ]
    run --separate-stderr incident log
    [[ $status = 0 && $output = *', UTC'*'10:00'* ]]
    [ "$stderr" = '$TZ: there is no time zone "Mars/Phobos"; times are in UTC' ]
    local quiet
    for quiet in -qq '--tz Asia/Tokyo' --utc; do
        # shellcheck disable=SC2086 # words
        run --separate-stderr incident log $quiet
        [[ $status = 0 && -z $stderr ]]
    done
    for TZ in '' utc CET-1CEST :Europe/Berlin /usr/share/zoneinfo/Europe/Berlin; do
        run --separate-stderr incident log
        [[ $status = 0 && -z $stderr ]]
    done
}

@test 'config check and doctor name what the environment has wrong, once' {
    export INCIDENT_TEMPLATE=our.md
    run -1 incident config check
    [ "$output" = 'incident: $INCIDENT_TEMPLATE: there is no template "our.md"' ]
    run incident doctor
    [[ $output = *'settings  $INCIDENT_TEMPLATE: there is no template "our.md"'* ]]
    unset INCIDENT_TEMPLATE
    TZ=Mars/Phobos run -1 incident config check
    [ "$output" = 'incident: $TZ: there is no time zone "Mars/Phobos"' ]
    # of a file that is named the environment says nothing
    INCIDENT_TEMPLATE=our.md run -0 incident config check "$system"
}

@test 'a template that is not there is said with who named it' {
    incident -qq open 'web is down'
    INCIDENT_TEMPLATE=ours run -2 incident postmortem
    [[ $output = 'incident: there is no template "ours"'*'$INCIDENT_TEMPLATE names it'*'incident postmortem --templates'* ]]
    INCIDENT_TEMPLATE=our.md run -1 incident postmortem
    [[ $output = 'incident: our.md could not be read'*'$INCIDENT_TEMPLATE names it' ]]
    printf '\ntemplate = "ours"\n' >"$mine"
    run -2 incident postmortem
    [[ $output = *"$mine:2 names it"* ]]
    run -2 incident postmortem --template ours
    [[ $output != *'names it'* ]]
}

@test 'config show has the zone that --tz says, as it goes before all others' {
    [ "$(TZ=Europe/Berlin incident config show --origin --tz Asia/Tokyo | grep ^tz | tr -s ' ')" = 'tz Asia/Tokyo --tz' ]
    incident config show --origin --utc | grep -E '^tz +UTC +--tz'
}

@test 'a metric of several lines that is wrong is said with its first one' {
    printf '\nmetric publish {\n\n label = "time to glory"\n from = resolved\n to = glory\n}\n' >"$mine"
    run -1 incident config check
    [[ $output = *"$mine:4: metric publish: "* ]]
}

@test 'a metric of mine is in show and stats, and one with the name of another takes its place' {
    printf 'metric publish { label = "time to close" from = resolved to = closed }
metric detect { label = "seen after" from = started to = detected }\n' >"$mine"
    incident -qq open 'web is down' --at 2026-10-07T10:00Z
    incident -qq resolve 'web is up' --at 2026-10-07T11:00Z
    incident -qq close 'all done' --at 2026-10-07T11:30Z
    incident show | grep -E '^time to close +30 min +resolved to closed'
    incident show | grep '^seen after'
    run ! grep '^time to detect' <(incident show)
    [ "$(incident show --json | jq '.metrics.publish')" = 1800 ]
    [ "$(incident stats --json | jq '.groups[0].metrics[] | select(.name == "publish").median_seconds')" = 1800 ]
    [ "$(env -u INCIDENT_CONFIG HOME=/nonexistent "$INCIDENT" show --json | jq '.metrics | has("publish")')" = false ]
}

@test 'a metric of a milestone that there is not is said, and the others are shown' {
    printf 'metric publish { label = "time to glory" from = resolved to = glory }\n' >"$mine"
    incident -qq open 'web is down'
    run --separate-stderr incident show
    [ "$status" = 0 ]
    [[ $stderr = *"$mine:1: metric publish: "*milestones* ]]
    [[ $output = *'time to resolve'* ]]
}

@test 'what a rule of mine matches is hidden by --redact, and a rule that is none is an error' {
    printf "redact customer { pattern = 'CUST-\\\\d+' }\n" >"$mine"
    incident -qq open 'CUST-4711 sees nothing'
    incident export -o md --redact | grep -F 'customer'
    run ! grep CUST-4711 <(incident export -o md --redact)
    incident export -o md | grep -q CUST-4711
    printf "redact customer { pattern = '(' }\n" >"$mine"
    run -2 incident export -o md --redact
    [[ $output = *"$mine:1"* && $output != *CUST-4711* ]]
}

@test 'a file that is wrong is said with its line, and a note is recorded all the same' {
    printf 'template = "pagerduty"\ntemplat = "x"\n' >"$mine"
    run --separate-stderr incident note 'it hangs'
    [ "$status" = 0 ]
    [[ $stderr = *"$mine:2: no such option 'templat'"* ]]
    incident log 2>/dev/null | grep -q 'it hangs'
    # not one half of it: nothing
    [ "$(value template 2>/dev/null)" = standard ]
    run -1 incident config check
    [[ $output = *"$mine:2: "* ]]
}

@test 'config check names the line of every sort of mistake, and is silent of none' {
    file=$BATS_TEST_TMPDIR/some.conf
    local wrong
    while IFS= read -r wrong; do
        printf '# a comment\n%s\n' "$wrong" >"$file"
        run incident config check "$file"
        [ "$status" = 1 ] || { echo "not found: $wrong"; return 1; }
        [[ $output = *"$file:"[23]* ]] || { echo "no line: $output"; return 1; }
    done <<'WRONG'
log-level = "loud"
template = "/nonexistent/our.md"
connections = " 9"
connections = 7
connections = many
ballast = -1
no-such = 1
tz = "Mars/Base"
metric x { from = started to = closed }
metric { label = "x" from = started to = closed }
metric x { label = "x" from = started to = glory }
redact x { pattern = "(" }
redact x { pattern = '' }
redact x { pattern = 'a'
redact x { pattern = "CUST-\d{6}" }
redact x { pattern = "\bCUST" }
redact x { pattern = "(CUST)\1" }
/* a comment
redact "x y" { pattern = "a" }
template = "never ends
}
WRONG
    printf 'redact x { pattern = "\\\\d \\"\\$\\t" }\n# "\\d" {\nredact y { pattern = '"'\\d{'"' }\n' >"$file"
    run -0 incident config check "$file"
    printf 'log-level = "debug"\nballast = 64\n' >"$file"
    run -0 incident config check "$file"
    [ "$output" = 'right: 2 set' ]
    run -1 incident config check /nonexistent
    run -1 incident config check "$home"
}

@test 'reloaded, the recorder takes what is right' {
    run ! logged 'debug'
    printf 'log-level = "error"\nconnections-per-user = 2\n' >"$system"
    incident admin reload
    logged 'settings were read again' && return 1
    printf 'log-level = "notice"\n' >"$system"
    incident admin reload
    logged 'settings were read again'
}

@test 'and keeps what it had where anything is wrong, and says to whoever asked which line that is' {
    printf 'log-level = "error"\n' >"$system"
    incident admin reload
    printf 'log-level = "notice"\nballast = "full"\n' >"$system"
    run -1 incident admin reload
    [[ $output = *"$system:2: ballast: it is a number from 0 to 1024"* ]]
    logged "$system:2: ballast"
    printf '{"method":"io.incidentd.Recorder.Reload"}\0' | socat -t5 - "UNIX-CONNECT:$socket" | tr -d '\0' |
        jq -e --arg place "$system:2" '.error == "io.incidentd.Recorder.SettingsWrong" and .parameters.place == $place'
    printf 'log-level = "loud"\n' >"$system"
    kill -HUP "$daemon"
    eventually logged "$system:1: log-level"
    run ! logged 'settings were read again'
    incident note 'all the same'
}

@test 'SIGHUP is a reload' {
    printf 'log-level = "debug"\n' >"$system"
    kill -HUP "$daemon"
    eventually logged 'settings were read again'
    incident note 'it goes on'
}

@test 'connections over what the settings allow are turned away as Busy, and nobody is cut off' {
    printf 'connections = 8\n' >"$system"
    exec 4>&1
    for n in $(seq 9); do
        socat -u "UNIX-CONNECT:$socket" - >>"$BATS_TEST_TMPDIR/held" 2>&1 3>&- 4>&- &
    done
    several() { [ "$(incident version --json | jq .incidentd.peers)" -ge 10 ]; }
    eventually several
    incident admin reload
    socat -u "UNIX-CONNECT:$socket" - 3>&- 4>&- | tr -d '\0' | grep -q 'io.incidentd.Recorder.Busy'
    [ "$(jobs -pr | wc -l)" -ge 9 ]
    printf 'connections = 1024\n' >"$system"
    kill -HUP "$daemon"
    eventually incident list
    kill $(jobs -pr | grep -vx "$daemon")
}

@test 'a file that was named must be right for the recorder to start; of the others it says what is wrong' {
    daemon_stop
    printf 'log-level = "loud"\n' >"$system"
    run -1 "$INCIDENTD" --state "$state" --socket "$socket" --config "$system"
    [[ $output = *"$system:1: log-level: "* ]]
    printf 'log-level = "loud"\n' >"$mine"
    daemon_start --user
    logged "$mine:1: log-level: "
    incident note 'recorded'
}

@test 'only root, or the owner of a private log, has the settings read again' {
    [ "$(id -u)" = 0 ] || skip 'only root can be somebody else'
    chmod 0666 "$socket"
    chmod 0755 "$BATS_TEST_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")" "$(dirname "$(dirname "$BATS_TEST_TMPDIR")")"
    public=$(mktemp -d /tmp/incident-config.XXXXXX)
    chmod 0755 "$public"
    install -m 0755 "$INCIDENT" "$public/incident"
    run -4 setpriv --reuid=65534 --regid=65534 --clear-groups env -u INCIDENT_CONFIG HOME=/nonexistent "$public/incident" admin reload
    rm -rf "$public"
    [[ $output = *'only root'* && $output = *'sudo incident admin reload'* ]]
}

@test 'a file that cannot be read keeps nobody from recording, nor the recorder from starting' {
    daemon_stop
    mkdir "$mine"
    daemon_start --user
    logged "$mine: Is a directory"
    run --separate-stderr env -u INCIDENT_CONFIG "$INCIDENT" note 'recorded'
    [ "$status" = 0 ]
    [[ $output != *spooled* && $stderr = *"$mine: Is a directory"* ]]
}

@test 'a settings file that is a FIFO or a device holds up nobody: not who records, not the recorder' {
    mkfifo "$mine"
    run --separate-stderr timeout 20 "$INCIDENT" note 'it hangs'
    [ "$status" = 0 ]
    [[ $stderr = *"$mine: it is no regular file"* ]]
    run -1 timeout 20 "$INCIDENT" config check
    [[ $output = *"$mine: it is no regular file"* ]]
    run -1 timeout 20 "$INCIDENT" config check /dev/zero
    [[ $output = *'/dev/zero: it is no regular file'* ]]
    rm "$mine" "$system"
    mkfifo "$system"
    run -1 timeout 20 env -u INCIDENT_CONFIG "$INCIDENT" admin reload
    [[ $output = *"$system: it is no regular file"* ]]
}

@test 'a section that does not end is said with the line it begins at, and a backslash that means nothing with its own' {
    printf "log-level = info\nredact a { pattern = 'a' }\nredact b {\n pattern = 'b'\n\n" >"$mine"
    run -1 incident config check
    [[ $output = *"$mine:3: a section begins here"* ]]
    printf 'redact a {\n pattern =\n "CUST-\\d{6}"\n}\n' >"$mine"
    run -1 incident config check
    [[ $output = *"$mine:3: "*'use single quotes'* ]]
}

@test 'a setting that one file has twice is said with both lines, and nothing of the file is taken' {
    printf 'template = "pagerduty"\n\ntemplate = "atlassian"\n' >"$mine"
    run -1 incident config check
    [ "$output" = "incident: $mine:3: template: line 1 sets it already; remove one of the two" ]
    [ "$(value template 2>/dev/null)" = standard ]
    printf "redact a {\n pattern = 'x'\n pattern = 'x'\n}\n" >"$mine"
    run -1 incident config check
    [[ $output = *"$mine:3: pattern: line 2 sets it already"* ]]
    printf 'ballast = 1\nballast = 1\n' >"$system"
    run -1 incident admin reload
    [[ $output = *"$system:2: ballast: line 1 sets it already"* ]]
    # in another file it goes before, and each of a group has its own
    printf 'template = "pagerduty"\n' >"$system"
    printf "template = \"atlassian\"\nredact a { pattern = 'x' }\nredact b { pattern = 'y' }\n" >"$mine"
    run -0 incident config check
    [ "$(value template)" = atlassian ]
}

@test 'a sign that would be dropped from a value in no quotes is a fault' {
    local pattern
    for pattern in 'CUST-[0-9]*' 'CUST-[0-9]+'; do
        printf 'redact a {\n pattern = %s\n}\n' "$pattern" >"$mine"
        run -1 incident config check
        [[ $output = *"$mine:2: "*'stands in single quotes'* ]]
    done
    printf 'redact a { # a * here\n pattern = "[0-9]*" // and a + here\n}\n' >"$mine"
    run -0 incident config check
}

@test 'the example of the manual, as the page shows it, is right and hides the customer' {
    command -v scdoc >/dev/null && command -v mandoc >/dev/null || skip 'no scdoc or no mandoc here'
    touch "$BATS_TEST_TMPDIR/our.md"
    scdoc <"$INCIDENT_SOURCE_ROOT/docs/man/incidentd.conf.5.scd" | mandoc -T utf8 | sed 's/.\x08//g' |
        sed -n "/# .etc.incidentd/,/incident config check/{/incident config/d;s|/etc/.*\.md|$BATS_TEST_TMPDIR/our.md|;p}" >"$mine"
    run -0 incident config check
    [ "$output" = 'right: 6 set' ]
    incident -qq open 'CUST-123456 sees nothing'
    run -0 incident export -o md --redact
    [[ $output = *customer* && $output != *CUST-123456* ]]
}

@test 'where a file of settings was left out, nothing is shown behind --redact that it may have hidden' {
    printf "redact customer { pattern = 'CUST-\\\\d+' }\nballast = 9999\n" >"$mine"
    incident -qq open 'CUST-4711 sees nothing' 2>/dev/null
    run -2 incident export -o md --redact
    [[ $output != *CUST-4711* && $output = *'incident config check'* ]]
}

@test 'config and admin alone say which word is missing' {
    run -2 incident config
    [[ $output = *'"config" needs another word'*'incident config show'* ]]
    run -2 incident admin
    [[ $output = *'incident admin reload'* ]]
}
