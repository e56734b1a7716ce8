/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Regular expressions (pcre2pattern(3)), with a bound on what one search may cost: a hostile text, or a
 * careless rule, is an answer and no hang. The one door to pcre2.
 */
#include <stddef.h>

#include "lib/drop.h"

#define PATTERN_MESSAGE 256

struct pattern;

struct pattern_match {
	size_t start, end; /* bytes; never empty */
	size_t group;      /* the last group that took part, or 0 */
};

enum pattern_answer {
	PATTERN_NONE = 1,
	PATTERN_COSTLY, /* the bound was reached: nobody knows */
};

/* Upper and lower case alike, Unicode. NULL and a message of what is wrong, and where in it. */
struct pattern *pattern_new(const char *expression, char message[PATTERN_MESSAGE]);

/* The first match at or behind `from` in valid UTF-8. 0 and *match, or one of the above. */
int pattern_find(const struct pattern *pattern, const char *text, size_t size, size_t from,
		 struct pattern_match *match);

void pattern_free(struct pattern *pattern);
DROP(struct pattern, pattern_free)
