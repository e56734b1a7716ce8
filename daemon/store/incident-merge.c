/* SPDX-License-Identifier: MIT */
/*
 * Merges are pointers (merged_into), and root is where following them ends. Entries stay where they
 * were recorded, so taking a merge back is retracting its event and following the pointers again. Counts
 * are taken out of the root before, and added to the roots after; what decides is folded anew.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/drop.h"

/* A merge joins two ends, but one that is restored later may close a circle. */
#define MERGES_MAX 64

/* Where its newest merge that stands points; the null id: nowhere. */
static int find_merge(struct store *store, const struct id *id, struct id *into)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_MERGE_OF, "d", id);

	*into = (struct id){ { 0 } };
	if (r == 0 && (!query_text(row, 0) || id_parse(query_text(row, 0), into)))
		return 0;
	return r < 0 ? r : 0;
}

static bool is_older(const struct summary *summary, const struct summary *than)
{
	return memcmp(summary->id.byte, than->id.byte, sizeof(than->id.byte)) < 0;
}

/* Follow the pointers from here to the end; of a circle the oldest is the end, wherever one begins. */
static int find_root(struct store *store, const struct summary *from, struct id *root)
{
	const struct summary *at = from, *oldest = NULL;

	for (int i = 0; i < 2 * MERGES_MAX && !id_is_null(&at->merged_into); i++) {
		struct summary *next;
		int r = incident_get(store, &at->merged_into, &next);

		if (r < 0)
			return r;
		if (r)
			break;
		at = next;
		if (i >= MERGES_MAX && (!oldest || is_older(at, oldest)))
			oldest = at;
	}
	*root = oldest && !id_is_null(&at->merged_into) ? oldest->id : at->id;
	return 0;
}

/* An incident with what was merged into it, before a merge or its end changes who belongs to whom. */
struct group {
	struct summary *root;
	struct id *ids;
	int count;
};

static void group_clearp(struct group *group)
{
	free(group->ids);
}

/* A root has the counts of all that was merged into it, which have their own: now it has its own, too. */
static int part(struct store *store, struct group *group)
{
	int r = 0;

	for (int i = 0; i < group->count && r == 0; i++) {
		struct summary *member;

		r = incident_get(store, &group->ids[i], &member);
		if (r == 0 && member != group->root)
			summary_part(group->root, member);
	}
	return r;
}

static int join(struct store *store, const struct id *id)
{
	struct summary *member, *root;
	int r = incident_get(store, id, &member);

	if (r || (r = incident_root(store, id, &root)) || root == member)
		return r < 0 ? r : 0;
	summary_join(root, member);
	root->dirty = true;
	root->first = 0;
	return 0;
}

static int set_root(struct store *store, const struct id *id)
{
	struct summary *summary;
	int r = incident_get(store, id, &summary);

	if (r || (r = find_root(store, summary, &summary->root)) < 0)
		return r < 0 ? r : 0;
	summary_settle(summary);
	store->incidents->asked = (struct id){ { 0 } };
	summary->dirty = true;
	summary->first = 0;
	if ((r = query_run(store, QUERY_INCIDENT_SET_ROOT, "dd", id, &summary->root)) < 0)
		return r;
	return query_run(store, QUERY_TASK_TAKE, "dd", id, &summary->root);
}

static int regroup(struct store *store, struct group *group)
{
	int r = part(store, group);

	for (int i = 0; i < group->count && r == 0; i++)
		r = set_root(store, &group->ids[i]);
	for (int i = 0; i < group->count && r == 0; i++)
		r = join(store, &group->ids[i]);
	return r < 0 ? r : 0;
}

int incident_reroot(struct store *store, const struct id *id)
{
	drop(group_clear) struct group group = { 0 };
	struct summary *summary;
	int r = incident_get(store, id, &summary);

	if (r || (r = incident_root(store, id, &group.root)))
		return r < 0 ? r : 0;
	if ((r = find_merge(store, id, &summary->merged_into)) < 0 ||
	    (r = group.count = incident_members(store, &group.root->id, &group.ids)) < 0)
		return r;
	return regroup(store, &group);
}
