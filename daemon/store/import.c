/* SPDX-License-Identifier: MIT */
/*
 * Every text must fit its leaf, also where it is held already: whoever imports is told that a file was
 * changed. What is held is compared and left alone. What is new must fit the chain of its origin as far as
 * its neighbours are held; then it is derived from like any other event, but that what corrects it, or is
 * in the incident that it opens, may be here before it. A text that was expunged here, or there, does not
 * come back, and does not stay.
 */
#include "daemon/store/import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/append.h"
#include "daemon/store/chain.h"
#include "daemon/store/effective.h"
#include "daemon/store/expunge.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "lib/drop.h"
#include "lib/parse.h"
#include "lib/stamp.h"

/* One event on its way. */
struct arrival {
	struct import *import;
	size_t index;
	const struct imported *imported;
	json_t *object;
	struct event event;
	int64_t origin; /* its number here */
};

static int refuse(const struct arrival *arrival, const char *reason)
{
	return answer_not_taken(&arrival->import->answer, arrival->index, &arrival->event.id,
				reason);
}

static bool is_id(const json_t *data, const char *name)
{
	const char *text = json_string_value(json_object_get(data, name));
	struct id id;

	return text && id_parse(text, &id) == 0;
}

/* Does a correction have what it corrects by? */
static bool is_whole(const struct event *event)
{
	const json_t *data = event->data;

	switch (event->kind) {
	case KIND_AMENDED:
		return is_id(data, "target") && json_is_object(json_object_get(data, "new"));
	case KIND_MOVED:
		return is_id(data, "target") && is_id(data, "to");
	case KIND_MERGED:
		return is_id(data, "to");
	case KIND_RETRACTED:
	case KIND_EXPUNGED:
		return is_id(data, "target");
	default:
		return true;
	}
}

/* Hash and leaf of an event that is held, by its origin and seq. QUERY_NONE: it is not. */
static int neighbour(struct store *store, const struct arrival *arrival, int64_t seq,
		     uint8_t leaf[CHAIN_HASH], uint8_t hash[CHAIN_HASH])
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_CHAIN_AT, "ii", arrival->origin, seq);

	if (r)
		return r;
	if (sqlite3_column_bytes(row, 0) != CHAIN_HASH ||
	    sqlite3_column_bytes(row, 1) != CHAIN_HASH)
		return -EUCLEAN;
	memcpy(leaf, sqlite3_column_blob(row, 0), CHAIN_HASH);
	memcpy(hash, sqlite3_column_blob(row, 1), CHAIN_HASH);
	return 0;
}

/* Does it follow the event before it, if that is held? */
static int check_before(struct store *store, const struct arrival *arrival)
{
	uint8_t leaf[CHAIN_HASH], before[CHAIN_HASH] = { 0 }, hash[CHAIN_HASH];
	int r = arrival->event.seq == 1
			? 0
			: neighbour(store, arrival, arrival->event.seq - 1, leaf, before);

	if (r == QUERY_NONE)
		arrival->import->holes++;
	if (r)
		return r < 0 ? r : 0;
	chain_hash(before, arrival->imported->leaf, hash);
	return memcmp(hash, arrival->imported->hash, CHAIN_HASH) == 0
		       ? 0
		       : refuse(arrival, "it does not follow the event before it");
}

static int check_next(struct store *store, const struct arrival *arrival)
{
	uint8_t leaf[CHAIN_HASH], next[CHAIN_HASH], hash[CHAIN_HASH];
	int r = neighbour(store, arrival, arrival->event.seq + 1, leaf, next);

	if (r)
		return r < 0 ? r : 0;
	arrival->import->holes--;
	chain_hash(arrival->imported->hash, leaf, hash);
	return memcmp(hash, next, CHAIN_HASH) == 0
		       ? 0
		       : refuse(arrival, "the event after it, which is held, does not follow it");
}

