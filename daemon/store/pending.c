/* SPDX-License-Identifier: MIT */
/*
 * SQLite reads the rows as a virtual table (sqlite.org/vtab.html) that has one cursor and no index: what an
 * INSERT … SELECT needs, so that the cursors into the table and its indexes stay where the last row went.
 */
#include "daemon/store/pending.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/database.h"
#include "daemon/store/query.h"
#include "daemon/store/recent.h"
#include "daemon/store/store.h"

static const char columns[] = "CREATE TABLE pending (pos, id, origin, seq, incident, kind, at, "
			      "author, digest, salt, leaf, hash, json)";

enum column { POS, ID, ORIGIN, SEQ, INCIDENT, KIND, AT, AUTHOR, DIGEST, SALT, LEAF, HASH, JSON };

struct table {
	sqlite3_vtab base;
	struct pending *pending;
};

struct cursor {
	sqlite3_vtab_cursor base;
	const struct pending *pending;
	size_t at;
};

static int on_connect(sqlite3 *db, void *owner, int count, const char *const *words,
		      sqlite3_vtab **out, char **error)
{
	struct table *table;
	int rc = sqlite3_declare_vtab(db, columns);

	(void)count;
	(void)words;
	(void)error;
	if (rc != SQLITE_OK)
		return rc;
	table = calloc(1, sizeof(*table));
	if (!table)
		return SQLITE_NOMEM;
	table->pending = owner;
	*out = &table->base;
	return SQLITE_OK;
}

static int on_disconnect(sqlite3_vtab *table)
{
	free(table);
	return SQLITE_OK;
}

/* There is one way to read it: from the first to the last. */
static int on_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = PENDING_MOST;
	return SQLITE_OK;
}

static int on_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct cursor *cursor = calloc(1, sizeof(*cursor));

	if (!cursor)
		return SQLITE_NOMEM;
	cursor->pending = ((struct table *)table)->pending;
	*out = &cursor->base;
	return SQLITE_OK;
}

static int on_close(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

static int on_filter(sqlite3_vtab_cursor *cursor, int index, const char *name, int count,
		     sqlite3_value **values)
{
	(void)index;
	(void)name;
	(void)count;
	(void)values;
	((struct cursor *)cursor)->at = 0;
	return SQLITE_OK;
}

static int on_next(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int on_eof(sqlite3_vtab_cursor *cursor)
{
	return ((struct cursor *)cursor)->at >= ((struct cursor *)cursor)->pending->count;
}

static int on_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
	*rowid = (sqlite3_int64)((struct cursor *)cursor)->at;
	return SQLITE_OK;
}

static void put_integer(sqlite3_context *out, int64_t value)
{
	if (value == EVENT_NEVER)
		sqlite3_result_null(out);
	else
		sqlite3_result_int64(out, value);
}

static void put_bytes(sqlite3_context *out, bool there, const void *bytes, size_t size)
{
	if (there)
		sqlite3_result_blob(out, bytes, (int)size, SQLITE_STATIC);
	else
		sqlite3_result_null(out);
}

static int on_column(sqlite3_vtab_cursor *base, sqlite3_context *out, int column)
{
	const struct cursor *cursor = (const struct cursor *)base;
	const struct pending_row *row = &cursor->pending->rows[cursor->at];

	switch ((enum column)column) {
	case POS:
		sqlite3_result_int64(out, row->pos);
		break;
	case ID:
		put_bytes(out, true, row->id.byte, sizeof(row->id.byte));
		break;
	case ORIGIN:
		sqlite3_result_int64(out, row->origin);
		break;
	case SEQ:
		sqlite3_result_int64(out, row->seq);
		break;
	case INCIDENT:
		put_bytes(out, !id_is_null(&row->incident), row->incident.byte,
			  sizeof(row->incident.byte));
		break;
	case KIND:
		sqlite3_result_text(out, row->kind, -1, SQLITE_STATIC);
		break;
	case AT:
		put_integer(out, row->at);
		break;
	case AUTHOR:
		put_integer(out, row->author);
		break;
	case DIGEST:
		put_bytes(out, row->digested, row->digest, sizeof(row->digest));
		break;
	case SALT:
		put_bytes(out, row->salted, row->salt, sizeof(row->salt));
		break;
	case LEAF:
		put_bytes(out, true, row->leaf, sizeof(row->leaf));
		break;
	case HASH:
		put_bytes(out, true, row->hash, sizeof(row->hash));
		break;
	case JSON:
		sqlite3_result_text(out, pending_text(cursor->pending, row), (int)row->text_size,
				    SQLITE_STATIC);
		break;
	}
	return SQLITE_OK;
}

int pending_open(struct store *store)
{
	static const sqlite3_module module = {
		.xConnect = on_connect,
		.xDisconnect = on_disconnect,
		.xBestIndex = on_best_index,
		.xOpen = on_open,
		.xClose = on_close,
		.xFilter = on_filter,
		.xNext = on_next,
		.xEof = on_eof,
		.xColumn = on_column,
		.xRowid = on_rowid,
	};

	if (sqlite3_create_module(store->db, "pending", &module, &store->pending) != SQLITE_OK)
		return database_fail(store, "pending");
	return 0;
}

void pending_rest(struct store *store)
{
	buffer_free(&store->pending.texts);
}

int pending_next(struct store *store, struct pending_row **row)
{
	struct pending *pending = &store->pending;
	int r = pending->count == PENDING_MOST ? pending_write(store) : 0;

	if (r < 0)
		return r;
	if (!pending->count)
		buffer_clear(&pending->texts);
	*row = &pending->rows[pending->count];
	**row = (struct pending_row){ .text = pending->texts.size };
	return 0;
}

int pending_add(struct store *store, struct pending_row *row)
{
	struct pending *pending = &store->pending;

	row->text_size = pending->texts.size - row->text;
	buffer_add(&pending->texts, "", 1);
	if (pending->texts.failed)
		return -ENOMEM;
	pending->newest = row->text;
	pending->count++;
	recent_add(&store->recent, &row->id);
	return ending_add(store, &row->id);
}

int pending_write(struct store *store)
{
	if (!store->pending.count)
		return 0;
	int r = query_run(store, QUERY_EVENT_ADD, "");
	store->pending.count = 0;
	return r;
}

int pending_write_like(struct store *store, const struct id *id)
{
	const struct pending *pending = &store->pending;
	uint32_t end = ending_of(id);

	for (size_t i = 0; i < pending->count; i++)
		if (ending_of(&pending->rows[i].id) == end)
			return pending_write(store);
	return 0;
}

void pending_forget(struct store *store)
{
	store->pending.count = 0;
	recent_forget(&store->recent);
}
