/* SPDX-License-Identifier: MIT */
/*
 * An incident's page is found by its index first (positions only), the whole log's is read as it lies.
 * Filters are applied here, row by row, so that a page always ends after LIMIT_PAGE rows, however few of
 * them are wanted: a filter that matches nothing cannot hold up a commit.
 */
#include "daemon/store/page.h"

#include <errno.h>

#include "daemon/store/entry.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "include/limits.h"

enum { PAGES = 4 }; /* at once, where nobody records */

/* Nothing of what corrections made of an entry is asked for. */
static bool is_bare(const struct page *page)
{
	return page->plain && page->since == EVENT_NEVER && page->until == EVENT_NEVER &&
	       !page->some_kinds;
}

static bool is_wanted(const struct page *page, sqlite3_stmt *row)
{
	int64_t at = query_integer(row, ENTRY_AT);

	if (page->since != EVENT_NEVER && (at == EVENT_NEVER || at < page->since))
		return false;
	if (page->until != EVENT_NEVER && (at == EVENT_NEVER || at > page->until))
		return false;
	if (!page->some_kinds)
		return true;
	enum kind kind = kind_of(query_text(row, ENTRY_KIND));
	return kind != KIND_COUNT && page->kinds[kind];
}

static int put(struct store *store, struct page *page, sqlite3_stmt *row, page_fn *fn, void *owner)
{
	drop(buffer_free) struct buffer text = { 0 };
	int r;

	page->after = query_integer(row, ENTRY_POS);
	if (!is_wanted(page, row))
		return 0;
	if ((r = entry_write(store, row, page->plain, &text)) < 0)
		return r;
	page->left--;
	return text.failed ? -ENOMEM : fn(owner, text.data, text.size);
}

static int give(struct store *store, struct page *page, sqlite3_stmt *row, page_fn *fn, void *owner)
{
	int r = put(store, page, row, fn, owner);

	return r == 0 && turn_is_over(&store->turn) ? PAGE_FULL : r;
}

/* The rows of one statement as they lie. */
static int walk(struct store *store, struct page *page, sqlite3_stmt *row, page_fn *fn, void *owner)
{
	int rows = 0, r = 0;

	while (r == 0 && page->left > 0 && (r = query_next(store, row)) == 0) {
		r = give(store, page, row, fn, owner);
		rows++;
	}
	if (r < 0 || r == PAGE_FULL)
		return r;
	return rows < LIMIT_PAGE || page->left <= 0;
}

static int next_of_all(struct store *store, struct page *page, page_fn *fn, void *owner)
{
	enum query query = is_bare(page) ? QUERY_PAGE_PLAIN : QUERY_PAGE_ALL;
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, query, "iii", page->after, page->bound,
			    (int64_t)LIMIT_PAGE);

	return r < 0 ? r : walk(store, page, row, fn, owner);
}

/* The last pos before the next entry that corrections changed. 0 or -errno. */
static int find_unchanged(struct store *store, const struct page *page, int64_t *last)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_PAGE_UNCHANGED, "ii", page->after, page->bound);

	if (r == 0)
		*last = query_integer(row, 0);
	return r;
}

static int walk_one(struct store *store, struct page *page, enum query query, int64_t bound,
		    page_fn *fn, void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, query, "iiid", page->after, bound, (int64_t)LIMIT_PAGE,
			    &page->root);

	return r < 0 ? r : walk(store, page, row, fn, owner);
}

/* Nothing is to be sorted in or left out before the next correction; a page in which there is one is read otherwise. */
static int next_of_one(struct store *store, struct page *page, page_fn *fn, void *owner)
{
	int64_t last;
	int r = find_unchanged(store, page, &last);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	if (last < page->bound && last - page->after < LIMIT_PAGE)
		return walk_one(store, page, QUERY_PAGE_PLAIN_MEMBER, page->bound, fn, owner);
	r = walk_one(store, page, QUERY_PAGE_PLAIN_RUN, last, fn, owner);
	if (r != 1 || page->left <= 0 || last == page->bound)
		return r;
	page->after = last;
	return 0;
}

/* There is an index of those. */
static bool is_of_the_end(const struct page *page)
{
	bool others = !page->some_kinds;

	for (int kind = 0; kind < KIND_COUNT && !others; kind++)
		others = page->kinds[kind] && kind != KIND_CAUSE && kind != KIND_RESOLVED;
	return !others;
}

static enum query query_of(const struct page *page, bool merged)
{
	if (is_of_the_end(page))
		return QUERY_PAGE_END;
	return merged ? QUERY_PAGE_MERGED : QUERY_PAGE_MEMBER;
}

/* The positions of the next page of an incident, or of what is unfiled. Their number or -errno. */
static int find_positions(struct store *store, const struct page *page, bool merged,
			  int64_t positions[LIMIT_PAGE])
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r, count = 0;

	if (page->unfiled)
		r = query_start(store, &row, QUERY_PAGE_UNFILED, "iii", page->after, page->bound,
				(int64_t)LIMIT_PAGE);
	else
		r = query_start(store, &row, query_of(page, merged), "iiid", page->after,
				page->bound, (int64_t)LIMIT_PAGE, &page->root);
	while (r == 0 && count < LIMIT_PAGE && (r = query_next(store, row)) == 0)
		positions[count++] = query_integer(row, 0);
	return r < 0 ? r : count;
}

static int next_of_some(struct store *store, struct page *page, bool merged, page_fn *fn,
			void *owner)
{
	int64_t positions[LIMIT_PAGE];
	int r = 0, count = find_positions(store, page, merged, positions);

	for (int i = 0; i < count && r == 0 && page->left > 0; i++) {
		drop(query_end) sqlite3_stmt *row = NULL;

		r = entry_start(store, &row, positions[i]);
		if (r == 0)
			r = give(store, page, row, fn, owner);
	}
	if (count < 0)
		return count;
	if (r < 0 || r == PAGE_FULL)
		return r;
	return count < LIMIT_PAGE || page->left <= 0;
}

static int count_members(struct store *store, const struct page *page)
{
	drop(free) struct id *members = NULL;

	return incident_members(store, &page->root, &members);
}

/* It may have been merged since the last page, or taken out again. 0 or -errno. */
static int find_root(struct store *store, struct page *page)
{
	struct summary *root;
	int r = incident_root(store, &page->incident, &root);

	page->root = r == 0 ? root->id : page->incident;
	return r < 0 ? r : 0;
}

static int next_of_incident(struct store *store, struct page *page, page_fn *fn, void *owner)
{
	int r = find_root(store, page), count = r < 0 ? r : count_members(store, page);

	if (count < 0)
		return count;
	return is_bare(page) && count == 1 ? next_of_one(store, page, fn, owner)
					   : next_of_some(store, page, count > 1, fn, owner);
}

/* 0, 1, PAGE_FULL or -errno. */
static int next_page(struct store *store, struct page *page, page_fn *fn, void *owner)
{
	if (page->left <= 0 || page->after >= page->bound)
		return 1;
	if (page->unfiled)
		return next_of_some(store, page, false, fn, owner);
	return id_is_null(&page->incident) ? next_of_all(store, page, fn, owner)
					   : next_of_incident(store, page, fn, owner);
}

/* To hand a page over and to be asked for the next takes half as long as to read it. */
int page_next(struct store *store, struct page *page, page_fn *fn, void *owner)
{
	int r = 0, pages = turn_is_calm(&store->turn) ? PAGES : 1;

	while (r == 0 && pages-- > 0)
		r = next_page(store, page, fn, owner);
	return r == PAGE_FULL ? 0 : r;
}
