/* SPDX-License-Identifier: MIT */
/* The clock is looked at only while a record waits. */
#include "daemon/store/turn.h"

#include <time.h>

#include "lib/stamp.h"

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * STAMP_SECOND + time.tv_nsec / 1000;
}

void turn_begin(struct turn *turn, bool wanted)
{
	turn->begun = now();
	if (atomic_exchange(&turn->wanted, wanted) || wanted)
		turn->recorded = turn->begun;
}

void turn_want(struct turn *turn)
{
	atomic_store_explicit(&turn->wanted, true, memory_order_relaxed);
}

bool turn_is_calm(const struct turn *turn)
{
	return turn->begun - turn->recorded > TURN_CALM;
}

bool turn_is_over(const struct turn *turn)
{
	return atomic_load_explicit(&turn->wanted, memory_order_relaxed) &&
	       now() - turn->begun >= TURN_TIME;
}
