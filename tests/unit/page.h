/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A screen in memory, 80 wide, held byte for byte against tests/golden (tests/unit/golden.h).
 * Include cmocka.h first.
 */
#include "cli/view/view.h"
#include "tests/unit/golden.h"
#include "tests/unit/timeline-fixture.h"

struct page {
	struct screen screen;
	char *text;
	size_t size;
};

static inline void page_open(struct page *page)
{
	*page = (struct page){ .screen = { .utf8 = true, .width = 80 } };
	page->screen.stream = open_memstream(&page->text, &page->size);
	assert_non_null(page->screen.stream);
}

static inline const char *page_text(struct page *page)
{
	fflush(page->screen.stream);
	return page->text;
}

static inline void page_free(struct page *page)
{
	fclose(page->screen.stream);
	free(page->text);
}

static inline void page_freep(struct page *page)
{
	page_free(page);
}

static inline void assert_golden(struct page *page, const char *name)
{
	assert_golden_text(page_text(page), name);
}

static inline int64_t now(void)
{
	return fixture_time("2026-11-20T04:20:00Z");
}
