# SPDX-License-Identifier: MIT
# Completions of incident(1) for bash. The program says what may stand at the cursor (cli/complete/complete.h), so
# nothing of it is written down here. What comes from it is never evaluated; what it means is shown where choices
# are listed, and is no part of what is inserted.

# The words up to the cursor, in words; what readline takes for the last one, in piece: it parts words at = and :
_incident_words()
{
    local rest=${COMP_LINE:0:COMP_POINT} i blanks

    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blanks=${rest%%[![:blank:]]*} rest=${rest#"$blanks"}
        piece=${COMP_WORDS[i]}
        [[ $i -lt $COMP_CWORD && $rest == "$piece"* ]] || piece=$rest
        rest=${rest#"$piece"}
        if ((i == 0)) || [[ -n $blanks ]]; then
            words+=("$piece")
        else
            words[-1]+=$piece
        fi
    done
    [[ $piece != [=:] ]] || piece=
}

# Names of files, as far as they can be told from what was typed; the rest is readline's.
_incident_files()
{
    if [[ $piece == *[\"\'\\\$\`~]* ]]; then
        compopt -o default
    else
        compopt -o filenames
        mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$piece")
    fi
}

# 33, 63, 64: choices are listed, none is inserted.
_incident_explain()
{
    local i

    ((${#COMPREPLY[@]} > 1 && ${#COMPREPLY[@]} < ${LINES:-24})) || return 0
    [[ $COMP_TYPE == 33 || $COMP_TYPE == 63 || $COMP_TYPE == 64 ]] || return 0
    for i in "${!COMPREPLY[@]}"; do
        [[ -z ${about[i]} ]] || printf -v "COMPREPLY[i]" '%-10s (%s)' "${COMPREPLY[i]}" "${about[i]}"
    done
}

_incident()
{
    local line lead piece files=
    local -a words about=()

    COMPREPLY=()
    _incident_words
    lead=${words[-1]%"$piece"} lead=${lead//[\"\'\\]/}
    words=("${words[@]//[\"\'\\]/}")
    while IFS= read -r line; do
        if [[ $line == $'\t'* ]]; then
            files=yes
        else
            line=${line#"$lead"}
            COMPREPLY+=("${line%%$'\t'*}")
            about+=("${line#*$'\t'}")
        fi
    done < <(command incident __complete -- "${words[@]:1}" 2>/dev/null)
    if [[ -n $files ]]; then
        _incident_files
    else
        _incident_explain
    fi
}

complete -o nosort -F _incident incident
