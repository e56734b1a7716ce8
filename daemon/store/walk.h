/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The events of the log as they stand, newest first, a stretch at a time: of a block that has an excerpt from there,
 * of any other from the log, and of either what corrections changed.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemon/store/excerpt-row.h"

struct sought;
struct sqlite3_stmt;
struct store;

struct walk {
	const struct sought *sought;
	const struct excerpt *excerpt; /* NULL: the block has none */
	bool without;                  /* it has, and no text in it has the words */
	struct sqlite3_stmt *log, *changed;
	struct sqlite3_stmt *row; /* of the event that it stands at; NULL: the excerpt has it */
	int64_t change;           /* the pos of `changed`; 0: it has ended */
	int64_t first, pos;       /* of the stretch; of the event */
};

/* The stretch that ends before this pos, which is above 1. 0 or -errno; to be ended in either case. */
int walk_begin(struct store *store, struct walk *walk, const struct sought *sought, int64_t before);

/* The next event that may have the words. 0; QUERY_NONE: there is none left; -errno. */
int walk_next(struct store *store, struct walk *walk);

/* Is it an entry that is found by them? */
bool walk_matches(const struct walk *walk);

/* Of what matches: its incident, and does its kind tell why (lib/kind.h)? */
struct id walk_incident(const struct walk *walk);
bool walk_tells_why(const struct walk *walk);

void walk_end(struct walk *walk);

static inline void walk_endp(struct walk *walk)
{
	walk_end(walk);
}
