# SPDX-License-Identifier: MIT
"""What stands in for a program that a row is about: the text of each, which is started in its place."""

# It is told to record, to search, to export, and says that it did.
DOES_NOTHING = "#!/bin/sh\nexit 0\n"

# It has looked at the log, says it, and did not see all of it.
SAYS_A_LINE = "#!/bin/sh\necho '1 events, 1 log: whole'\n"

# Of its export one line stands in the place of another.
DOUBLES_A_LINE = """#!/bin/sh
{build}/cli/incident "$@" | sed '2d;3p'
"""

# It answers every call, and keeps nothing; a log that is there stays as it is.
KEEPS_NOTHING = """#!/bin/sh
mkdir -p "$3" && rm -f "$5"
[ -e "$3/incident.db" ] || cp "$(dirname "$0")/empty.db" "$3/incident.db"
exec {build}/tests/bench/bench-null "$5"
"""

# It answers every call at once.
DOES_NOT_SYNC = """#!/bin/sh
exec {build}/tests/bench/bench-null "$1"
"""

# It is ready, and nobody can speak to it; the descriptor is its last word.
IS_NOT_THERE = """#!/bin/bash
for ready; do :; done
eval "echo >&$ready"
exec sleep 60
"""

# It makes no call for a while, and says that each had its answer.
MAKES_NO_CALL = """#!/bin/sh
sleep 0.5
echo '{"seconds": 0.5, "p99": 1}'
"""

# It takes calls, and hangs up.
HANGS_UP = """#!{python}
import socket, sys
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(sys.argv[1])
    listener.listen()
    while True:
        listener.accept()[0].close()
"""

# One of the followers heard an entry less than it did.
HEARS_ONE_LESS = """#!/bin/bash
{build}/tests/bench/bench-follow "$@" | while read -r line; do
    least=${line##*: }
    case $line in
    *least*) echo "${line%: *}: $((${least%\\}} - 1))}" ;;
    *) echo "$line" ;;
    esac
done
"""

# A company that is there, and asks for nothing.
ASKS_NOTHING = "#!/bin/sh\necho ready\ncat\necho 0\n"

# It has a socket, and 64 MiB that it has written to.
HOLDS_MEMORY = """#!{python}
import socket, sys, time
held = bytearray(b"x") * (64 << 20)
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(sys.argv[-1])
    listener.listen()
    time.sleep(60)
"""

# It exports what there is, beside 64 MiB that it has written to.
HOLDS_MEMORY_IN_EXPORT = """#!{python}
import subprocess, sys
held = bytearray(b"x") * (64 << 20 if "export" in sys.argv else 0)
sys.exit(subprocess.call(["{build}/cli/incident", *sys.argv[1:]]))
"""

# The recorder, of which somebody asks something ten times a second.
IS_ASKED = """#!/bin/bash
while sleep 0.1 && kill -0 $$; do {build}/cli/incident status; done >/dev/null 2>&1 &
exec {build}/daemon/incidentd "$@"
"""
