/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The records that wait for a commit, a line for each user, and whose turn it is. Under the lock of the
 * storage.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct line;
struct record;

struct lines {
	struct line *first; /* the one whose turn it is */

	/* Of the batch that is being filled. */
	size_t count, events, bytes;
	size_t weight;
	size_t done; /* the weight when somebody's line was last emptied, or 0 */
};

/* Queue a record behind those of its author. 0 or -ENOMEM. */
int lines_add(struct lines *lines, struct record *record);

bool lines_are_empty(const struct lines *lines);

/* A batch begins. */
void lines_begin(struct lines *lines);

/* The next record of the batch; the first one is never refused. NULL: it has what it may have. */
struct record *lines_next(struct lines *lines);

/* Nothing waits any more. */
void lines_free(struct lines *lines);
