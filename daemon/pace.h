/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Who takes much of the recorder's time pays for it with a rest, several times as long. While it lasts, nothing
 * more is read of this user, so that the recorder, and the user's own programs, which wait for it, leave the
 * processors to others.
 *
 * Times are in nanoseconds, of a clock that does not jump. A pace that is zero has taken nothing.
 */
#include <stdbool.h>
#include <stdint.h>

struct pace {
	uint64_t paid; /* the instant at which all that was taken is paid off */
	bool resting;  /* until then */
};

/* So long a rest is the price of what was taken until `now`. Small ones add up before a rest begins. */
void pace_take(struct pace *pace, uint64_t now, uint64_t price);

/* How long it still rests. */
uint64_t pace_rest(const struct pace *pace, uint64_t now);

/* Is nothing left to be paid? */
bool pace_is_free(const struct pace *pace, uint64_t now);
