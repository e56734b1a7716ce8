/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The statements of sql/queries.sql, prepared once, run with typed values.
 *
 * `types` has a letter for each parameter, in order:
 *
 *	i  int64_t              I  int64_t, NULL if EVENT_NEVER       t  const char * or NULL
 *	d  const struct id *, NULL if the null id                     b  const void *, size_t (NULL if the pointer is NULL)
 *
 * A statement is one cursor: it cannot be started anew before it was ended. Rows are ended by the
 * cleanup attribute: drop(query_end) struct sqlite3_stmt *row = NULL;
 */
#include <jansson.h>
#include <sqlite3.h>
#include <stdint.h>

#include "lib/drop.h"
#include "lib/id.h"
#include "sql/sql.h"

struct store;

#define QUERY_NONE 1 /* there is no (further) row */

/* Run a statement that gives no rows. 0 or -errno. */
int query_run(struct store *store, enum query query, const char *types, ...);

/* Start one that does. *row is its statement, to be read by query_next(). 0 or -errno. */
int query_start(struct store *store, sqlite3_stmt **row, enum query query, const char *types, ...);

/* 0: a row is there. QUERY_NONE: no more. -errno. */
int query_next(struct store *store, sqlite3_stmt *row);

/* Start and go to the first row: 0, QUERY_NONE or -errno. */
int query_one(struct store *store, sqlite3_stmt **row, enum query query, const char *types, ...);

static inline void query_end(sqlite3_stmt *row)
{
	if (row)
		sqlite3_reset(row);
}
DROP(sqlite3_stmt, query_end)

/* Columns. NULL reads as EVENT_NEVER, the null id, NULL. */
int64_t query_integer(sqlite3_stmt *row, int column);
struct id query_id(sqlite3_stmt *row, int column);
const char *query_text(sqlite3_stmt *row, int column);

/* The value of a column of JSON, the caller's to drop. 0; -ENOMEM; -EUCLEAN: it is no JSON. *value is NULL then. */
int query_json(sqlite3_stmt *row, int column, json_t **value);
