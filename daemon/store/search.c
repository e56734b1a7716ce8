/* SPDX-License-Identifier: MIT */
/*
 * The text is looked at as it stands after corrections; what was retracted or expunged is not found. It is looked at
 * where it lies: most rows end there, and nothing of them was parsed, copied or allocated.
 */
#include "daemon/store/search.h"

#include <errno.h>

#include "daemon/store/entry.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/words.h"

#define SCAN_PAGE 2048

/* Columns of both statements. */
enum column {
	POS,
	TEXT,
	INCIDENT,
	KIND,
	RETRACTED,
};

/* Two cursors that go down together: the log as it was recorded, and what corrections made of some of it. */
struct walk {
	sqlite3_stmt *log, *changed;
	int64_t next; /* the pos at which `changed` stands; 0: it has ended */
};

static void walk_endp(struct walk *walk)
{
	query_end(walk->log);
	query_end(walk->changed);
}

/* A blob is handed over where it lies, a text would be copied to have its NUL. */
static bool matches(const struct search *search, sqlite3_stmt *row)
{
	const char *json = sqlite3_column_blob(row, TEXT);

	if (!json || !words_are_in(&search->sought, json, (size_t)sqlite3_column_bytes(row, TEXT)))
		return false;
	enum kind kind = kind_of(query_text(row, KIND));
	return kind != KIND_COUNT && !kind_is_correction(kind) && !query_integer(row, RETRACTED);
}

static int give(struct store *store, struct search *search, const struct search_reader *reader)
{
	drop(buffer_free) struct buffer text = { 0 };
	int r = entry_write_at(store, search->before, &text);

	if (r)
		return r < 0 ? r : 0;
	search->left--;
	return text.failed ? -ENOMEM : reader->entry(reader->owner, text.data, text.size);
}

/* A row that matches: is it wanted, and as a whole? */
static int take(struct store *store, struct search *search, sqlite3_stmt *row,
		const struct search_reader *reader)
{
	struct id incident = query_id(row, INCIDENT);
	bool why = kind_tells_why(kind_of(query_text(row, KIND)));
	struct found_group *group;
	int r = found_in(store, &search->found, &incident, &group);

	if (r < 0 || (!id_is_null(&search->incident) && !id_equal(&search->incident, &group->root)))
		return r;
	if (group->given[why] < search->best) {
		group->given[why]++;
		return give(store, search, reader);
	}
	group->more++;
	return 0;
}

static int walk_begin(struct store *store, struct walk *walk, int64_t before)
{
	int r = query_start(store, &walk->log, QUERY_PAGE_BACK, "ii", before, (int64_t)SCAN_PAGE);

	walk->next = before;
	return r < 0 ? r : query_start(store, &walk->changed, QUERY_PAGE_BACK_CHANGED, "i", before);
}

/* The next row as it stands. 0, QUERY_NONE or -errno. */
static int walk_next(struct store *store, struct walk *walk, sqlite3_stmt **row)
{
	int r = query_next(store, walk->log);

	if (r)
		return r;
	int64_t pos = query_integer(walk->log, POS);
	while (walk->next > pos) {
		if ((r = query_next(store, walk->changed)) < 0)
			return r;
		walk->next = r == QUERY_NONE ? 0 : query_integer(walk->changed, POS);
	}
	*row = walk->next == pos ? walk->changed : walk->log;
	return 0;
}

static int walk_page(struct store *store, struct search *search, const struct search_reader *reader)
{
	drop(walk_end) struct walk walk = { 0 };
	sqlite3_stmt *row;
	int rows = 0, r = walk_begin(store, &walk, search->before);

	while (r == 0 && search->left > 0 && (r = walk_next(store, &walk, &row)) == 0) {
		search->before = query_integer(row, POS);
		rows++;
		if (matches(search, row))
			r = take(store, search, row, reader);
		if (r == 0 && turn_is_over(&store->turn))
			r = PAGE_FULL;
	}
	if (r < 0 || r == PAGE_FULL)
		return r < 0 ? r : 0;
	search->walked = rows < SCAN_PAGE || search->left <= 0;
	return 0;
}

static int tell_more(const struct found_group *group, const struct search_reader *reader)
{
	drop(buffer_free) struct buffer text = { 0 };
	char id[ID_TEXT_SIZE];

	buffer_add_text(&text, "{");
	if (!id_is_null(&group->root))
		buffer_printf(&text, "\"incident\":\"%s\",", id_format(&group->root, id));
	buffer_printf(&text, "\"count\":%lld}", (long long)group->more);
	return text.failed ? -ENOMEM : reader->more(reader->owner, text.data, text.size);
}

static int tell(struct search *search, const struct search_reader *reader)
{
	int r = 0;

	while (r == 0 && search->told < search->found.count) {
		const struct found_group *group = &search->found.groups[search->told++];

		if (group->more)
			r = tell_more(group, reader);
	}
	return r < 0 ? r : r == 0;
}

int search_next(struct store *store, struct search *search, const struct search_reader *reader)
{
	int r = search->walked ? 0 : walk_page(store, search, reader);

	return r == 0 && search->walked ? tell(search, reader) : r;
}

void search_end(struct search *search)
{
	sought_free(&search->sought);
	found_free(&search->found);
}
