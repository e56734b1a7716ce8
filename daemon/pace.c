/* SPDX-License-Identifier: MIT */
/* One instant, that moves on with what is taken, and that the clock catches up with. */
#include "daemon/pace.h"

#include "include/limits.h"

#define MILLISECOND UINT64_C(1000000)

#define CREDIT      (LIMIT_CREDIT * MILLISECOND)
#define STRIDE      (LIMIT_STRIDE * MILLISECOND)
#define REST        (LIMIT_REST * MILLISECOND)

void pace_take(struct pace *pace, uint64_t now, uint64_t price)
{
	if (pace_is_free(pace, now))
		pace->resting = false;
	if (pace->paid + CREDIT < now)
		pace->paid = now - CREDIT;
	pace->paid += price;
	if (pace->paid > now + REST)
		pace->paid = now + REST;
	if (pace->paid > now + STRIDE)
		pace->resting = true;
}

uint64_t pace_rest(const struct pace *pace, uint64_t now)
{
	return pace->resting && !pace_is_free(pace, now) ? pace->paid - now : 0;
}

bool pace_is_free(const struct pace *pace, uint64_t now)
{
	return pace->paid <= now;
}