static int check_leaf(const struct arrival *arrival)
{
	const struct imported *imported = arrival->imported;
	uint8_t leaf[CHAIN_HASH];

	if (!imported->salted)
		return arrival->event.text ? refuse(arrival, "it has no salt, and says something")
					   : 0;
	chain_leaf(imported->salt, imported->text, imported->size, leaf);
	return memcmp(leaf, imported->leaf, CHAIN_HASH) == 0
		       ? 0
		       : refuse(arrival, "its text was changed");
}

/* The number of its origin here; one that is not known is added. */
static int find_origin(struct store *store, struct arrival *arrival)
{
	drop(query_end) sqlite3_stmt *row = NULL, *added = NULL;
	const struct event *event = &arrival->event;
	int r = query_one(store, &row, QUERY_ORIGIN_FIND, "d", &event->origin);

	if (r == 0)
		arrival->origin = query_integer(row, 0);
	if (r != QUERY_NONE)
		return r;
	r = query_run(store, QUERY_ORIGIN_ADD_IMPORTED, "dti", &event->origin,
		      event->host ? event->host : "", event->recorded_at);
	if (r < 0 || (r = query_one(store, &added, QUERY_ORIGIN_FIND, "d", &event->origin)))
		return r < 0 ? r : -EUCLEAN;
	arrival->origin = query_integer(added, 0);
	return 0;
}

/* What has its id, is it the same? */
static int compare(struct store *store, const struct arrival *arrival)
{
	uint8_t leaf[CHAIN_HASH], hash[CHAIN_HASH];
	int r = neighbour(store, arrival, arrival->event.seq, leaf, hash);

	if (r < 0)
		return r;
	return r == 0 && memcmp(leaf, arrival->imported->leaf, CHAIN_HASH) == 0 &&
			       memcmp(hash, arrival->imported->hash, CHAIN_HASH) == 0
		       ? 0
		       : refuse(arrival, "another event here has its id");
}

#define HELD 2

/* 0: it is new; HELD; ANSWER_REFUSED; -errno. */
static int look_up(struct store *store, struct arrival *arrival)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	uint8_t leaf[CHAIN_HASH], hash[CHAIN_HASH];
	int r = find_origin(store, arrival);

	if (r < 0)
		return r;
	if ((r = query_one(store, &row, QUERY_EVENT_GET, "d", &arrival->event.id)) == 0)
		return (r = compare(store, arrival)) ? r : HELD;
	if (r < 0)
		return r;
	if (arrival->origin == store->origin.number)
		return refuse(arrival,
			      "it claims a position of this very log, which does not have it");
	r = neighbour(store, arrival, arrival->event.seq, leaf, hash);
	if (r == 0)
		return refuse(arrival, "another event here has its position");
	return r < 0 ? r : 0;
}

static int insert(struct store *store, const struct arrival *arrival)
{
	const struct imported *imported = arrival->imported;
	struct pending_row *row;
	int r = query_run(store, QUERY_ORIGIN_SET_IMPORTED, "i", arrival->origin);

	if (r < 0 || (r = append_next(store, &arrival->event, &row)) < 0)
		return r;
	row->origin = arrival->origin;
	row->author = EVENT_NEVER;
	row->salted = imported->salted;
	memcpy(row->salt, imported->salt, sizeof(row->salt));
	memcpy(row->leaf, imported->leaf, sizeof(row->leaf));
	memcpy(row->hash, imported->hash, sizeof(row->hash));
	buffer_add(&store->pending.texts, imported->text, imported->size);
	if ((r = pending_add(store, row)) < 0)
		return r;
	return query_run(store, QUERY_IMPORTED_ADD, "iiit", store->head, stamp_now(),
			 author_key(&arrival->import->author), arrival->import->author.name);
}

/* Was its text expunged, by an event that came before it or is it? */
static int expunge(struct store *store, struct arrival *arrival, const struct id *target)
{
	int r = expunge_again(store, target);

	arrival->import->expunged |= r == 0;
	return r < 0 ? r : 0;
}

