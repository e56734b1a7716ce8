# SPDX-License-Identifier: MIT
# Completions of incident(1) for fish. The program says what may stand at the cursor (cli/complete/complete.h), so
# nothing of it is written down here. What comes from it is never evaluated.

function __incident_files --description 'names of files, behind what stands before them in the word'
    set -l lead (string match -r -- '^--[a-z-]+=' $argv[1])
    __fish_complete_path (string replace -- "$lead" '' $argv[1]) | string replace -r -- '^' "$lead"
end

function __incident_complete --description 'ask incident what may stand at the cursor'
    set -l before (commandline -opc)
    set -l word (commandline -ct)
    set -e before[1]
    command incident __complete -- $before "$word" 2>/dev/null | while read -l line
        if string match -q -- \t'*' $line
            __incident_files "$word"
        else
            printf '%s\n' $line
        end
    end
end

complete -c incident -f -k -a '(__incident_complete)'
