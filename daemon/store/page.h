/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Reading the log in pages: keyset, at most LIMIT_PAGE rows, the statement reset between them, because
 * an open SELECT makes every checkpoint fail.
 */
#include "lib/buffer.h"
#include "lib/event.h"

struct store;

/* What to read, and how far it has got. */
struct page {
	struct id incident;     /* the null id: every incident */
	struct id root;         /* the one that it is a part of, found by every page */
	bool unfiled;           /* only what no incident has */
	bool plain;             /* the log as it is stored, a line of a lossless export */
	int64_t since, until;   /* bounds on `at`, or EVENT_NEVER */
	bool kinds[KIND_COUNT]; /* where any is true: only these */
	bool some_kinds;
	int64_t after; /* the pos to go on from; moved on by every page */
	int64_t bound; /* the pos to stop at */
	int64_t left;  /* how many more entries are wanted */
};

#define PAGE_FULL 2 /* what a page_fn returns when it has enough for now */

/* Called with the JSON text of an Entry (daemon/store/entry.h). */
typedef int page_fn(void *owner, const char *entry, size_t size);

/* The next page, or a few of them while no records come. 0: there may be more; 1: that was the last one; -errno. */
int page_next(struct store *store, struct page *page, page_fn *fn, void *owner);
