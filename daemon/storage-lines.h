/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What waits for the storage thread, a line for each user, and whose turn it is: the records of the next
 * commit, or all other jobs. Under the lock of the storage.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/job.h"

struct record;

struct line {
	int64_t uid;
	struct queue queue;
	bool served; /* in this batch, or the last one until another begins */
	struct line *next;
};

struct lines {
	struct line *first; /* the one whose turn it is */
	struct line root;   /* always there: also for those for whom there was no memory */

	/* Of the batch that is being filled. */
	struct {
		size_t count, events, bytes;
		size_t weight;
		size_t done; /* the weight when somebody's line was last emptied, or 0 */
	} batch;
};

/* Nothing waits. */
void lines_init(struct lines *lines);

/* Queue a job, or a record by its job, behind those of its user. */
void lines_add(struct lines *lines, struct job *job);

bool lines_are_empty(const struct lines *lines);

/* The next job, of the user whose turn it is. NULL: there is none. */
struct job *lines_pop(struct lines *lines);

/* A batch begins. */
void lines_begin(struct lines *lines);

/* The next record of the batch; the first one is never refused. NULL: it has what it may have. */
struct record *lines_next(struct lines *lines);

/* Nothing waits any more. */
void lines_free(struct lines *lines);
