/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Does the log still say what was recorded? Walks an origin's chain in order of seq: every leaf is
 * recomputed from salt and text, every hash from the one before, and the columns are held against the text.
 */
#include <stdint.h>

#include "daemon/store/chain.h"
#include "lib/event.h"

struct store;

/* How far a walk has got. Zero-initialised: the beginning. */
struct verify {
	int64_t origin; /* its number; 0: none yet */
	struct id origin_id;
	int64_t after;    /* where the next page begins: a seq */
	int64_t seq, pos; /* of the last one that was looked at */
	uint8_t hash[CHAIN_HASH];
	int64_t events, origins, findings;
	bool hashes;      /* only they: no text is read to be held against its columns */
	bool imported;    /* of the origin: it may have holes, and their events are */
	int64_t not_held; /* in all */
	bool done;
};

/* What was found about an event: pos, its id (null: it is missing), and what; problem NULL: it was expunged. */
typedef int verify_fn(void *owner, int64_t pos, const struct id *id, const char *problem);

/* The next page. 0 or -errno. */
int verify_next(struct store *store, struct verify *verify, verify_fn *fn, void *owner);

/* At start: the hashes of the last `count` events of every origin. 0; -EUCLEAN: something does not fit (logged); -errno. */
int verify_tail(struct store *store, int64_t count);
