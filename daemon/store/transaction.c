/* SPDX-License-Identifier: MIT */
/* The origin's head and the cache of incidents run ahead of the database inside a transaction. */
#include "daemon/store/transaction.h"

#include <errno.h>
#include <time.h>

#include "daemon/store/incident.h"
#include "daemon/store/origin.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/fd.h"
#include "lib/log.h"
#include "lib/stamp.h"

/* Microseconds, by a clock that nobody sets. */
static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * STAMP_SECOND + time.tv_nsec / 1000;
}

void writing_begin(struct store *store)
{
	atomic_store(&store->writing, true);
}

void writing_end(struct store *store)
{
	atomic_store(&store->writing, false);
	atomic_fetch_add(&store->written, 1);
}

int transaction_begin(struct store *store)
{
	int r = incidents_ready(store);

	store->sought = 0;
	writing_begin(store);
	origin_look_at_clock(store);
	if (r == 0)
		r = query_run(store, QUERY_BEGIN, "");
	if (r < 0)
		writing_end(store);
	store->in_transaction = r == 0;
	return r;
}

/*
 * What was committed to a file system that has given up stays in the log, if it can; nobody is told so, and a retry
 * finds it.
 */
static int check_kept(struct store *store)
{
	int r = fd_kept(store->lock);

	if (r < 0)
		return fail(r, "%s: the file system gave up while it was written", store->path);
	store->gone = !store_is_held(store);
	if (store->gone)
		return fail(
			-ESTALE,
			"%s or its WAL was removed or replaced while it was written to: what came since then is in no log. "
			"Stop incidentd before you move its files",
			store->path);
	return 0;
}

static int commit(struct store *store)
{
	int64_t before = now();
	int r = query_run(store, QUERY_COMMIT, "");

	if (r < 0)
		return r;
	store->tally.commits++;
	store->tally.commit_time += now() - before;
	store->tally.events += store->head - store->committed_head;
	store->tally.trouble = 0;
	return 0;
}

int transaction_commit(struct store *store)
{
	int r = incidents_flush(store);

	if (r < 0 || (r = ending_write(store)) < 0 || (r = commit(store)) < 0)
		return r;
	ending_settle(store);
	store->in_transaction = false;
	store->committed_origin = store->origin;
	store->committed_head = store->head;
	store->committed_run = store->run;
	writing_end(store);
	r = check_kept(store);
	if (r < 0) {
		store->tally.failed++;
		store->tally.trouble = r;
	}
	return r;
}

void transaction_rollback(struct store *store)
{
	store->in_transaction = false;
	pending_forget(store);
	if (!sqlite3_get_autocommit(store->db))
		query_run(store, QUERY_ROLLBACK, "");
	store->origin = store->committed_origin;
	store->head = store->committed_head;
	store->run = store->committed_run;
	incidents_forget(store);
	journal_forget(&store->journal);
	writing_end(store);
}
