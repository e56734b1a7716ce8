/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The words of a query, folded once and held against many texts. A text matches if every word (the query is split at
 * white space) occurs in it, case and spelling folded; a query without words matches nothing.
 */
#include <stdbool.h>
#include <stddef.h>

struct sought_word {
	const char *text;
	size_t size;
};

struct sought {
	char *folded; /* the words point into it */
	struct sought_word *words;
	size_t count;
};

/* 0 or -ENOMEM; to be freed in either case. */
int sought_read(struct sought *sought, const char *query);

/* `text` needs no NUL behind it. */
bool sought_are_in(const struct sought *sought, const char *text, size_t size);

/* The same of what text_fold() made. */
bool sought_are_in_folded(const struct sought *sought, const char *folded, size_t size);

void sought_free(struct sought *sought);

static inline void sought_freep(struct sought *sought)
{
	sought_free(sought);
}
