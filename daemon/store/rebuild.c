/* SPDX-License-Identifier: MIT */
/*
 * Not the way of the live tables run again: references first, then every event that something points
 * at, newest first, so that a correction's own standing is known before what it corrects is made; then
 * each incident is folded whole.
 */
#include "daemon/store/rebuild.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/effective.h"
#include "daemon/store/excerpt-row.h"
#include "daemon/store/incident-row.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "lib/log.h"

static int clear(struct store *store)
{
	static const enum query clears[] = {
		QUERY_REBUILD_CLEAR_REFERENCE, QUERY_REBUILD_CLEAR_EFFECTIVE,
		QUERY_REBUILD_CLEAR_INCIDENT,  QUERY_REBUILD_CLEAR_MILESTONE,
		QUERY_REBUILD_CLEAR_TASK,      QUERY_REBUILD_CLEAR_EXCERPT,
		QUERY_REBUILD_CLEAR_RUN,
	};
	int r = 0;

	for (size_t i = 0; i < sizeof(clears) / sizeof(clears[0]) && r == 0; i++)
		r = query_run(store, clears[i], "");
	return r;
}

/* An incident's row, still empty. */
static int open_row(struct store *store, const struct event *event, int64_t pos)
{
	struct summary summary = { .id = event->id, .root = event->id };

	summary_clear(&summary);
	summary.opened_pos = pos;
	id_ref(&event->id, event->at != EVENT_NEVER ? event->at : event->recorded_at, summary.ref);
	return incident_row_add(store, &summary);
}

static int scan(struct store *store)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_REBUILD_SCAN, "");

	while (r == 0 && (r = query_next(store, row)) == 0) {
		drop(json_decref) json_t *object = NULL;
		int64_t pos = query_integer(row, 0);
		struct event event;

		if ((r = query_json(row, 1, &object)) < 0)
			return r;
		if (event_read(object, &event))
			return -EUCLEAN;
		if (event.kind == KIND_OPENED && id_equal(&event.id, &event.incident) &&
		    (r = open_row(store, &event, pos)) < 0)
			return r;
		r = effective_note(store, &event, pos);
	}
	return r < 0 ? r : 0;
}

static int each_id(struct store *store, enum query query,
		   int (*fn)(struct store *store, const struct id *id))
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, query, "");

	while (r == 0 && (r = query_next(store, row)) == 0) {
		struct id id = query_id(row, 0);

		r = fn(store, &id);
	}
	return r < 0 ? r : 0;
}

/* Nothing was folded in yet. */
static int fold(struct store *store, const struct id *id)
{
	int r = incident_reroot(store, id);

	return r < 0 ? r : incident_stale(store, id);
}

int rebuild_all(struct store *store)
{
	int r = transaction_begin(store);

	if (r < 0)
		return r;
	if ((r = clear(store)) < 0) {
		transaction_rollback(store);
		return r;
	}
	incidents_forget(store);
	excerpt_forget(store);
	if ((r = query_run(store, QUERY_REBUILD_RUN, "")) == 0 && (r = scan(store)) == 0 &&
	    (r = each_id(store, QUERY_REFERENCE_TARGETS, effective_update)) == 0 &&
	    (r = each_id(store, QUERY_INCIDENT_ALL, fold)) == 0)
		r = query_run(store, QUERY_META_SET, "tt", "derived", REBUILD_VERSION);
	if (r == 0)
		r = transaction_commit(store);
	if (r < 0)
		transaction_rollback(store);
	return r;
}

int rebuild_if_older(struct store *store)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_META_GET, "t", "derived");

	if (r < 0 || (r == 0 && strcmp(query_text(row, 0), REBUILD_VERSION) == 0))
		return r;
	query_end(steal(&row));
	if (store->head)
		log_notice("making the derived tables anew");
	return rebuild_all(store);
}
