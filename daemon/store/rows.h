/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Rows in memory that sql/queries.sql can select from as if they were a table: for an INSERT … SELECT, which is
 * half the work of an INSERT for each of them, as its cursors stay where the last row went.
 */
#include <stddef.h>

struct sqlite3_context;
struct store;

struct rows {
	const char *name;
	const char *schema; /* CREATE TABLE name (…) */
	size_t count;
	/* Hand a column of a row, counted from 0, to SQLite. */
	void (*column)(const void *owner, size_t at, int column, struct sqlite3_context *out);
	const void *owner;
};

/* Before anything is prepared; they stay where they are. 0 or -errno. */
int rows_open(struct store *store, struct rows *rows);
