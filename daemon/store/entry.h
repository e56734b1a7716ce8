/* SPDX-License-Identifier: MIT */
#pragma once

/* An Entry of the interface as JSON text: the stored bytes as they are, with what belongs beside them. */
#include "lib/buffer.h"
#include "lib/event.h"

struct sqlite3_stmt;
struct store;

/* The columns of a row that an entry is made of: those of the query page_all. */
enum entry_column {
	ENTRY_POS,
	ENTRY_ID,
	ENTRY_ROOT,
	ENTRY_KIND,
	ENTRY_AT,
	ENTRY_RAW,
	ENTRY_EFFECTIVE,
	ENTRY_HASH,
	ENTRY_LEAF,
	ENTRY_SALT,
};

/* The row of one pos, to be ended by the caller. 0, QUERY_NONE or -errno. */
int entry_start(struct store *store, struct sqlite3_stmt **row, int64_t pos);

/* Append the Entry of a row. 0 or -errno. */
int entry_write(struct store *store, struct sqlite3_stmt *row, bool plain, struct buffer *out);

/* Append the Entry at a pos. 0, QUERY_NONE or -errno. */
int entry_write_at(struct store *store, int64_t pos, struct buffer *out);
