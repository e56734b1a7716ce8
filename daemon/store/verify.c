/* SPDX-License-Identifier: MIT */
/* An expunged event keeps its leaf, so the chain goes on through it; that it was expunged must itself be on the log. */
#include "daemon/store/verify.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/append.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/log.h"

#define PAGE 256

enum column {
	SEQ,
	POS,
	ID,
	TEXT,
	SALT,
	LEAF,
	HASH,
	INCIDENT,
	KIND,
	AT,
	AUTHOR,
	EXPUNGED,
};

static bool bytes_are(sqlite3_stmt *row, int column, const uint8_t *bytes, int size)
{
	return sqlite3_column_bytes(row, column) == size &&
	       memcmp(sqlite3_column_blob(row, column), bytes, (size_t)size) == 0;
}

static bool is_stripped(sqlite3_stmt *row)
{
	return sqlite3_column_bytes(row, SALT) == 0;
}

/* An expunged machine entry has lost its source, which is why it has no author; nobody here made what was imported. */
static bool author_fits(sqlite3_stmt *row, const struct event *event, bool imported)
{
	int64_t author = query_integer(row, AUTHOR);

	return author == append_author(event) ||
	       (author == EVENT_NEVER && (is_stripped(row) || imported));
}

static bool columns_fit(const struct verify *verify, sqlite3_stmt *row, const struct event *event)
{
	struct id id = query_id(row, ID), incident = query_id(row, INCIDENT);

	return id_equal(&event->id, &id) && id_equal(&event->origin, &verify->origin_id) &&
	       id_equal(&event->incident, &incident) && event->seq == query_integer(row, SEQ) &&
	       event->at == query_integer(row, AT) && author_fits(row, event, verify->imported) &&
	       strcmp(kinds[event->kind].name, query_text(row, KIND)) == 0;
}

/* Does the text say what the columns beside it say? */
static const char *check_columns(const struct verify *verify, sqlite3_stmt *row,
				 const json_t *object)
{
	struct event event;

	if (!object || event_read(object, &event))
		return "the text is no event";
	if (!columns_fit(verify, row, &event))
		return "the text and its columns differ";
	return is_stripped(row) && event.text ? "it was expunged, and says something" : NULL;
}

static const char *check_leaf(sqlite3_stmt *row)
{
	uint8_t leaf[CHAIN_HASH];

	if (sqlite3_column_bytes(row, SALT) != CHAIN_SALT)
		return query_integer(row, EXPUNGED) ? NULL
						    : "its salt is gone, and it was not expunged";
	chain_leaf(sqlite3_column_blob(row, SALT), query_text(row, TEXT),
		   (size_t)sqlite3_column_bytes(row, TEXT), leaf);
	return bytes_are(row, LEAF, leaf, CHAIN_HASH) ? NULL : "its text was changed";
}

/* What does not fit about one event; moves the walk on. */
static const char *check(struct verify *verify, sqlite3_stmt *row, const json_t *object)
{
	uint8_t hash[CHAIN_HASH];
	const char *problem;

	if (sqlite3_column_bytes(row, LEAF) != CHAIN_HASH)
		return "its leaf is damaged";
	chain_hash(verify->hash, sqlite3_column_blob(row, LEAF), hash);
	if ((problem = check_leaf(row)) ||
	    (!verify->hashes && (problem = check_columns(verify, row, object))))
		return problem;
	if (verify->imported && query_integer(row, SEQ) > verify->seq + 1) {
		verify->not_held += query_integer(row, SEQ) - verify->seq - 1;
		return NULL;
	}
	if (query_integer(row, SEQ) != verify->seq + 1)
		return "an event before it is missing";
	if (!verify->imported && query_integer(row, POS) <= verify->pos)
		return "its position is not after the one before";
	return bytes_are(row, HASH, hash, CHAIN_HASH) ? NULL : "it does not follow the one before";
}

