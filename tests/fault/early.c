/* SPDX-License-Identifier: MIT */
/*
 * A recorder with the one fault that it must never have: it answers before the commit. Linked of what ships, with
 * two of its functions wrapped (meson.build), so that the fault suite is shown what it has to see.
 */
#include <sqlite3.h>

#include "daemon/store/incident.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"

#define BATCHES_A_COMMIT 50

int __real_transaction_begin(struct store *store);
int __real_transaction_commit(struct store *store);
int __wrap_transaction_begin(struct store *store);
int __wrap_transaction_commit(struct store *store);

int __wrap_transaction_begin(struct store *store)
{
	if (sqlite3_get_autocommit(store->db))
		return __real_transaction_begin(store);
	return incidents_ready(store);
}

int __wrap_transaction_commit(struct store *store)
{
	static unsigned batches;

	if (++batches % BATCHES_A_COMMIT == 0)
		return __real_transaction_commit(store);
	store->committed_origin = store->origin;
	store->committed_head = store->head;
	return incidents_flush(store);
}
