#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The laws of the house (CONTRIBUTING.md), each held against the tree, and each shown a violation that it must see.
#
# A law is a function that prints what breaks it, in the tree of the current directory: no word, no violation.
# To add a file to the daemon, give it a row in `ranks`; to use a library, give it a door in `doors`.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/tests/tool/tap.bash"

# What may include what: a file includes headers of its own rank or lower ones. The first match counts.
ranks='
6 daemon/main
5 daemon/server*
4 daemon/peer*
4 daemon/pipeline
3 daemon/service*
3 daemon/method*
3 daemon/stream*
3 daemon/call*
2 daemon/storage*
1 daemon/store/*
0 daemon/config
0 daemon/credential
0 daemon/job
0 daemon/journal
0 daemon/listen
0 daemon/name
0 daemon/notify
0 daemon/options
0 daemon/pace
0 daemon/ration
0 daemon/spool*
'

# A library's header, how many files may include it, and which.
doors='
sqlite3.h           99 daemon/store/*
uv.h                99 daemon/server* daemon/peer* daemon/storage*
pcre2.h              1 cli/veil/*
cmark-gfm.h          1 cli/html/markup.c
confuse.h            1 lib/setting-file.c
lz4.h                1 daemon/store/excerpt.c
lz4hc.h              1 daemon/store/excerpt.c
sodium.h             2 lib/* daemon/store/*
utf8proc.h           1 lib/*
systemd/sd-daemon.h  1 daemon/*
'

longest=400

sources() # FOLDER…: the C files that are ours
{
    local folder
    for folder; do
        [ ! -d "$folder" ] || find "$folder" -name '*.[ch]' | LC_ALL=C sort
    done
}

# "FILE HEADER" for every #include with quotes (or, with <, for those with angle brackets).
includes() # [<] FOLDER…
{
    local open='"' close='"'
    [ "$1" != '<' ] || { open='<' close='>' && shift; }
    sources "$@" | xargs -r -d '\n' sed -n \
        "s/^[[:space:]]*#[[:space:]]*include[[:space:]]*$open\([^$close]*\)$close.*/\1/;T;F;p" | paste -d ' ' - -
}

fits() # WORD PATTERN…
{
    local word=$1 pattern
    shift
    for pattern; do
        # shellcheck disable=SC2254 # it is a pattern
        case $word in $pattern) return 0 ;; esac
    done
    return 1
}

rank() # FILE: its rank, or nothing
{
    local number pattern
    while read -r number pattern; do
        [ -n "$number" ] && fits "${1%.[ch]}" "$pattern" && printf '%s' "$number" && return
    done <<<"$ranks"
}

law_folders() # {daemon, cli} -> lib -> include; what is embedded from sql/ is the store's
{
    local file header
    includes include lib daemon cli | while read -r file header; do
        case $file in
        include/*) fits "$header" 'include/*' ;;
        lib/*) fits "$header" 'include/*' 'lib/*' ;;
        daemon/store/*) fits "$header" 'include/*' 'lib/*' 'daemon/*' 'sql/*' ;;
        daemon/*) fits "$header" 'include/*' 'lib/*' 'daemon/*' ;;
        cli/*) fits "$header" 'include/*' 'lib/*' 'cli/*' ;;
        esac || echo "$file includes $header"
    done
}

law_daemon() # main -> server -> peer -> service -> storage -> store
{
    local file header above below
    includes daemon | while read -r file header; do
        fits "$header" 'daemon/*' || continue
        above=$(rank "$file") below=$(rank "$header")
        [ -n "$above" ] || echo "$file has no rank in tests/laws.sh"
        [ -n "$below" ] || echo "$file includes $header, which has no rank in tests/laws.sh"
        [ "${below:-0}" -le "${above:-9}" ] || echo "$file includes its parent's $header"
    done
}

law_ranks() # every file of the daemon is in the table
{
    local file
    sources daemon | while read -r file; do
        [ -n "$(rank "$file")" ] || echo "$file has no rank in tests/laws.sh"
    done
}

law_doors() # a library has one door
{
    local door most patterns file header
    local -a allowed users
    while read -r door most patterns; do
        [ -n "$door" ] || continue
        read -ra allowed <<<"$patterns"
        users=()
        while read -r file header; do
            [ "$header" = "$door" ] || continue
            users+=("$file")
            fits "$file" "${allowed[@]}" || echo "$file includes $door"
        done < <(includes '<' include lib daemon cli)
        [ "${#users[@]}" -le "$most" ] || echo "more than $most include $door: ${users[*]}"
    done <<<"$doors"
}

law_length()
{
    sources include lib daemon cli tests | xargs -r -d '\n' awk -v most="$longest" \
        'FNR == most + 1 { print FILENAME " has more than " most " lines" }'
}

law_guards()
{
    sources include lib daemon cli tests | grep '\.h$' | xargs -r -d '\n' grep -L -x '#pragma once' |
        sed 's/$/ has no #pragma once/'
}

law_licence()
{
    local file line
    sources include lib daemon cli tests | while read -r file; do
        read -r line <"$file"
        [ "$line" = '/* SPDX-License-Identifier: MIT */' ] || echo "$file does not begin with its licence"
    done
}

