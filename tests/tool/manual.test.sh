#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The manual says what the programs do: every verb and every option, and none that there is not.
#
#   tests/tool/manual.test.sh DIR      a build
set -u
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
docs=$1/docs
incident=$1/cli/incident
export LC_ALL=C.UTF-8 MANWIDTH=200

[ -e "$docs/incident.1" ] || { echo '1..0 # skip scdoc is not installed'; exit 0; }
command -v mandoc >/dev/null || { echo '1..0 # skip mandoc is not installed'; exit 0; }

# scdoc writes paragraphs that mandoc finds empty; of anything else there must be nothing.
is_clean() # PAGE
{
    ! mandoc -T lint "$1" | grep -v -e 'paragraph macro: PP' -e 'missing date' -e 'STYLE: '
}

shown() # PAGE
{
    mandoc -T utf8 "$1" | sed 's/.\x08//g'
}

verbs()
{
    "$incident" help | sed -n '/^what happened/,/^topics/p' | grep -v ^topics | cut -c19- | tr -s ' ' '\n' | grep .
}

has_every_verb() # PAGE
{
    local verb
    for verb in $(verbs); do
        shown "$1" | grep -qw -e "$verb" || { echo "$verb"; return 1; }
    done
}

options_of() # VERB
{
    "$incident" help "$1" | grep -o -e '--[a-z][a-z-]*' | sort -u
}

has_options_of() # VERB PAGE
{
    local option
    for option in $(options_of "$1"); do
        shown "$2" | grep -q -e "$option\b" || { echo "$option"; return 1; }
    done
}

# All that the pages call an option is one.
makes_up_nothing() # PAGE…
{
    local known option page verb
    known=$({ for verb in $(verbs) 'task add' options; do "$incident" help $verb; done; "$incident" help; "$1/daemon/incidentd" --help; } 2>&1 |
        grep -o -e '--[a-z][a-z-]*' | sort -u)
    for page in "${@:2}"; do
        for option in $(shown "$page" | grep -v -e varlinkctl -e systemctl | grep -o -e '--[a-z][a-z-]*' | sort -u); do
            grep -qxF -e "$option" <<<"$known" || { echo "$page: $option"; return 1; }
        done
    done
}

# What of the environment is ours, or says where our files are.
variables()
{
    grep -rhoE '"(INCIDENT[A-Z_]*|XDG_[A-Z]*_HOME|SOURCE_DATE_EPOCH)"' --include='*.c' "$tool/../../cli" "$tool/../../lib" | tr -d '"' | sort -u
}

has_every_variable() # PAGE
{
    local variable
    [ "$(variables | wc -l)" -gt 9 ] || return 1
    for variable in $(variables); do
        shown "$1" | grep -qw -e "$variable" || { echo "$variable"; return 1; }
    done
}

unsaid()
{
    sed '/INCIDENT_PAGER/d' "$docs/incident.1" >"$docs/planted.1"
    has_every_variable "$docs/planted.1"
}

# A paragraph that is one word in capitals was to be filled, and nobody did.
is_filled() # PAGE
{
    ! shown "$1" | grep -x -e ' \+[A-Z]\+'
}

emptied()
{
    sed 's/^A template is a.*/\\fITEMPLATES\\fR\n.P/' "$docs/incident-template.7" >"$docs/planted.7"
    is_filled "$docs/planted.7"
}

planted()
{
    sed 's/template/--telepathy/' "$docs/incident-postmortem.1" >"$docs/planted.1"
    makes_up_nothing "$1" "$docs/planted.1"
}

for page in "$docs"/*.[1578]; do
    holds "${page##*/} is clean" is_clean "$page"
    holds "${page##*/} has nothing left to fill" is_filled "$page"
done
holds 'incident(1) has every verb' has_every_verb "$docs/incident.1"
holds 'incident(1) has every variable that the programs ask for' has_every_variable "$docs/incident.1"
holds 'and one that is not there is seen' fails unsaid
rm -f "$docs/planted.1"
for page in "$docs"/incident-*.1; do
    verb=${page##*/incident-} verb=${verb%.1}
    holds "incident-$verb(1) has every option of it" has_options_of "$verb" "$page"
done
holds 'no page makes up an option' makes_up_nothing "$1" "$docs"/*.[1578]
holds 'and one that is made up is seen' fails planted "$1"
holds 'and what is left to fill is seen' fails emptied
rm -f "$docs"/planted.[17]
plan
