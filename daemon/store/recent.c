/* SPDX-License-Identifier: MIT */
/*
 * A bit an end. Nothing is ever taken out, so a transaction that was taken back, or many events, only cost a
 * look into the database more often. UUIDs of version 7 grow, so what is older is mostly known by its id alone.
 */
#include "daemon/store/recent.h"

#include <string.h>

#include "daemon/store/ending.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"

int recent_open(struct store *store)
{
	struct recent *recent = &store->recent;
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_EVENT_GREATEST, "");

	*recent = (struct recent){ .since = store->head + 1 };
	if (r == 0)
		recent->before = query_id(row, 0);
	return r < 0 ? r : 0;
}

static bool has(const struct recent *recent, uint32_t end)
{
	return recent->ends[end / 64] >> end % 64 & 1;
}

void recent_add(struct recent *recent, const struct id *id)
{
	uint32_t end = ending_of(id);

	recent->shared = has(recent, end);
	recent->ends[end / 64] |= UINT64_C(1) << end % 64;
}

void recent_forget(struct recent *recent)
{
	recent->shared = true;
}

bool recent_is_new(const struct recent *recent, const struct id *id)
{
	return memcmp(id->byte, recent->before.byte, sizeof(id->byte)) > 0 &&
	       !has(recent, ending_of(id));
}
