/* SPDX-License-Identifier: MIT */
/*
 * Merges are pointers (merged_into), and root is where following them ends. Entries stay where they
 * were recorded, so taking a merge back is retracting its event and following the pointers again.
 */
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

static int set_root(struct store *store, const struct id *id)
{
	struct summary *summary;
	int r = incident_get(store, id, &summary);

	if (r || (r = find_root(store, summary, &summary->root)) < 0)
		return r < 0 ? r : 0;
	summary_settle(summary);
	store->incidents->asked = (struct id){ { 0 } };
	summary->dirty = summary->stale = true;
	return query_run(store, QUERY_INCIDENT_SET_ROOT, "dd", id, &summary->root);
}

int incident_reroot(struct store *store, const struct id *id)
{
	drop(free) struct id *members = NULL;
	struct summary *summary;
	int count, r = incident_get(store, id, &summary);

	if (r)
		return r < 0 ? r : 0;
	struct id old_root = summary->root;
	if ((r = find_merge(store, id, &summary->merged_into)) < 0)
		return r;
	if ((count = incident_members(store, &old_root, &members)) < 0)
		return count;
	for (int i = 0; i < count && r == 0; i++)
		r = set_root(store, &members[i]);
	if (r == 0)
		r = incident_stale(store, &old_root);
	return r < 0 ? r : incident_stale(store, id);
}
