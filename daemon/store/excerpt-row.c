/* SPDX-License-Identifier: MIT */
/*
 * One at a time is in memory, whoever searches. Of what was recorded only an expunging changes a text, and takes the row with
 * it (sql/migrations); corrections are not looked for here. A search believes an excerpt without asking the log, so a row
 * that a disk has changed must show: its seal is of the packed bytes, the block and the rules.
 */
#include "daemon/store/excerpt-row.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/chain.h"
#include "daemon/store/page.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "daemon/store/words.h"
#include "lib/text.h"

enum column { POS, JSON, INCIDENT, KIND };

#define BEHIND     16 /* blocks: what a search reads of the log instead takes it 10 ms */
#define RULES_SIZE 64
#define SEAL_SIZE  CHAIN_DIGEST /* before what is packed */

/* By which rules they are made: others are not believed. */
static const char *rules(char text[RULES_SIZE])
{
	snprintf(text, RULES_SIZE, EXCERPT_FORM " %s", text_fold_version());
	return text;
}

static void seal(int64_t block, const char *packed, size_t size, uint8_t out[SEAL_SIZE])
{
	char text[RULES_SIZE], place[RULES_SIZE + sizeof("-9223372036854775808 ")];

	snprintf(place, sizeof(place), "%" PRId64 " %s", block, rules(text));
	chain_seal(place, packed, size, out);
}

static bool is_sealed(int64_t block, sqlite3_stmt *row)
{
	const char *bytes = sqlite3_column_blob(row, 0);
	size_t size = (size_t)sqlite3_column_bytes(row, 0);
	uint8_t fits[SEAL_SIZE];

	if (size < SEAL_SIZE)
		return false;
	seal(block, bytes + SEAL_SIZE, size - SEAL_SIZE, fits);
	return memcmp(bytes, fits, SEAL_SIZE) == 0;
}

/* 0; QUERY_NONE: there is none to be believed; -errno. */
static int find(struct store *store, int64_t block, sqlite3_stmt **row)
{
	char text[RULES_SIZE];
	int r = query_one(store, row, QUERY_EXCERPT_GET, "it", block, rules(text));

	return r == 0 && !is_sealed(block, *row) ? QUERY_NONE : r;
}

static void add(struct excerpt *excerpt, sqlite3_stmt *row)
{
	struct id incident = query_id(row, INCIDENT);
	drop(free) char *text =
		words_fold(sqlite3_column_blob(row, JSON), (size_t)sqlite3_column_bytes(row, JSON));

	excerpt_add(excerpt, kind_of(query_text(row, KIND)), &incident, text);
}

/* Where the log has nothing (there is no pos 0) there is nothing to find. */
static void fill(struct excerpt *excerpt, size_t count)
{
	const struct id none = { { 0 } };

	while (excerpt->count < count && !excerpt->bytes.failed)
		excerpt_add(excerpt, KIND_NOTE, &none, "");
}

/* 0; PAGE_FULL: a record waits; -errno. */
static int read_block(struct store *store, struct excerpt *excerpt)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int64_t first = excerpt->block << EXCERPT_BLOCK;
	int r = query_start(store, &row, QUERY_EXCERPT_SCAN, "ii", first, first + EXCERPT_EVENTS);

	while (r == 0 && (r = query_next(store, row)) == 0) {
		fill(excerpt, (size_t)(query_integer(row, POS) - first));
		add(excerpt, row);
		if (turn_is_over(&store->turn))
			r = PAGE_FULL;
	}
	fill(excerpt, EXCERPT_EVENTS);
	return r == QUERY_NONE ? 0 : r;
}

static int pack(const struct excerpt *excerpt, struct buffer *out)
{
	uint8_t made[SEAL_SIZE] = { 0 };

	buffer_add(out, made, SEAL_SIZE);
	int r = excerpt_pack(excerpt, out);
	if (r < 0)
		return r;
	seal(excerpt->block, out->data + SEAL_SIZE, out->size - SEAL_SIZE, made);
	memcpy(out->data, made, SEAL_SIZE);
	return 0;
}

static int save(struct store *store, const struct excerpt *excerpt)
{
	drop(buffer_free) struct buffer packed = { 0 };
	char text[RULES_SIZE];
	int r = pack(excerpt, &packed);

	if (r < 0)
		return r;
	writing_begin(store);
	r = query_run(store, QUERY_EXCERPT_SAVE, "itb", excerpt->block, rules(text), packed.data,
		      packed.size);
	writing_end(store);
	return r < 0 ? r : store_checkpoint(store, false);
}

static int make(struct store *store, int64_t block)
{
	drop(excerpt_free) struct excerpt *excerpt = excerpt_new();

	if (!excerpt)
		return -ENOMEM;
	excerpt_begin(excerpt, block);
	int r = read_block(store, excerpt);
	return r ? r : save(store, excerpt);
}

static int is_made(struct store *store, int64_t block)
{
	drop(query_end) sqlite3_stmt *row = NULL;

	return find(store, block, &row);
}

int excerpt_make_next(struct store *store)
{
	int64_t block = store->excerpted;

	if (store->head < ((block + 1) << EXCERPT_BLOCK) - 1)
		return 0;
	int r = is_made(store, block);
	if (r == QUERY_NONE)
		r = make(store, block);
	if (r == 0)
		store->excerpted++;
	return r < 0 ? r : 1;
}

bool excerpt_is_behind(const struct store *store)
{
	return (store->head >> EXCERPT_BLOCK) - store->excerpted > BEHIND;
}

/* 0; QUERY_NONE: they are no bytes of ours; -errno. */
static int unpack(struct store *store, int64_t block, sqlite3_stmt *row)
{
	if (!store->excerpt && !(store->excerpt = excerpt_new()))
		return -ENOMEM;
	excerpt_begin(store->excerpt, block);
	const char *bytes = sqlite3_column_blob(row, 0);
	int r = excerpt_unpack(store->excerpt, bytes + SEAL_SIZE,
			       (size_t)sqlite3_column_bytes(row, 0) - SEAL_SIZE);
	if (r)
		store->excerpt->block = -1;
	return r > 0 ? QUERY_NONE : r;
}

int excerpt_get(struct store *store, int64_t block, const struct excerpt **excerpt)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = 0;

	if (!store->excerpt || store->excerpt->block != block) {
		r = find(store, block, &row);
		if (r == 0)
			r = unpack(store, block, row);
	}
	if (r == QUERY_NONE && block < store->excerpted)
		store->excerpted = block; /* it is made anew */
	*excerpt = r ? NULL : store->excerpt;
	return r;
}

void excerpt_forget(struct store *store)
{
	store->excerpted = 0;
	if (store->excerpt)
		store->excerpt->block = -1;
}

void excerpt_rest(struct store *store)
{
	excerpt_free(steal(&store->excerpt));
}
