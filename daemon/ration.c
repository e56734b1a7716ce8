/* SPDX-License-Identifier: MIT */
#include "daemon/ration.h"

#include <errno.h>
#include <stdlib.h>

#include "daemon/pace.h"
#include "include/limits.h"
#include "lib/drop.h"

#define BESIDE (LIMIT_BESIDE * UINT64_C(1000000))
#define PERIOD UINT64_C(16000000)

/*
 * A list of the users who are connected, and a list of those who wait. Both are short: whoever gives
 * back wakes all who wait, and they look again for themselves.
 */
struct share {
	struct share *next;
	struct ration *ration;
	uid_t uid;
	unsigned peers;
	unsigned calls; /* but streams */
	size_t flight;
	uint64_t period;
	/* Connections that were served in this period, and in the one before. */
	unsigned busy, busy_before;
	struct pace pace;
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

/* Who has something to pay off is known when coming back. */
static void drop_unused(struct ration *ration)
{
	for (struct share **place = &ration->shares; *place;) {
		struct share *share = *place;

		if (share->peers || !pace_is_free(&share->pace, ration->now)) {
			place = &share->next;
			continue;
		}
		*place = share->next;
		free(share);
	}
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
	share->ration->peers--;
	share->peers--;
	drop_unused(share->ration);
}

void ration_free(struct ration *ration)
{
	for (struct share *share = steal(&ration->shares), *next; share; share = next) {
		next = share->next;
		free(share);
	}
}

unsigned ration_turn(const struct share *share)
{
	return share->peers < LIMIT_TURN ? LIMIT_TURN / share->peers : 1;
}

void ration_recorded(struct share *share)
{
	struct recorded *last = share->ration->last;

	if (last[0].at && last[0].uid != share->uid)
		last[1] = last[0];
	last[0] = (struct recorded){ .uid = share->uid, .at = share->ration->now };
}

/* Has anybody else recorded something of late? */
static bool has_company(const struct share *share)
{
	const struct recorded *last = share->ration->last;
	const struct recorded *other = last[0].uid == share->uid ? &last[1] : &last[0];

	return other->at && share->ration->now - other->at < BESIDE;
}

bool ration_rests(const struct share *share)
{
	return pace_rest(&share->pace, share->ration->now) && has_company(share);
}

/* One call at a time costs nothing; the more there are besides, the dearer. */
static unsigned price_of(const struct share *share)
{
	unsigned busy = share->busy > share->busy_before ? share->busy : share->busy_before;
	unsigned most = share->calls > busy ? share->calls : busy;

	if (most > LIMIT_PRICE)
		return LIMIT_PRICE;
	return most ? most - 1 : 0;
}

static void spend(struct share *share, uint64_t now, uint64_t time)
{
	bool rested = ration_rests(share);

	share->ration->now = now;
	pace_take(&share->pace, now, time * price_of(share));
	share->ration->rests += !rested && ration_rests(share);
}

static void count_busy(struct share *share, uint64_t *served, uint64_t now)
{
	uint64_t period = now / PERIOD;

	if (share->period != period) {
		share->busy_before = share->busy;
		share->busy = 0;
		share->period = period;
	}
	share->busy += *served != period;
	*served = period;
}

void ration_serve(struct share *share, uint64_t *served, uint64_t now, uint64_t time)
{
	count_busy(share, served, now);
	spend(share, now, time);
}

void ration_spend(struct ration *ration, int64_t uid, uint64_t now, uint64_t time)
{
	struct share *share = find(ration, (uid_t)uid);

	if (share)
		spend(share, now, time);
}

bool ration_allows(const struct share *share)
{
	if (ration_rests(share))
		return false;
	/* Whatever others hold, and for how long: everybody may ask for one thing at least. */
	return !share->flight ||
	       (share->flight < LIMIT_FLIGHT_USER && share->ration->flight < LIMIT_FLIGHT_ALL);
}

void ration_take(struct share *share, size_t size, bool stream)
{
	share->calls += !stream;
	share->flight += size;
	share->ration->flight += size;
}

/* Those who rest go on waiting. */
static void go_on(struct ration *ration)
{
	struct waiter *waiter = steal(&ration->waiters);

	for (struct waiter *next; waiter; waiter = next) {
		struct share *share = steal(&waiter->share);

		next = waiter->next;
		if (ration_rests(share))
			ration_wait(share, waiter);
		else
			waiter->go_on(waiter);
	}
}

void ration_give(struct share *share, size_t size, bool stream)
{
	share->calls -= !stream;
	share->flight -= size;
	share->ration->flight -= size;
	go_on(share->ration);
}

void ration_wake(struct ration *ration, uint64_t now)
{
	ration->now = now;
	go_on(ration);
}

void ration_wait(struct share *share, struct waiter *waiter)
{
	if (waiter->share)
		return;
	waiter->share = share;
	waiter->next = share->ration->waiters;
	share->ration->waiters = waiter;
	if (ration_rests(share))
		share->ration->rest(share->ration->owner,
				    pace_rest(&share->pace, share->ration->now));
}

void ration_forget(struct share *share, struct waiter *waiter)
{
	struct waiter **place = &share->ration->waiters;

	if (!waiter->share)
		return;
	while (*place != waiter)
		place = &(*place)->next;
	*place = waiter->next;
	waiter->share = NULL;
}
