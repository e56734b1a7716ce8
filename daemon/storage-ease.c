/* SPDX-License-Identifier: MIT */
/*
 * Short jobs may add up to a little before they rest, for to sleep and to wake costs something, too; and one that was
 * long does not keep all others waiting for as long again.
 */
#include "daemon/storage-ease.h"

#define MICROSECOND UINT64_C(1000)

#define RECENT      (20 * 1000 * MICROSECOND) /* records that are as close as this come all the time */
#define LITTLE      (100 * MICROSECOND)
#define MOST        (5 * 1000 * MICROSECOND)
#define PRICE       2 /* times the length of a job */

void ease_record(struct ease *ease, uint64_t now)
{
	ease->recorded = now;
}

void ease_work(struct ease *ease, uint64_t now, uint64_t time)
{
	if (ease->paid < now)
		ease->paid = now;
	ease->paid += time * PRICE;
	if (ease->paid > now + MOST)
		ease->paid = now + MOST;
}

uint64_t ease_rest(const struct ease *ease, uint64_t now)
{
	if (now > ease->recorded + RECENT || ease->paid <= now + LITTLE)
		return 0;
	return ease->paid - now;
}
