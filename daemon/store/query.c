/* SPDX-License-Identifier: MIT */
/* Binding by letters keeps a statement and its values on one screen; nothing else knows sqlite3_bind. */
#include "daemon/store/query.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "daemon/store/database.h"
#include "daemon/store/store.h"
#include "lib/event.h"
#include "lib/log.h"
#include "lib/parse.h"

static int bind_id(sqlite3_stmt *row, int at, const struct id *id)
{
	if (!id || id_is_null(id))
		return sqlite3_bind_null(row, at);
	return sqlite3_bind_blob(row, at, id->byte, sizeof(id->byte), SQLITE_TRANSIENT);
}

static int bind_integer(sqlite3_stmt *row, int at, int64_t value, bool maybe)
{
	if (maybe && value == EVENT_NEVER)
		return sqlite3_bind_null(row, at);
	return sqlite3_bind_int64(row, at, value);
}

static int bind_blob(sqlite3_stmt *row, int at, const void *bytes, size_t size)
{
	return bytes ? sqlite3_bind_blob64(row, at, bytes, size, SQLITE_STATIC)
		     : sqlite3_bind_null(row, at);
}

static int bind_next(sqlite3_stmt *row, int at, char type, va_list *values)
{
	const void *bytes;

	switch (type) {
	case 'i':
	case 'I':
		return bind_integer(row, at, va_arg(*values, int64_t), type == 'I');
	case 'd':
		return bind_id(row, at, va_arg(*values, const struct id *));
	case 't':
		return sqlite3_bind_text(row, at, va_arg(*values, const char *), -1, SQLITE_STATIC);
	case 'b':
		bytes = va_arg(*values, const void *);
		return bind_blob(row, at, bytes, va_arg(*values, size_t));
	}
	return SQLITE_MISUSE;
}

/*
 * Without memory, or when the disk fails, SQLite may take the transaction back by itself. What was then run would be
 * committed alone, behind a hole in the chain.
 */
static bool was_taken_back(const struct store *store)
{
	return store->in_transaction && sqlite3_get_autocommit(store->db);
}

/* What does not look at events, or is asked after a look at what waits (record.c, tail.c). */
static bool needs_no_events(enum query query)
{
	static const bool needs_none[QUERY_COUNT] = {
		[QUERY_ROLLBACK] = true,
		[QUERY_EVENT_ADD] = true,
		[QUERY_RUN_ADD] = true,
		[QUERY_EVENT_FIND] = true,
		[QUERY_ENDING_ADD] = true,
		[QUERY_ENDING_FIND] = true,
		[QUERY_EVENT_PLACE] = true,
		[QUERY_CHOICE_GET] = true,
		[QUERY_INCIDENT_OPENED_AFTER] = true,
		[QUERY_INCIDENT_SAME_TAIL] = true,
	};

	return needs_none[query];
}

static int start(struct store *store, sqlite3_stmt **row, enum query query, const char *types,
		 va_list *values)
{
	sqlite3_stmt *statement = database_statement(store, query);
	int r = needs_no_events(query) ? 0 : pending_write(store), rc = SQLITE_OK;

	if (r < 0)
		return r;
	if (was_taken_back(store))
		return fail(-EIO, "database: %s: the transaction was taken back",
			    sql_queries[query].name);
	sqlite3_reset(statement);
	for (int at = 1; *types && rc == SQLITE_OK; types++, at++)
		rc = bind_next(statement, at, *types, values);
	if (rc != SQLITE_OK)
		return database_fail(store, sql_queries[query].name);
	*row = statement;
	return 0;
}

int query_next(struct store *store, sqlite3_stmt *row)
{
	int rc = sqlite3_step(row);

	if (rc == SQLITE_ROW)
		return 0;
	if (rc == SQLITE_DONE)
		return QUERY_NONE;
	return database_fail(store, sqlite3_sql(row));
}

int query_start(struct store *store, sqlite3_stmt **row, enum query query, const char *types, ...)
{
	va_list values;

	va_start(values, types);
	int r = start(store, row, query, types, &values);
	va_end(values);
	return r;
}

int query_one(struct store *store, sqlite3_stmt **row, enum query query, const char *types, ...)
{
	va_list values;

	va_start(values, types);
	int r = start(store, row, query, types, &values);
	va_end(values);
	return r ? r : query_next(store, *row);
}

int query_run(struct store *store, enum query query, const char *types, ...)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	va_list values;

	va_start(values, types);
	int r = start(store, &row, query, types, &values);
	va_end(values);
	if (r || (r = query_next(store, row)) < 0)
		return r;
	return 0;
}

int64_t query_integer(sqlite3_stmt *row, int column)
{
	if (sqlite3_column_type(row, column) == SQLITE_NULL)
		return EVENT_NEVER;
	return sqlite3_column_int64(row, column);
}

struct id query_id(sqlite3_stmt *row, int column)
{
	struct id id = { { 0 } };

	if (sqlite3_column_bytes(row, column) == (int)sizeof(id.byte))
		memcpy(id.byte, sqlite3_column_blob(row, column), sizeof(id.byte));
	return id;
}

const char *query_text(sqlite3_stmt *row, int column)
{
	return (const char *)sqlite3_column_text(row, column);
}

/* What cannot be read for want of memory is no damage: nobody may set a database aside for it. */
int query_json(sqlite3_stmt *row, int column, json_t **value)
{
	const char *text = query_text(row, column);
	int r;

	*value = NULL;
	if (!text)
		return sqlite3_column_type(row, column) == SQLITE_NULL ? -EUCLEAN : -ENOMEM;
	r = parse_json(value, text, strlen(text), PARSE_ALL, NULL);
	return r > 0 ? -EUCLEAN : r;
}
