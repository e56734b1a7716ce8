/* SPDX-License-Identifier: MIT */
#pragma once

/* Search: a scan over the stored text, newest first, a page at a time. Words, case folded, all of them. */
#include "daemon/store/page.h"

struct search {
	const char *query;
	struct id incident; /* the null id: everywhere */
	int64_t before;     /* the pos to go on below; moved down by every page */
	int64_t left;
};

/* The next page: 0: there may be more; 1: that was the last one; -errno. */
int search_next(struct store *store, struct search *search, page_fn *fn, void *owner);
