/* SPDX-License-Identifier: MIT */
#include "daemon/ration.h"

#include <errno.h>
#include <stdlib.h>

#include "include/limits.h"
#include "lib/drop.h"

/*
 * A list of the users who are connected, and a list of those who wait. Both are short: whoever gives
 * back wakes all who wait, and they look again for themselves.
 */
struct share {
	struct share *next;
	struct ration *ration;
	uid_t uid;
	unsigned peers;
	size_t flight;
};

static struct share *find(const struct ration *ration, uid_t uid)
{
	struct share *share = ration->shares;

	while (share && share->uid != uid)
		share = share->next;
	return share;
}

static struct share *add(struct ration *ration, uid_t uid)
{
	struct share *share = calloc(1, sizeof(*share));

	if (!share)
		return NULL;
	*share = (struct share){ .next = ration->shares, .ration = ration, .uid = uid };
	ration->shares = share;
	return share;
}

int ration_enter(struct ration *ration, uid_t uid, struct share **out)
{
	struct share *share = find(ration, uid);

	if (ration->peers >= ration->peers_most)
		return RATION_PEERS;
	if (share && uid != 0 && share->peers >= ration->peers_user_most)
		return RATION_PEERS_USER;
	if (!share && !(share = add(ration, uid)))
		return -ENOMEM;
	share->peers++;
	ration->peers++;
	*out = share;
	return 0;
}

void ration_leave(struct share *share)
{
	struct share **place = &share->ration->shares;

	share->ration->peers--;
	if (--share->peers)
		return;
	while (*place != share)
		place = &(*place)->next;
	*place = share->next;
	free(share);
}

unsigned ration_turn(const struct share *share)
{
	return share->peers < LIMIT_TURN ? LIMIT_TURN / share->peers : 1;
}

bool ration_allows(const struct share *share)
{
	/* Whatever others hold, and for how long: everybody may ask for one thing at least. */
	return !share->flight ||
	       (share->flight < LIMIT_FLIGHT_USER && share->ration->flight < LIMIT_FLIGHT_ALL);
}

void ration_take(struct share *share, size_t size)
{
	share->flight += size;
	share->ration->flight += size;
}

void ration_give(struct share *share, size_t size)
{
	struct waiter *waiter = steal(&share->ration->waiters);

	share->flight -= size;
	share->ration->flight -= size;
	for (struct waiter *next; waiter; waiter = next) {
		next = waiter->next;
		waiter->waiting = false;
		waiter->go_on(waiter);
	}
}

void ration_wait(struct share *share, struct waiter *waiter)
{
	if (waiter->waiting)
		return;
	waiter->waiting = true;
	waiter->next = share->ration->waiters;
	share->ration->waiters = waiter;
}

void ration_forget(struct share *share, struct waiter *waiter)
{
	struct waiter **place = &share->ration->waiters;

	if (!waiter->waiting)
		return;
	while (*place != waiter)
		place = &(*place)->next;
	*place = waiter->next;
	waiter->waiting = false;
}