law_listed() # a file that no meson.build names is not built, and nobody notices
{
    local file name folder
    sources lib daemon cli tests/unit | grep '\.c$' | while read -r file; do
        name=${file##*/}
        case $file in
        tests/unit/*) name="'${name%.c}'" folder=tests/unit ;;
        daemon/* | cli/*) name="'${file#*/}'" folder=${file%%/*} ;;
        *) name="'$name'" folder=lib ;;
        esac
        grep -q -F -e "$name" "$folder/meson.build" || echo "$file is not in $folder/meson.build"
    done
}

law_traced() # LeakSanitizer ends a program that is traced, and only the gate has it
{
    # shellcheck disable=SC2016 # it is a pattern
    find tests/live -name '*.bats' 2>/dev/null | LC_ALL=C sort | xargs -r -d '\n' grep -l 'strace .*"$INCIDENT"' |
        xargs -r -d '\n' grep -L 'ASAN_OPTIONS=detect_leaks=0' | sed 's/$/ traces a program without ASAN_OPTIONS=detect_leaks=0/'
}

# A small tree that keeps every law, to plant violations in.
plant() # FILE LINE…
{
    local file=$1
    shift
    mkdir -p "${file%/*}"
    printf '%s\n' "$@" >"$file"
}

licence='/* SPDX-License-Identifier: MIT */'
good_tree()
{
    plant include/limits.h "$licence" '#pragma once'
    plant lib/text.h "$licence" '#pragma once' '#include "include/limits.h"'
    plant lib/text.c "$licence" '#include "lib/text.h"' '#include <utf8proc.h>'
    plant lib/id.c "$licence" '#include <sodium.h>'
    plant lib/secret.c "$licence" '#include <sodium.h>'
    plant daemon/main.c "$licence" '#include "daemon/server.h"'
    plant daemon/server.h "$licence" '#pragma once' '#include <uv.h>' '#include "daemon/peer.h"'
    plant daemon/peer.h "$licence" '#pragma once' '#include <uv.h>' '#include "lib/text.h"'
    plant daemon/store/event.h "$licence" '#pragma once' '#include <sqlite3.h>'
    plant daemon/store/event.c "$licence" '#include "daemon/store/event.h"' '#include "sql/sql.h"'
    plant cli/verb.h "$licence" '#pragma once'
    plant cli/note.c "$licence" '#include "cli/verb.h"' '# include "lib/text.h"'
    plant tests/live/note.bats 'export ASAN_OPTIONS=detect_leaks=0' 'run strace -f "$INCIDENT" note'
    plant tests/unit/test-text.c "$licence" '#include "lib/text.h"' '#include <uv.h>'
    plant lib/meson.build "'id.c'," "'secret.c'," "'text.c',"
    plant daemon/meson.build "'main.c'," "'store/event.c',"
    plant cli/meson.build "'note.c',"
    plant tests/unit/meson.build "'test-text': lib,"
}

none() # LAW: nothing breaks it here
{
    local found
    found=$("law_$1")
    printf '%s\n' "$found"
    [ -z "$found" ]
}

keeps() # LAW FILE LINE…: with this file the tree still keeps it
{
    local law=$1
    shift
    cd "$(mktemp -d -p "$work")" && good_tree && plant "$@" && none "$law"
}

