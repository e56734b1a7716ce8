/* SPDX-License-Identifier: MIT */
/* The origin's head and the cache of incidents run ahead of the database inside a transaction. */
#include "daemon/store/transaction.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>

#include "daemon/store/incident.h"
#include "daemon/store/origin.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
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
 * Has the file system given up its journal? ext4 (Linux 6.18) answers a sync that comes a moment later with 0, while
 * what it stands for, a file that has grown, is never written: acknowledged notes were lost. Only what must begin
 * a change of the journal is told then, without waiting for the disk, and changing a time or writing is not: so the
 * lock, which has its one block, is given it again. Other errors are no matter of what was synced. What was committed
 * stays in the log, if it can; nobody is told so, and a retry finds it.
 */
static int check_journal(struct store *store)
{
	if (fallocate(store->lock, FALLOC_FL_KEEP_SIZE, 0, 1) == 0 ||
	    (errno != EROFS && errno != EIO))
		return 0;
	store->tally.failed++;
	store->tally.trouble = -EIO;
	return fail(-EIO, "%s: the file system gave up while it was written", store->path);
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

	if (r < 0 || (r = commit(store)) < 0)
		return r;
	store->in_transaction = false;
	store->committed_origin = store->origin;
	store->committed_head = store->head;
	writing_end(store);
	return check_journal(store);
}

void transaction_rollback(struct store *store)
{
	store->in_transaction = false;
	if (!sqlite3_get_autocommit(store->db))
		query_run(store, QUERY_ROLLBACK, "");
	store->origin = store->committed_origin;
	store->head = store->committed_head;
	incidents_forget(store);
	journal_forget(&store->journal);
	writing_end(store);
}
