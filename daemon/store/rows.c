/* SPDX-License-Identifier: MIT */
/* A virtual table (sqlite.org/vtab.html) with one cursor and no index: what an INSERT … SELECT needs. */
#include "daemon/store/rows.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "daemon/store/database.h"
#include "daemon/store/store.h"

struct table {
	sqlite3_vtab base;
	const struct rows *rows;
};

struct cursor {
	sqlite3_vtab_cursor base;
	const struct rows *rows;
	size_t at;
};

static int on_connect(sqlite3 *db, void *owner, int count, const char *const *words,
		      sqlite3_vtab **out, char **error)
{
	const struct rows *rows = owner;
	struct table *table;
	int rc = sqlite3_declare_vtab(db, rows->schema);

	(void)count;
	(void)words;
	(void)error;
	if (rc != SQLITE_OK)
		return rc;
	table = calloc(1, sizeof(*table));
	if (!table)
		return SQLITE_NOMEM;
	table->rows = rows;
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
	info->estimatedCost = 1000;
	return SQLITE_OK;
}

static int on_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct cursor *cursor = calloc(1, sizeof(*cursor));

	if (!cursor)
		return SQLITE_NOMEM;
	cursor->rows = ((struct table *)table)->rows;
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
	return ((struct cursor *)cursor)->at >= ((struct cursor *)cursor)->rows->count;
}

static int on_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
	*rowid = (sqlite3_int64)((struct cursor *)cursor)->at;
	return SQLITE_OK;
}

static int on_column(sqlite3_vtab_cursor *base, sqlite3_context *out, int column)
{
	const struct cursor *cursor = (const struct cursor *)base;

	cursor->rows->column(cursor->rows->owner, cursor->at, column, out);
	return SQLITE_OK;
}

int rows_open(struct store *store, struct rows *rows)
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

	if (sqlite3_create_module(store->db, rows->name, &module, rows) != SQLITE_OK)
		return database_fail(store, rows->name);
	return 0;
}