sees() # LAW FILE LINE…: this file breaks it, and is named
{
    local law=$1 found
    shift
    cd "$(mktemp -d -p "$work")" && good_tree && none "$law" && plant "$@" || return 1
    found=$("law_$law")
    printf 'it says: %s\n' "$found"
    fits "$found" "*$1*"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root" || exit 1

holds 'there are files to hold the laws against' test "$(sources include lib daemon cli | wc -l)" -gt 0
for law in folders daemon ranks doors length guards licence listed traced; do
    holds "the tree keeps the law of $law" none $law
done

holds 'include takes nothing from lib' sees folders include/a.h '#include "lib/text.h"'
holds 'lib takes nothing from the daemon' sees folders lib/a.c '#include "daemon/peer.h"'
holds 'lib takes nothing from the cli' sees folders lib/a.c '#include "cli/verb.h"'
holds 'the cli takes nothing from the daemon' sees folders cli/report/a.c '#  include "daemon/peer.h"'
holds 'the daemon takes nothing from the cli' sees folders daemon/peer.c ' #include "cli/verb.h"'
holds 'nobody but the store has SQL' sees folders daemon/peer.c '#include "sql/sql.h"'
holds 'an include names its folder' sees folders daemon/peer.c '#include "peer.h"'
holds 'a peer knows no server' sees daemon daemon/peer.c '#include "daemon/server.h"'
holds 'a service knows no peer' sees daemon daemon/service-read.h '#include "daemon/peer.h"'
holds 'a storage knows no service' sees daemon daemon/storage.c '#include "daemon/service.h"'
holds 'a store knows no storage' sees daemon daemon/store/event.c '#include "daemon/storage.h"'
holds 'a leaf knows nobody' sees daemon daemon/credential.c '#include "daemon/store/event.h"'
holds 'a header without a rank is seen' sees daemon daemon/peer.c '#include "daemon/helper.h"'
holds 'a file without a rank is seen' sees ranks daemon/helper.c ''
holds 'SQLite is the store files’ alone' sees doors daemon/storage.c '#include <sqlite3.h>'
holds 'libuv is no matter of the service' sees doors daemon/service.c '#include <uv.h>'
holds 'libuv is no matter of the cli' sees doors cli/note.c '#include <uv.h>'
holds 'utf8proc has one door' sees doors lib/wide.c '#include <utf8proc.h>'
holds 'utf8proc is no matter of the cli' sees doors cli/note.c '#include <utf8proc.h>'
holds 'cmark has one door' sees doors cli/report/note.c '#include <cmark-gfm.h>'
holds 'libsodium has two doors at most' sees doors lib/random.c '#include <sodium.h>'
holds 'a long file is seen' sees length lib/long.c $(seq $((longest + 1)))
holds 'a file just short enough is not' keeps length lib/short.c $(seq $longest)
holds 'a header without its guard is seen' sees guards cli/a.h '// #pragma once'
holds 'a file without its licence is seen' sees licence tests/unit/a.c '#include "lib/text.h"'
holds 'an unbuilt file is seen' sees listed cli/report/note.c ''
holds 'a test that traces what a sanitizer will not have traced is seen' sees traced tests/live/list.bats 'strace -qq -o /dev/null "$INCIDENT" list'
holds 'a test that traces what runs already needs nothing' keeps traced tests/live/list.bats 'strace -qq -o /dev/null -p "$daemon"'
holds 'an unbuilt test is seen' sees listed tests/unit/test-other.c ''

links() # LIBRARIES PROGRAM: it is linked to one of them
{
    ldd "$2" | grep -E "lib($1)\.so"
}

if [ -n "${INCIDENT:-}" ] && [ -n "${INCIDENTD:-}" ]; then
    holds 'incident is linked to neither SQLite nor libuv' fails links 'sqlite3|uv' "$INCIDENT"
    holds 'incidentd is linked to SQLite' links sqlite3 "$INCIDENTD"
    holds 'incidentd is linked to libuv' links uv "$INCIDENTD"
else
    skips 'incident is linked to neither SQLite nor libuv' 'not built: INCIDENT and INCIDENTD name no programs'
fi
plan
