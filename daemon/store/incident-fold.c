/* SPDX-License-Identifier: MIT */
/*
 * Folding has rounds: the pivots, by which the others are judged, then the others. Entries that decide lie in an index
 * of their own; whose entry acknowledged it may be any, so there only those that are early enough are parsed.
 */
#include "daemon/store/incident-fold.h"

#include <errno.h>
#include <stdlib.h>

#include "daemon/store/incident-row.h"
#include "daemon/store/incident.h"
#include "daemon/store/origin.h"
#include "daemon/store/query.h"
#include "daemon/store/scan.h"
#include "daemon/store/store.h"
#include "lib/drop.h"

/* One that was merged away is folded over its own events only. */
static int members_of(struct store *store, const struct summary *summary, struct id **members)
{
	if (id_equal(&summary->root, &summary->id))
		return incident_members(store, &summary->id, members);
	*members = malloc(sizeof(**members));
	if (!*members)
		return -ENOMEM;
	**members = summary->id;
	return 1;
}

struct fold {
	struct store *store;
	struct summary *summary;
	struct id *members;
	int count;
	int64_t left; /* of what is looked at newest first */
};

static void fold_clearp(struct fold *fold)
{
	free(fold->members);
}

static int begin(struct fold *fold, struct store *store, struct summary *summary)
{
	fold->store = store;
	fold->summary = summary;
	fold->count = members_of(store, summary, &fold->members);
	return fold->count < 0 ? fold->count : 0;
}

static int scan(struct fold *fold, struct scan scan)
{
	int r = 0;

	scan.owner = fold;
	for (int i = 0; i < fold->count && r == 0; i++)
		r = scan_incident(fold->store, &fold->members[i], &scan);
	return r;
}

static bool is_pivot(void *owner, enum kind kind, int64_t at)
{
	(void)owner;
	(void)at;
	return kind == KIND_DETECTED || kind == KIND_RESOLVED || kind == KIND_REOPENED;
}

static int pivot(void *owner, const struct event *event, int64_t pos)
{
	summary_pivot(((struct fold *)owner)->summary, event, pos);
	return 0;
}

static int add(void *owner, const struct event *event, int64_t pos)
{
	struct fold *fold = owner;
	struct summary *summary = fold->summary;
	int r = summary_fold(summary, event, pos);

	/* Its tasks are the root's. */
	if (r < 0 || !id_equal(&summary->root, &summary->id))
		return r;
	return incident_task_fold(fold->store, &summary->id, event, pos);
}

static int fold_all(struct fold *fold)
{
	struct summary *summary = fold->summary;
	int r;

	summary_clear(summary);
	if ((r = query_run(fold->store, QUERY_TASK_CLEAR, "d", &summary->id)) < 0 ||
	    (r = scan(fold, (struct scan){ QUERY_SCAN_MEMBER, .wanted = is_pivot, .fn = pivot })) <
		    0 ||
	    (r = scan(fold, (struct scan){ QUERY_SCAN_MEMBER, .fn = add })) < 0)
		return r;
	summary_settle(summary);
	return 0;
}

static int decide(void *owner, const struct event *event, int64_t pos)
{
	return summary_decide(((struct fold *)owner)->summary, event, pos);
}

/* Those that decide have. KIND_COUNT: its kind is not known yet. */
static bool is_early(void *owner, enum kind kind, int64_t at)
{
	return (kind == KIND_COUNT || !summary_decides(kind)) &&
	       summary_awaits_attention(((struct fold *)owner)->summary, at);
}

/* Whose entry acknowledged it, if nobody said so. */
static int find_attention(struct fold *fold)
{
	const struct mark *detected = &fold->summary->marks[MILESTONE_DETECTED];
	const struct mark *said = &fold->summary->marks[MILESTONE_ACKNOWLEDGED];
	const struct scan changed = { QUERY_SCAN_CHANGED, .after = detected->at, .wanted = is_early,
				      .fn = decide, .owner = fold };
	int r = 0;

	if (!fold->summary->unheeded)
		return 0;
	fold->summary->unheeded = false;
	if (!detected->rank || said->rank == 1)
		return 0;
	for (int i = 0; i < fold->count && r == 0; i++)
		r = scan_after(fold->store, &fold->members[i], &changed);
	return r < 0 ? r : scan(fold, changed);
}

static int fold_deciding(struct fold *fold)
{
	const struct scan pivots = { QUERY_SCAN_DECIDING, .wanted = is_pivot, .fn = pivot };
	int r;

	summary_forget(fold->summary);
	r = scan(fold, pivots);
	return r < 0 ? r : scan(fold, (struct scan){ QUERY_SCAN_DECIDING, .fn = decide });
}

static int fold_judged(struct fold *fold)
{
	summary_forget_judged(fold->summary);
	return scan(fold, (struct scan){ QUERY_SCAN_JUDGED, .fn = decide });
}

/* What decides, as far as it may not be right. */
static int decide_again(struct fold *fold)
{
	int r = 0;

	if (fold->summary->shaken)
		r = fold_deciding(fold);
	else if (fold->summary->unsure)
		r = fold_judged(fold);
	if (r < 0 || (r = find_attention(fold)) < 0)
		return r;
	summary_settle(fold->summary);
	return 0;
}

/* Newest first nothing behind an entry by a person was recorded later, in a log. */
static int date(void *owner, const struct event *event, int64_t pos)
{
	struct fold *fold = owner;

	(void)pos;
	summary_date(fold->summary, event);
	if (fold->summary->person_recorded_at >= event->recorded_at)
		fold->left = 0;
	return 0;
}

static int find_times(struct fold *fold)
{
	const struct scan_newest newest = { .kind = KIND_COUNT, .fn = date, .owner = fold };
	struct summary *summary = fold->summary;
	int r = 0;

	summary->person_recorded_at = summary->last_recorded_at = EVENT_NEVER;
	for (int i = 0; i < fold->count && r == 0; i++) {
		fold->left = INT64_MAX;
		r = scan_newest(fold->store, &fold->members[i], &newest, &fold->left);
	}
	summary->untimed = false;
	return r;
}

/* Of what came from another log nobody knows whether it was recorded later than what lies before it. */
static int trust_order(struct store *store, struct summary *summary)
{
	int r = summary->untimed ? origin_is_alone(store) : 1;

	summary->stale |= r == 0;
	return r < 0 ? r : 0;
}

int incident_fold(struct store *store, struct summary *summary)
{
	drop(fold_clear) struct fold fold = { 0 };
	int r;

	if (!summary->stale && !summary->untimed && !summary->shaken && !summary->unsure)
		return 0;
	if ((r = trust_order(store, summary)) < 0 || (r = begin(&fold, store, summary)) < 0)
		return r;
	if (summary->stale)
		return fold_all(&fold);
	if (summary->untimed && (r = find_times(&fold)) < 0)
		return r;
	return decide_again(&fold);
}
