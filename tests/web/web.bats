# SPDX-License-Identifier: MIT
# The pages in a real browser, and the drawings in Mermaid's own. Each check has a page that it must find fault with.
bats_require_minimum_version 1.5.0

setup_file()
{
    command -v npm >/dev/null || skip_all='npm is not installed'
    [ -x "${CHROMIUM:=/usr/bin/chromium}" ] || skip_all='chromium is not installed'
    export CHROMIUM WEB_MODULES=$INCIDENT_SOURCE_ROOT/build/web
    if [ -z "${skip_all:-}" ]; then
        mkdir -p "$WEB_MODULES"
        cp "$INCIDENT_SOURCE_ROOT"/tests/web/package*.json "$WEB_MODULES"
        (cd "$WEB_MODULES" && npm ci --silent --no-audit --no-fund --ignore-scripts) >"$BATS_FILE_TMPDIR/npm" 2>&1 ||
            skip_all="npm cannot install: $(tail -1 "$BATS_FILE_TMPDIR/npm")"
    fi
    export skip_all=${skip_all:-}
    [ -n "$skip_all" ] || make_pages
}

setup()
{
    [ -z "$skip_all" ] || skip "$skip_all"
    cd "$BATS_FILE_TMPDIR"
}

# Incidents as people have them, one that wishes us ill, and one that is long.
make_pages()
{
    cd "$BATS_FILE_TMPDIR" || return 1
    export INCIDENT_SOCKET=$PWD/s HOME=$PWD TZ=UTC LC_ALL=C.UTF-8
    "$INCIDENTD" --state "$PWD/state" --socket "$PWD/s" </dev/null >log 2>&1 3>&- &
    echo $! >pid
    for _ in $(seq 100); do "$INCIDENT" list >/dev/null 2>&1 && break; sleep 0.05; done
    make_hostile
    make_long
    gitlab=$("$INCIDENT_SOURCE_ROOT"/tests/tool/replay "$INCIDENT_SOURCE_ROOT"/tests/data/gitlab-2017.jsonl >/dev/null && "$INCIDENT" list --all --json | jq -r '.[0].ref')
    pages gitlab "$gitlab"
    cp "$INCIDENT_SOURCE_ROOT"/docs/examples/kidlearn.html kidlearn.html
    cp "$INCIDENT_SOURCE_ROOT"/docs/examples/kidlearn.md kidlearn.md
}

pages() # NAME REF: NAME.html, NAME-export.html, NAME.md, NAME-life.md
{
    "$INCIDENT" postmortem "$2" -o html --all-events >"$1.html"
    "$INCIDENT" export "$2" -o html >"$1-export.html"
    "$INCIDENT" postmortem "$2" --all-events >"$1.md"
    "$INCIDENT" postmortem "$2" --diagram lifecycle >"$1-life.md"
}

make_hostile()
{
    local kind text
    cat >texts <<'TEXTS'
<script>window.hacked = 1</script>
<img src=x onerror="window.hacked = 1">
[click](javascript:window.hacked=1)
</title></style><script>window.hacked = 1</script>
"' onmouseover="window.hacked = 1" x="
section 10:32; click a href "javascript:window.hacked=1"
%%{init: {"securityLevel": "loose"}}%%
שלום עולם, العالم مرحبا
<svg onload="window.hacked = 1">
TEXTS
    ref=$("$INCIDENT" -q open '<script>window.hacked = 1</script> & "so" on' --at 5h)
    export INCIDENT_ID=$ref
    while read -r text; do
        for kind in impact note suspect act update escalate; do
            # shellcheck disable=SC2046 # it is two words
            "$INCIDENT" -qq "$kind" "$text" --at 4h $([ $kind != escalate ] || echo --to "x$ref")
        done
        "$INCIDENT" -qq rule-out last "$text"
    done <texts
    "$INCIDENT" -qq note "$(printf 'W%.0s' $(seq 10000))" --at 3h
    "$INCIDENT" -qq resolve '<b>done</b>' --at 2h
    pages hostile "$ref"
    unset INCIDENT_ID
}

make_long()
{
    {
        echo '= Search is slow for many & all'
        echo 'date 2026-11-20 UTC'
        echo '08:00 impact users=40%: nobody finds anything'
        echo '08:05 detect by=monitoring: p99 above 8 s'
        for i in $(seq 200); do
            kinds=(note found act suspect 'escalate to=them' 'update to=internal' change)
            printf '%02d:%02d %s: entry %d, Wide Words Make Much of What There Is\n' $((8 + i / 30)) $((i * 2 % 60)) "${kinds[i % 7]}" "$i"
        done
        echo '15:00 mitigate: cache warmed'
        echo '15:30 resolve: index rebuilt'
    } >long.txt
    "$INCIDENT" add long.txt >/dev/null 2>&1
    pages long "$("$INCIDENT" list --all --json | jq -r '.[] | select(.title | startswith("Search")) | .ref')"
}

teardown_file()
{
    [ ! -e "$BATS_FILE_TMPDIR/pid" ] || kill "$(cat "$BATS_FILE_TMPDIR/pid")"
}

look() # CHECK FILE…
{
    node "$INCIDENT_SOURCE_ROOT/tests/web/look.mjs" "$@"
}

every=(kidlearn.html gitlab.html gitlab-export.html long.html long-export.html hostile.html hostile-export.html)

@test 'no word on the console, and nothing is fetched' {
    look quiet "${every[@]}"
    echo '<script>console.log("x")</script><img src="http://127.0.0.1:9/x.png">' >control.html
    run -1 look quiet control.html
    [[ $output == *'console: x'* && $output == *'request: http'* ]]
}

@test 'on a phone of 360 px nothing sticks out' {
    look narrow "${every[@]}"
    echo '<meta name=viewport content="width=device-width"><p style="width:400px">x</p>' >control.html
    run -1 look narrow control.html
}

@test 'no label of a picture lies on another' {
    look labels "${every[@]}"
    echo '<svg width=200 height=50><text x=5 y=20>one label</text><text x=20 y=22>another</text></svg>' >control.html
    run -1 look labels control.html
    for page in kidlearn long hostile; do grep -q '<svg ' "$page.html"; done
}

@test 'contrast is AA, by day and in the dark' {
    look contrast kidlearn.html long.html hostile-export.html
    echo '<body style="background:#fff"><p style="color:#999">pale</p><svg><rect width=99 height=30 fill="#222"/><text x=9 y=20 fill="#444">dim</text></svg>' >control.html
    run -1 look contrast control.html
    [[ $output == *pale* && $output == *dim* ]]
}

@test 'what is on the screen is on paper' {
    look paper "${every[@]}"
    echo '<style>@media print { p { display: none } }</style><p>x</p>' >control.html
    run -1 look paper control.html
}

@test 'what wishes us ill stays text' {
    look harmless "${every[@]}"
    WEB_TEXTS=texts look texts hostile.html hostile-export.html
    echo '<img src=x onerror="window.hacked = 1"><a href="javascript:1">x</a>' >control.html
    run -1 look harmless control.html
    [[ $output == *onerror* && $output == *javascript:* && $output == *'a script ran'* ]]
    WEB_TEXTS=texts run -1 look texts kidlearn.html
}

@test 'Mermaid draws our drawings, whatever people wrote into them' {
    look mermaid kidlearn.md gitlab.md long.md hostile.md gitlab-life.md long-life.md hostile-life.md
    printf '```mermaid\ngantt\n    dateFormat HH:mm\n    section a\n    at 10:32 it broke :done, 10:32, 10:40\n```\n' >control.md
    run -1 look mermaid control.md
}
