/* SPDX-License-Identifier: MIT */
/* The origin's head and the cache of incidents run ahead of the database inside a transaction. */
#include "daemon/store/transaction.h"

#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"

int transaction_begin(struct store *store)
{
	int r = incidents_ready(store);

	return r < 0 ? r : query_run(store, QUERY_BEGIN, "");
}

int transaction_commit(struct store *store)
{
	int r = incidents_flush(store);

	if (r < 0 || (r = query_run(store, QUERY_COMMIT, "")) < 0)
		return r;
	store->committed_origin = store->origin;
	store->committed_head = store->head;
	return 0;
}

void transaction_rollback(struct store *store)
{
	if (!sqlite3_get_autocommit(store->db))
		query_run(store, QUERY_ROLLBACK, "");
	store->origin = store->committed_origin;
	store->head = store->committed_head;
	incidents_forget(store);
}
