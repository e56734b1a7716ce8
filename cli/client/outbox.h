/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What was kept here for another host (lib/spooled.h, a directory for each: cli/client/host.h), delivered when that
 * host is reached. The ids of the drafts make it once, whoever is killed on the way; a file goes when it was acknowledged.
 */
#include <stdint.h>

#include "cli/client/socket.h"
#include "cli/client/wire.h"
#include "cli/session.h"

#define OUTBOX_WAIT 2000 /* milliseconds; what is not delivered then waits for the next time */

/*
 * Deliver, and say what became of it. *deadline is moved on by what it took. 0, though something may be kept still
 * (which was said); else the connection broke: an answer of it, or -errno, and the wire is closed.
 */
int outbox_deliver(const struct session *session, const struct socket_choice *choice,
		   struct wire *wire, int64_t *deadline);

/* Each that there is: its path, and its host as options to type (`--host ops1`). */
void outbox_each(void (*on_one)(void *owner, const char *path, const char *typed), void *owner);

/* Name the hosts that something is kept for, and the command that delivers it. */
void outbox_notice(struct session *session);

/* How many files wait there. */
size_t outbox_count(const char *directory);
