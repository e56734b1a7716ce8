/* SPDX-License-Identifier: MIT */
/*
 * Two cursors go down together: the texts as they were recorded, and what corrections made of some of them. Most blocks have
 * no such word at all, and of such only what was changed is left.
 */
#include "daemon/store/walk.h"

#include "daemon/store/query.h"
#include "daemon/store/words.h"
#include "lib/kind.h"

/* Columns of both statements. */
enum column {
	POS,
	TEXT,
	INCIDENT,
	KIND,
	RETRACTED,
};

/* An event's row in the log, and those before it. */
static int start_log(struct store *store, struct walk *walk, int64_t before, int64_t count)
{
	return query_start(store, &walk->log, QUERY_PAGE_BACK, "ii", before, count);
}

static bool is_without(const struct excerpt *excerpt, const struct sought *sought)
{
	return !excerpt->unread &&
	       !sought_are_in_folded(sought, excerpt->bytes.data, excerpt->bytes.size);
}

int walk_begin(struct store *store, struct walk *walk, const struct sought *sought, int64_t before)
{
	int64_t block = (before - 1) >> EXCERPT_BLOCK;
	int r = excerpt_get(store, block, &walk->excerpt);

	walk->sought = sought;
	walk->first = block ? block << EXCERPT_BLOCK : 1;
	walk->pos = walk->change = before;
	if (r == 0)
		walk->without = is_without(walk->excerpt, sought);
	else if (r == QUERY_NONE)
		r = start_log(store, walk, before, before - walk->first);
	return r < 0 ? r : query_start(store, &walk->changed, QUERY_PAGE_BACK_CHANGED, "i", before);
}

/* What was changed, down to this pos. */
static int pass_changed(struct store *store, struct walk *walk, int64_t pos)
{
	int r = 0;

	while (walk->change > pos && (r = query_next(store, walk->changed)) >= 0)
		walk->change = r == QUERY_NONE ? 0 : query_integer(walk->changed, POS);
	return r < 0 ? r : 0;
}

static const struct excerpt_entry *entry_of(const struct walk *walk)
{
	return &walk->excerpt->entries[walk->pos & (EXCERPT_EVENTS - 1)];
}

static int next_in_excerpt(struct store *store, struct walk *walk)
{
	int r = pass_changed(store, walk, --walk->pos);

	if (walk->without)
		walk->pos = walk->change;
	if (r < 0 || walk->pos < walk->first)
		return r < 0 ? r : QUERY_NONE;
	walk->row = walk->pos == walk->change ? walk->changed : NULL;
	if (walk->row || !entry_of(walk)->unread)
		return 0;
	query_end(walk->log);
	if ((r = start_log(store, walk, walk->pos + 1, 1)) == 0)
		r = query_next(store, walk->row = walk->log);
	return r;
}

static int next_in_log(struct store *store, struct walk *walk)
{
	int r = query_next(store, walk->log);

	if (r)
		return r;
	walk->pos = query_integer(walk->log, POS);
	if (walk->pos < walk->first)
		return QUERY_NONE;
	r = pass_changed(store, walk, walk->pos);
	walk->row = walk->pos == walk->change ? walk->changed : walk->log;
	return r;
}

int walk_next(struct store *store, struct walk *walk)
{
	return walk->excerpt ? next_in_excerpt(store, walk) : next_in_log(store, walk);
}

/* A blob is handed over where it lies, a text would be copied to have its NUL. */
static bool row_matches(const struct sought *sought, sqlite3_stmt *row)
{
	const char *json = sqlite3_column_blob(row, TEXT);

	if (!json || !words_are_in(sought, json, (size_t)sqlite3_column_bytes(row, TEXT)))
		return false;
	enum kind kind = kind_of(query_text(row, KIND));
	return kind != KIND_COUNT && !kind_is_correction(kind) && !query_integer(row, RETRACTED);
}

bool walk_matches(const struct walk *walk)
{
	if (walk->row)
		return row_matches(walk->sought, walk->row);
	return sought_are_in_folded(walk->sought, walk->excerpt->bytes.data + entry_of(walk)->text,
				    entry_of(walk)->size);
}

struct id walk_incident(const struct walk *walk)
{
	return walk->row ? query_id(walk->row, INCIDENT)
			 : excerpt_incident(walk->excerpt, entry_of(walk));
}

bool walk_tells_why(const struct walk *walk)
{
	return walk->row ? kind_tells_why(kind_of(query_text(walk->row, KIND)))
			 : entry_of(walk)->why;
}

void walk_end(struct walk *walk)
{
	query_end(walk->log);
	query_end(walk->changed);
}
