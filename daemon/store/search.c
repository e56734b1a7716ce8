/* SPDX-License-Identifier: MIT */
/* The text is looked at as it stands after corrections; what was retracted or expunged is not found. */
#include "daemon/store/search.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/entry.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/text.h"

#define SCAN_PAGE 2048

static bool matches(const struct search *search, sqlite3_stmt *row)
{
	const char *text = query_text(row, 2) ? query_text(row, 2) : query_text(row, 1);
	struct id root = query_id(row, 3);
	struct event event;

	if (!id_is_null(&search->incident) && !id_equal(&search->incident, &root))
		return false;
	/* The whole stored text first: most rows end here, unparsed. What JSON escapes looks different there. */
	if (!strpbrk(search->query, "\"\\") && !text_has_words(text, search->query))
		return false;
	drop(json_decref) json_t *object = json_loads(text, 0, NULL);
	return object && event_read(object, &event) == 0 && event.text && !event.retracted &&
	       !kind_is_correction(event.kind) && text_has_words(event.text, search->query);
}

static int give(struct store *store, int64_t pos, page_fn *fn, void *owner)
{
	drop(buffer_free) struct buffer text = { 0 };
	int r = entry_write_at(store, pos, &text);

	if (r)
		return r < 0 ? r : 0;
	return text.failed ? -ENOMEM : fn(owner, text.data, text.size);
}

int search_next(struct store *store, struct search *search, page_fn *fn, void *owner)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int rows = 0,
	    r = query_start(store, &row, QUERY_PAGE_BACK, "ii", search->before, (int64_t)SCAN_PAGE);

	while (r == 0 && search->left > 0 && (r = query_next(store, row)) == 0) {
		search->before = query_integer(row, 0);
		rows++;
		if (matches(search, row)) {
			search->left--;
			r = give(store, search->before, fn, owner);
		}
		if (r == 0 && turn_is_over(&store->turn))
			r = PAGE_FULL;
	}
	if (r < 0 || r == PAGE_FULL)
		return r < 0 ? r : 0;
	return rows < SCAN_PAGE || search->left <= 0;
}
