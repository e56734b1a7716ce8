#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# script/bench without a measurement: what it says where something is missing, and what its stand-ins leave alone.
set -u
build=$1
tool=$(cd "$(dirname "$0")" && pwd)
. "$tool/tap.bash"
bench=$tool/../bench
python=$(python3 -c 'import sys; print(sys.executable)')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The end of what it says, and its exit status.
says() # WORDS STATUS COMMAND…
{
    local said status=0
    said=$("${@:3}" 2>&1) || status=$?
    printf '%s\nexit %d\n' "$said" "$status"
    [[ $said == *"$1"* ]] && [ "$status" = "$2" ]
}

poor() # COMMAND…: nothing is installed
{
    PATH=$work "$@"
}

python() # TEXT: with what the rows share
{
    PYTHONPATH=$bench "$python" -c "import common; common.settle('$build', 1000); $1"
}

keeps_a_log()
{
    mkdir -p "$work/state"
    echo kept >"$work/state/incident.db"
    python "
import controls, standins
with common.folder() as folder:
    stand_in = controls.make(folder, standins.KEEPS_NOTHING)
    with common.server('$work/s', stand_in, '--user', '--state', '$work/state', '--socket', '$work/s'):
        pass"
    [ "$(cat "$work/state/incident.db")" = kept ]
}

holds 'options may stand between the names of rows' says 'no such row: y' 2 \
    "$bench/bench.py" "$build" --runs 1 one --scale 9 y --json
holds 'a peer that is not here is named, with its package' says 'hyperfine: not here, hint: apt-get install hyperfine' 1 \
    poor "$python" "$bench/bench.py" "$build" version
holds 'so it is for a row that needs it' says $'error: version: no hyperfine here\nhint: apt-get install hyperfine' 1 \
    poor "$python" "$bench/bench.py" "$build" version
holds 'a server that does not want to end is made to' says 'ended by -9' 0 python '
import subprocess
with subprocess.Popen(["sh", "-c", "trap \"\" TERM; echo; exec sleep 60"], stdout=subprocess.PIPE) as server:
    server.stdout.readline()
    common.end(server, 0.1)
print("ended by", server.returncode)'
holds 'a server that ends at once is not waited for' says 'sh did not begin' 1 python '
with common.server("/nowhere", "sh", "-c", "exit 1"): pass'
holds 'a log that is kept is left as it was by a recorder that keeps nothing' keeps_a_log
holds 'each row has a control' python '
import bench, controls
assert not set(bench.ROWS) - set(controls.CONTROLS), set(bench.ROWS) - set(controls.CONTROLS)'
holds 'a row without one is named, and is a failure' says 'NO CONTROL new' 1 python '
import sys, controls
sys.exit(controls.show({"new": ("", "", "cost", 1.0, ())}))'
holds 'so is a row that takes the stand-in for the work' says 'version       SAW NOTHING' 1 python '
import sys, controls
sys.exit(controls.show({"version": ("", "", "cost", 1.0, (lambda folder: 1.0,))}))'
holds 'a row that fails for another reason has not seen it' says 'version       SAW NOTHING' 1 python '
import sys, controls
def side(folder): raise AssertionError("something else")
sys.exit(controls.show({"version": ("", "", "cost", 1.0, (side,))}))'
holds 'a cost that is read and reaches the goal has not been seen' says 'idle          SAW NOTHING' 1 python '
import sys, controls
sys.exit(controls.show({"idle": ("", "", "cost", 0.5, (lambda folder: 100 << 20, lambda folder: 400 << 20))}))'
plan
