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

/* Two statements as one: what was recorded in an incident, and what was moved there. */
struct merge {
	sqlite3_stmt *recorded, *moved; /* each at its next row; NULL: it has no more */
	bool back;                      /* from the newest on */
};

static void merge_endp(struct merge *merge)
{
	query_end(merge->recorded);
	query_end(merge->moved);
}

/* To the next row of one of them. 0 or -errno. */
static int merge_step(struct store *store, sqlite3_stmt **row)
{
	int r = *row ? query_next(store, *row) : 0;

	if (r)
		query_end(steal(row));
	return r < 0 ? r : 0;
}

static int merge_start(struct store *store, struct merge *merge, const struct id *incident)
{
	bool back = merge->back;
	int r = query_start(store, &merge->recorded, back ? QUERY_SCAN_NEWEST : QUERY_SCAN_MEMBER,
			    "d", incident);

	if (r == 0)
		r = query_start(store, &merge->moved,
				back ? QUERY_SCAN_MOVED_NEWEST : QUERY_SCAN_MOVED, "d", incident);
	if (r == 0)
		r = merge_step(store, &merge->recorded);
	return r < 0 ? r : merge_step(store, &merge->moved);
}

/* The one whose row comes first. */
static sqlite3_stmt **merge_row(struct merge *merge)
{
	if (!merge->recorded || !merge->moved)
		return merge->recorded ? &merge->recorded : &merge->moved;
	bool later = query_integer(merge->moved, 0) > query_integer(merge->recorded, 0);
	return later == merge->back ? &merge->moved : &merge->recorded;
}

/* What decides, and what was changed, is one statement, in any order. */
static int merge_start_by(struct store *store, struct merge *merge, const struct id *incident,
			  const struct scan *scan)
{
	if (scan->query == QUERY_SCAN_MEMBER)
		return merge_start(store, merge, incident);
	int r = scan->query == QUERY_SCAN_CHANGED
			? query_start(store, &merge->recorded, scan->query, "di", incident,
				      scan->after)
			: query_start(store, &merge->recorded, scan->query, "d", incident);
	return r < 0 ? r : merge_step(store, &merge->recorded);
}

int scan_incident(struct store *store, const struct id *incident, const struct scan *scan)
{
	drop(merge_end) struct merge merge = { 0 };
	sqlite3_stmt **row;
	int r = merge_start_by(store, &merge, incident, scan);

	while (r == 0 && *(row = merge_row(&merge))) {
		if (is_wanted(scan, *row))
			r = give(*row, scan->fn, scan->owner);
		if (r == 0)
			r = merge_step(store, row);
	}
	return r;
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

/* Those of one kind have an index, and are one statement. */
static int merge_start_back(struct store *store, struct merge *merge, const struct id *incident,
			    enum kind kind)
{
	merge->back = true;
	if (kind == KIND_COUNT)
		return merge_start(store, merge, incident);
	int r = query_start(store, &merge->recorded, QUERY_SCAN_NEWEST_OF, "dt", incident,
			    kinds[kind].name);
	return r < 0 ? r : merge_step(store, &merge->recorded);
}

int scan_newest(struct store *store, const struct id *incident, const struct scan_newest *scan,
		int64_t *left)
{
	drop(merge_end) struct merge merge = { 0 };
	sqlite3_stmt **row;
	int r = merge_start_back(store, &merge, incident, scan->kind);

	while (r == 0 && *left > 0 && *(row = merge_row(&merge))) {
		int weight = 1 + sqlite3_column_bytes(*row, 1) / LIGHT;

		*left -= weight;
		store->sought += weight;
		r = give_wanted(scan, *row);
		if (r == 0)
			r = merge_step(store, row);
	}
	return r;
}
