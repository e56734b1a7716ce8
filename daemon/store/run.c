/* SPDX-License-Identifier: MIT */
/* Runs are as long as they can be, also over a start and after what was taken back: so a rebuild makes the same rows. */
#include "daemon/store/run.h"

#include "daemon/store/query.h"
#include "daemon/store/store.h"

int run_open(struct store *store)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_RUN_NEWEST, "");

	store->run = (struct run){ .there = r == 0 };
	if (r == 0) {
		store->run.author = query_integer(row, 0);
		store->run.incident = query_id(row, 1);
	}
	store->committed_run = store->run;
	return r < 0 ? r : 0;
}

bool run_begins(struct run *run, int64_t author, const struct id *incident)
{
	if (run->there && run->author == author && id_equal(&run->incident, incident))
		return false;
	*run = (struct run){ .there = true, .author = author, .incident = *incident };
	return true;
}