static int look_at(struct verify *verify, sqlite3_stmt *row, verify_fn *fn, void *owner)
{
	drop(json_decref) json_t *object = NULL;
	struct id id = query_id(row, ID);
	int r = verify->hashes ? 0 : query_json(row, TEXT, &object);

	if (r < 0 && r != -EUCLEAN)
		return r;
	r = 0;
	const char *problem = check(verify, row, object);
	bool expunged = !problem && is_stripped(row);

	verify->findings += problem != NULL;
	if (problem || expunged)
		r = fn(owner, query_integer(row, POS), &id, problem);
	verify->seq = verify->after = query_integer(row, SEQ);
	verify->pos = query_integer(row, POS);
	verify->events++;
	if (sqlite3_column_bytes(row, HASH) == CHAIN_HASH)
		memcpy(verify->hash, sqlite3_column_blob(row, HASH), CHAIN_HASH);
	return r;
}

/* Nobody began the log that it says it is of, so no walk would come to it. */
static int find_stray(struct store *store, struct verify *verify, verify_fn *fn, void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_CHAIN_STRAY, "");

	if (r)
		return r < 0 ? r : 0;
	struct id id = query_id(row, 1);
	verify->findings++;
	return fn(owner, query_integer(row, 0), &id, "it is of a log that nobody began");
}

static int next_origin(struct store *store, struct verify *verify, verify_fn *fn, void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_ORIGIN_LIST, "");

	while (r == 0 && (r = query_next(store, row)) == 0) {
		if (query_integer(row, 0) <= verify->origin)
			continue;
		verify->origin = query_integer(row, 0);
		verify->origin_id = query_id(row, 1);
		verify->imported = query_integer(row, 3);
		verify->origins++;
		verify->seq = verify->pos = 0;
		verify->after = INT64_MIN;
		memset(verify->hash, 0, sizeof(verify->hash));
		return 0;
	}
	verify->done = true;
	return r < 0 ? r : find_stray(store, verify, fn, owner);
}

int verify_next(struct store *store, struct verify *verify, verify_fn *fn, void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int rows = 0, r;

	if (!verify->origin)
		return next_origin(store, verify, fn, owner);
	r = query_start(store, &row, QUERY_CHAIN, "iii", verify->origin, verify->after,
			(int64_t)PAGE);
	while (r == 0 && (r = query_next(store, row)) == 0) {
		r = look_at(verify, row, fn, owner);
		rows++;
		if (r == 0 && turn_is_over(&store->turn))
			return 0;
	}
	if (r < 0)
		return r;
	return rows < PAGE ? next_origin(store, verify, fn, owner) : 0;
}

static int report(void *owner, int64_t pos, const struct id *id, const char *problem)
{
	char text[ID_TEXT_SIZE];

	(void)owner;
	if (!problem)
		return 0;
	return fail(-EUCLEAN, "event %s at pos %lld: %s", id_format(id, text), (long long)pos,
		    problem);
}

/* The walk stands before the last `count` events of its origin. */
static int skip_to(struct store *store, struct verify *verify, int64_t count)
{
	drop(query_end) sqlite3_stmt *head = NULL, *before = NULL;
	int r = query_one(store, &head, QUERY_ORIGIN_HEAD, "i", verify->origin);

	if (r || query_integer(head, 0) <= count)
		return r < 0 ? r : 0;
	verify->seq = verify->after = query_integer(head, 0) - count;
	r = query_one(store, &before, QUERY_CHAIN_BEFORE, "ii", verify->origin, verify->seq);
	if (r == QUERY_NONE && verify->imported) {
		verify->seq--; /* it begins behind a hole */
		return 0;
	}
	if (r)
		return r < 0 ? r
			     : fail(-EUCLEAN, "event %lld of origin %lld is missing",
				    (long long)verify->seq, (long long)verify->origin);
	if (sqlite3_column_bytes(before, 0) == CHAIN_HASH)
		memcpy(verify->hash, sqlite3_column_blob(before, 0), CHAIN_HASH);
	return 0;
}

int verify_tail(struct store *store, int64_t count)
{
	struct verify verify = { .hashes = true };
	int64_t origin = 0;
	int r = 0;

	while (r == 0 && (r = verify_next(store, &verify, report, NULL)) == 0 && !verify.done) {
		if (verify.origin != origin)
			r = skip_to(store, &verify, count);
		origin = verify.origin;
	}
	return r;
}
