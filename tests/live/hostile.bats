# SPDX-License-Identifier: MIT
# Texts that have hurt other programs (tests/tool/hostile.py has the list, and a check a line).
load helper

@test 'hostile texts come out byte for byte, are harmless wherever they are shown, and other parsers read them' {
    command -v cmark-gfm >/dev/null || skip 'cmark-gfm is not installed'
    run -0 "$INCIDENT_SOURCE_ROOT/tests/tool/hostile.py"
    [ "$(grep -c '^ok ' <<<"$output")" = "$(sed -n 's/^1\.\.//p' <<<"$output")" ] || { grep -A1 '^not ok' <<<"$output"; return 1; }
}