/* It may have been merged, and others into it, by events that came before its opening. */
static int reroot(struct store *store, const struct id *incident)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = incident_reroot(store, incident);

	/* what was found so far is in the rows that the statement looks at */
	if (r == 0 && (r = incidents_flush(store)) == 0)
		r = query_start(store, &row, QUERY_INCIDENT_MERGED_INTO, "d", incident);
	while (r == 0 && (r = query_next(store, row)) == 0) {
		struct id merged = query_id(row, 0);

		r = incident_reroot(store, &merged);
	}
	return r < 0 ? r : 0;
}

/* What came before it may correct it. */
static int correct(struct store *store, const struct event *event)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_REFERENCE_ANY, "d", &event->id);

	if (r)
		return r < 0 ? r : 0;
	return effective_update(store, &event->id);
}

/* Its entries may be here already; nothing was folded then. */
static int fold_opened(struct store *store, const struct event *event)
{
	return event->kind == KIND_OPENED ? incident_stale(store, &event->incident) : 0;
}

static int derive(struct store *store, struct arrival *arrival)
{
	const struct event *event = &arrival->event;
	struct id target;
	int r = effective_refer(store, event, store->head);

	if (r < 0 || (r = incidents_add(store, event, store->head)) < 0 ||
	    (r = fold_opened(store, event)) < 0 || (r = correct(store, event)) < 0 ||
	    (r = expunge(store, arrival, &event->id)) < 0)
		return r;
	if (event->kind == KIND_EXPUNGED && event_target(event, &target) == 0)
		r = expunge(store, arrival, &target);
	return r < 0 || event->kind != KIND_OPENED ? r : reroot(store, &event->incident);
}

/* What cannot be derived from is the file's fault, not the database's. */
static bool is_its_fault(int r)
{
	return r == -EUCLEAN || r == -EPERM || r == -EINVAL;
}

static int take(struct store *store, struct arrival *arrival)
{
	int r = look_up(store, arrival);

	if (r == HELD) {
		arrival->import->held++;
		return check_leaf(arrival);
	}
	if (r || (r = check_leaf(arrival)) || (r = check_before(store, arrival)) ||
	    (r = check_next(store, arrival)) || (r = insert(store, arrival)) < 0)
		return r;
	arrival->import->taken++;
	r = derive(store, arrival);
	return is_its_fault(r) ? refuse(arrival, "nothing follows from it: it is not well made")
			       : r;
}

static int take_at(struct store *store, struct import *import, size_t index)
{
	struct arrival arrival = { .import = import,
				   .index = index,
				   .imported = &import->events[index] };
	drop(json_decref) json_t *object = NULL;
	const char *text = arrival.imported->text;
	int r = parse_json(&object, text, strlen(text), PARSE_ALL, NULL);

	if (r < 0)
		return r;
	if (!object || event_read(object, &arrival.event) || arrival.event.seq < 1 ||
	    id_is_null(&arrival.event.id) || id_is_null(&arrival.event.origin))
		return answer_not_taken(&import->answer, index, NULL,
					"it is no event that this version knows");
	if (arrival.imported->salted && !is_whole(&arrival.event))
		return refuse(&arrival, "it corrects something, and does not say what");
	return take(store, &arrival);
}

static int write_answer(struct import *import)
{
	buffer_printf(&import->answer.text, "{\"taken\":%lld,\"held\":%lld,\"holes\":%lld}",
		      (long long)import->taken, (long long)import->held, (long long)import->holes);
	return import->answer.text.failed ? -ENOMEM : 0;
}

static int run(struct store *store, struct import *import)
{
	int r = 0;

	for (size_t i = 0; i < import->count && r == 0; i++)
		r = take_at(store, import, i);
	if (r == 0 && import->expunged)
		r = query_run(store, QUERY_META_SET, "tt", "expunged", "the WAL is to be emptied");
	return r ? r : write_answer(import);
}

int import_run(struct store *store, struct import *import)
{
	int r = transaction_begin(store);

	if (r == 0)
		r = run(store, import);
	if (r == 0 && !import->dry)
		r = transaction_commit(store);
	if (r || import->dry)
		transaction_rollback(store);
	return r || import->dry || !import->expunged ? r : expunge_finish(store);
}
