/* SPDX-License-Identifier: MIT */
#pragma once

/* Search: a scan over the stored text, newest first, a page at a time. Words, case folded, all of them. */
#include "daemon/store/found.h"
#include "daemon/store/page.h"
#include "lib/sought.h"

/* Zero-initialised but for what the caller sets; ended by search_end(). */
struct search {
	struct sought sought;
	struct id incident; /* the null id: everywhere */
	int64_t before;     /* the pos to go on below; moved down by every page */
	int64_t left;
	int64_t best; /* of an incident and of each sort in it (found.h), at most so many; the others are counted */
	struct found found;
	size_t told; /* groups of which it was said how many more there are */
	bool walked; /* the log was */
};

/* Who takes what is found: entries as they are written, and at the end {"incident":…,"count":…} of what was only counted. */
struct search_reader {
	page_fn *entry, *more;
	void *owner;
};

/* The next page: 0: there may be more; 1: that was the last one; -errno. */
int search_next(struct store *store, struct search *search, const struct search_reader *reader);

void search_end(struct search *search);
