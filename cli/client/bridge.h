/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The recorder of another host: `ssh HOST incident bridge` carries the messages, and its user there is the author,
 * by the word of the kernel there. It asks for nothing (BatchMode), and what it says on the way is kept for the
 * case that it fails. $INCIDENT_SSH is a program that takes the place of ssh.
 */
#include "cli/client/socket.h"
#include "cli/client/wire.h"
#include "cli/session.h"

enum bridge_answer {
	BRIDGE_LATE = WIRE_LATE,     /* the deadline came first */
	BRIDGE_CLOSED = WIRE_CLOSED, /* it ended */
	BRIDGE_NOISE,                /* what comes is no Varlink */
};

/*
 * Connect, and hear that a recorder answers. 0, an answer, or -errno. *said: a descriptor of what was
 * said on stderr, the caller's to close; -1: there is none.
 */
int bridge_open(const struct socket_choice *choice, struct wire *wire, int64_t deadline, int *said);

/* What bridge_open() came to, not 0, with what to type. */
void bridge_explain(const struct session *session, const struct socket_choice *choice, int answer,
		    int said);
