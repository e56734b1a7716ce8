/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Removing a secret for good: the text, salt and digest of an event, of the amendments that hold copies
 * of its text, and of an opening that was titled with it. Each gets its own `expunged` on the log; the
 * leaves stay, so the chain still verifies and the text cannot be guessed back from a hash.
 */
#include "daemon/store/answer.h"

struct expunge {
	struct id id; /* of the `expunged` event, made by the client */
	const char *which, *incident, *why;
	struct author author;
	bool owner; /* the log is the author's own (user mode), or the author is root */
};

/* One transaction, then the WAL is emptied. Parameters of a reply, or an error, in *answer. 0 or -errno. */
int expunge_run(struct store *store, const struct expunge *expunge, struct answer *answer);

/*
 * Inside a transaction: an event whose text came back, or came before the word that it was expunged, loses
 * it. 0; 1: there was nothing to do; -errno.
 */
int expunge_again(struct store *store, const struct id *target);

/* At open, too: empty the WAL if an expunging was committed and the daemon ended before it could. 0 or -errno. */
int expunge_finish(struct store *store);
