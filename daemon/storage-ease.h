/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * While records come, other jobs leave room between them: each is followed by a rest of some times its length, so that
 * the processors, which the loop and those who read the answers need, too, are free now and then when a record comes.
 * Without records they follow each other at once.
 *
 * Times are in nanoseconds, of a clock that does not jump. An ease that is zero has seen nothing.
 */
#include <stdint.h>

struct ease {
	uint64_t recorded; /* when the last record came */
	uint64_t paid;     /* when the rest that follows the last jobs is over */
};

void ease_record(struct ease *ease, uint64_t now);

/* A job took so long, until now. */
void ease_work(struct ease *ease, uint64_t now, uint64_t time);

/* How long the next job is to wait. */
uint64_t ease_rest(const struct ease *ease, uint64_t now);
