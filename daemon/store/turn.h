/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A job's turn on the storage thread. What is long (a search, a walk, a copy) asks after every row whether
 * its turn is over: it is when a record waits and the job had its time. So a note waits for a moment of
 * others' reading, however long a row takes; and whoever reads beside many notes still comes forward.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define TURN_TIME 200   /* microseconds that a job has although a record waits */
#define TURN_CALM 20000 /* microseconds without a record, after which none is expected at once */

struct turn {
	atomic_bool wanted; /* a record waits */
	int64_t begun;      /* by a clock that nobody sets, microseconds */
	int64_t recorded;   /* when a turn last began at which a record waited, or after one did */
};

/* Storage thread: a job begins; does a record wait already? */
void turn_begin(struct turn *turn, bool wanted);

/* Any thread: a record waits from now on. */
void turn_want(struct turn *turn);

/* Storage thread: did no record come lately? A job may do more at once then. */
bool turn_is_calm(const struct turn *turn);

/* Storage thread: is there enough done for now? The job does one thing at least before it asks. */
bool turn_is_over(const struct turn *turn);
