# SPDX-License-Identifier: MIT
# The little TAP that the shell tests speak: `holds "what must hold" COMMAND…`, at the end `plan`.

holds_count=0

# The command's exit status is the verdict; what it wrote is shown if it fails.
holds()
{
    local name=$1 said verdict=ok
    shift
    holds_count=$((holds_count + 1))
    said=$("$@" 2>&1) || verdict='not ok'
    printf '%s %d - %s\n' "$verdict" "$holds_count" "$name"
    [ "$verdict" = ok ] || [ -z "$said" ] || sed 's/^/# /' <<<"$said"
}

skips()
{
    holds_count=$((holds_count + 1))
    printf 'ok %d - %s # SKIP %s\n' "$holds_count" "$1" "$2"
}

fails()
{
    ! "$@"
}

plan()
{
    printf '1..%d\n' "$holds_count"
}
