/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Events of a transaction on their way into the table `event`: one statement writes many (rows.h). What is asked of the database writes first what waits here (query.c), so that
 * nobody sees a log without it; but for the few statements that do not look at events, or that are only asked
 * after a look in here.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/store/chain.h"
#include "daemon/store/rows.h"
#include "lib/buffer.h"
#include "lib/id.h"

#define PENDING_MOST 256

struct store;

/* The columns of `event`, in their order. */
struct pending_row {
	int64_t pos;
	struct id id;
	int64_t origin, seq;
	struct id incident;
	const char *kind; /* static */
	int64_t at, author;
	bool digested, salted; /* are these there? */
	bool begins;           /* a run (run.h) */
	uint8_t digest[CHAIN_DIGEST], salt[CHAIN_SALT], leaf[CHAIN_HASH], hash[CHAIN_HASH];
	size_t text, text_size; /* where it lies in `texts`; a NUL follows */
};

struct pending {
	struct pending_row rows[PENDING_MOST];
	struct rows table; /* how many wait */
	bool begins;       /* one of them does */
	struct buffer texts;
	size_t newest; /* the text of the newest one, also when it was written */
};

/* Makes `pending` a table that sql/queries.sql can select from, before that is prepared. 0 or -errno. */
int pending_open(struct store *store);

/* Give back the memory. */
void pending_rest(struct store *store);

/*
 * Place for one event: the caller fills in the columns and adds the text to `texts`, then calls pending_add().
 * 0; -errno: those before it could not be written.
 */
int pending_next(struct store *store, struct pending_row **row);

/* It waits now. 0 or -errno. */
int pending_add(struct store *store, struct pending_row *row);

/* The text of a row. */
static inline const char *pending_text(const struct pending *pending, const struct pending_row *row)
{
	return pending->texts.data + row->text;
}

/* The text of the newest event; it lives until another one is appended. */
static inline const char *pending_newest(const struct pending *pending)
{
	return pending->texts.data + pending->newest;
}

/* Write what waits. 0 or -errno. */
int pending_write(struct store *store);

/* Write what waits if something in it, but for the event at this pos, has an id that ends like this one (ending.h). 0 or -errno. */
int pending_write_like(struct store *store, const struct id *id, int64_t but);

/* The transaction was taken back. */
void pending_forget(struct store *store);
