/* SPDX-License-Identifier: MIT */
#pragma once

/* Connect to the recorder that this run means; what hinders is said with what to type. */
#include "cli/client/wire.h"
#include "cli/session.h"

/*
 * 0, or not: the reason was printed. Starts the user's own daemon if nobody answers. *deadline: of another host; a socket
 * of this one connects in CLIENT_CONNECT or not at all.
 */
int reach_recorder(struct session *session, struct wire *wire, int64_t *deadline);

/* Does it run, on this host? Then to connect starts none. Prints nothing. */
bool reach_is_awake(const struct session *session);

/* 0, or not; prints nothing. start: the user's own daemon, if nobody answers. */
int reach_quietly(struct session *session, struct wire *wire, bool start);
