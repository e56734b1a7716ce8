/* SPDX-License-Identifier: MIT */
/* For folding an incident anew, which needs everything; and for finding an entry by its words, which may not take as long. */
#include "daemon/store/scan.h"

#include <errno.h>

#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/words.h"

#define LIGHT 1024 /* bytes of text */

static int give(sqlite3_stmt *row, scan_fn *fn, void *owner)
{
	drop(json_decref) json_t *object = NULL;
	struct event event;
	int r = query_json(row, 1, &object);

	if (r < 0)
		return r;
	if (event_read(object, &event))
		return -EUCLEAN;
	return fn(owner, &event, query_integer(row, 0));
}

static bool is_wanted(const struct scan *scan, sqlite3_stmt *row)
{
	return !scan->wanted ||
	       scan->wanted(scan->owner, kind_of(query_text(row, 2)), query_integer(row, 3));
}

int scan_incident(struct store *store, const struct id *incident, const struct scan *scan)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = scan->query == QUERY_SCAN_CHANGED
			? query_start(store, &row, scan->query, "di", incident, scan->after)
			: query_start(store, &row, scan->query, "d", incident);

	while (r == 0 && (r = query_next(store, row)) == 0)
		if (is_wanted(scan, row))
			r = give(row, scan->fn, scan->owner);
	return r == QUERY_NONE ? 0 : r;
}

static int give_one(struct store *store, int64_t pos, const struct scan *scan)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_SCAN_ONE, "i", pos);

	if (r || !is_wanted(scan, row))
		return r < 0 ? r : 0;
	return give(row, scan->fn, scan->owner);
}

int scan_after(struct store *store, const struct id *incident, const struct scan *scan)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_EVENT_AFTER, "di", incident, scan->after);

	while (r == 0 && (r = query_next(store, row)) == 0)
		if (scan->wanted(scan->owner, KIND_COUNT, query_integer(row, 1)))
			r = give_one(store, query_integer(row, 0), scan);
	return r == QUERY_NONE ? 0 : r;
}

static bool has_words(const struct sought *sought, sqlite3_stmt *row)
{
	const char *json = sqlite3_column_blob(row, 1);

	return json && words_are_in(sought, json, (size_t)sqlite3_column_bytes(row, 1));
}

static int give_wanted(const struct scan_newest *scan, sqlite3_stmt *row)
{
	struct id id = query_id(row, 3);
	int r = 1;

	if (scan->sought && !has_words(scan->sought, row))
		return 0;
	if (scan->wanted)
		r = scan->wanted(scan->owner, &id, kind_of(query_text(row, 2)),
				 query_integer(row, 4));
	return r <= 0 ? r : give(row, scan->fn, scan->owner);
}

int scan_newest(struct store *store, const struct id *incident, const struct scan_newest *scan,
		int64_t *left)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = scan->kind == KIND_COUNT
			? query_start(store, &row, QUERY_SCAN_NEWEST, "d", incident)
			: query_start(store, &row, QUERY_SCAN_NEWEST_OF, "dt", incident,
				      kinds[scan->kind].name);

	while (r == 0 && *left > 0 && (r = query_next(store, row)) == 0) {
		int weight = 1 + sqlite3_column_bytes(row, 1) / LIGHT;

		*left -= weight;
		store->sought += weight;
		r = give_wanted(scan, row);
	}
	return r == QUERY_NONE ? 0 : r;
}
