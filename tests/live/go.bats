#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A Varlink library that was not made here talks to incidentd as it is.
load helper

package=/usr/share/gocode/src/github.com/varlink/go/varlink

@test "a client on the Go library records, lists and follows" {
    command -v go >/dev/null || skip 'Go is not installed'
    [ -d "$package" ] || skip 'golang-github-varlink-go-dev is not installed'
    GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$BATS_TEST_TMPDIR/cache GOFLAGS=-buildvcs=false \
        go build -o "$BATS_TEST_TMPDIR/client" "$INCIDENT_SOURCE_ROOT/tests/go/client.go"
    run -0 "$BATS_TEST_TMPDIR/client" "unix:$socket" 'disk full' 'a "quoted" text'
    [[ $output == *'recorded disk full'* ]]
    [[ $output == *'listed open disk full'* ]]
    [[ $output == *'followed disk full'* ]]
    [[ $output == *'followed a "quoted" text'* ]]
    [[ $output == *'followed came while it was followed'* ]]
}
