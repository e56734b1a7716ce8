/* SPDX-License-Identifier: MIT */
/*
 * An entry counts in the incident in which it was recorded, or to which it was moved, and in the one that this was
 * merged into: one that was merged away keeps a row of its own. Tasks are only the root's.
 */
#include "daemon/store/incident-row.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"

/* The incident, if it was merged away (else NULL), and its root. */
struct both {
	struct summary *root, *other;
};

/* Both are going to change. 0, QUERY_NONE or -errno. */
static int find_both(struct store *store, const struct id *id, struct both *both)
{
	struct summary *own;
	int r;

	if (id_is_null(id))
		return QUERY_NONE;
	if ((r = incident_get(store, id, &own)) || (r = incident_root(store, id, &both->root)))
		return r;
	both->other = own == both->root ? NULL : own;
	both->root->dirty = true;
	if (both->other)
		both->other->dirty = true;
	return 0;
}

int incident_take(struct store *store, const struct event *event, int64_t pos)
{
	struct both both;
	int r = find_both(store, &event->incident, &both);

	if (r)
		return r < 0 ? r : 0;
	if ((both.other && (r = summary_add(both.other, event, pos)) < 0) ||
	    (r = summary_add(both.root, event, pos)) < 0)
		return r;
	return incident_task_fold(store, &both.root->id, event, pos);
}

/* What is lowest in it is looked up again. */
static void leave(struct summary *summary, const struct event *event, int64_t pos)
{
	summary_leave(summary, event, pos);
	summary->first = 0;
}

static int give_up(struct store *store, const struct event *event, int64_t pos)
{
	struct both both;
	int r = find_both(store, &event->incident, &both);

	if (r)
		return r < 0 ? r : 0;
	if (both.other)
		leave(both.other, event, pos);
	leave(both.root, event, pos);
	return incident_task_drop(store, event, pos);
}

static int move(struct store *store, const struct event *before, const struct event *after,
		int64_t pos)
{
	struct both both;
	int r = give_up(store, before, pos);

	if (r < 0 || (r = find_both(store, &after->incident, &both)))
		return r < 0 ? r : 0;
	both.root->first = 0;
	if (both.other)
		both.other->first = 0;
	return incident_take(store, after, pos);
}

int incident_replace(struct store *store, const struct event *before, const struct event *after,
		     int64_t pos)
{
	struct both both;
	int r;

	if (!id_equal(&before->incident, &after->incident))
		return move(store, before, after, pos);
	if ((r = find_both(store, &after->incident, &both)))
		return r < 0 ? r : 0;
	if ((both.other && (r = summary_replace(both.other, before, after, pos)) < 0) ||
	    (r = summary_replace(both.root, before, after, pos)) < 0 ||
	    (r = incident_task_drop(store, before, pos)) < 0)
		return r;
	return incident_task_fold(store, &both.root->id, after, pos);
}

int incident_stale(struct store *store, const struct id *id)
{
	struct both both;
	int r = find_both(store, id, &both);

	if (r)
		return r < 0 ? r : 0;
	both.root->stale = true;
	both.root->first = 0;
	if (both.other) {
		both.other->stale = true;
		both.other->first = 0;
	}
	return 0;
}
