/* SPDX-License-Identifier: MIT */
/*
 * The text is looked at as it stands after corrections; what was retracted or expunged is not found. It is looked at
 * where it lies: most of it ends there, and nothing of it was parsed, copied or allocated.
 */
#include "daemon/store/search.h"

#include <errno.h>

#include "daemon/store/entry.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/walk.h"

/* What one page may cost, and what a stretch does. */
#define PAGE_COST    16
#define EXCERPT_COST 1
#define LOG_COST     8

static int give(struct store *store, struct search *search, const struct search_reader *reader)
{
	drop(buffer_free) struct buffer text = { 0 };
	int r = entry_write_at(store, search->before, &text);

	if (r)
		return r < 0 ? r : 0;
	search->left--;
	return text.failed ? -ENOMEM : reader->entry(reader->owner, text.data, text.size);
}

/* The walk is at what matches: is it wanted, and as a whole? */
static int take(struct store *store, struct search *search, const struct walk *walk,
		const struct search_reader *reader)
{
	struct id incident = walk_incident(walk);
	bool why = walk_tells_why(walk);
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

/* 0: the stretch was walked; PAGE_FULL: it is enough for now; -errno. */
static int walk_stretch(struct store *store, struct search *search, struct walk *walk,
			const struct search_reader *reader)
{
	int r = 0;

	while (r == 0 && search->left > 0 && (r = walk_next(store, walk)) == 0) {
		search->before = walk->pos;
		if (walk_matches(walk))
			r = take(store, search, walk, reader);
		if (r == 0 && turn_is_over(&store->turn))
			r = PAGE_FULL;
	}
	if (r == QUERY_NONE)
		search->before = walk->first;
	return r == QUERY_NONE ? 0 : r;
}

static bool is_walked(const struct search *search)
{
	return search->before <= 1 || search->left <= 0;
}

static int walk_page(struct store *store, struct search *search, const struct search_reader *reader)
{
	int r = 0, cost = 0;

	if (search->before > store->head)
		search->before = store->head + 1;
	while (r == 0 && cost < PAGE_COST && !is_walked(search)) {
		drop(walk_end) struct walk walk = { 0 };

		r = walk_begin(store, &walk, &search->sought, search->before);
		if (r == 0)
			r = walk_stretch(store, search, &walk, reader);
		if (r == 0 && turn_is_over(&store->turn))
			r = PAGE_FULL;
		cost += walk.excerpt ? EXCERPT_COST : LOG_COST;
	}
	search->walked = is_walked(search);
	return r < 0 ? r : 0;
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
