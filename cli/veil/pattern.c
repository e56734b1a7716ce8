/* SPDX-License-Identifier: MIT */
#include "cli/veil/pattern.h"

#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/*
 * pcre2 counts its steps anew at each byte where a match may begin, and gives up the whole search at
 * the first one that is too dear: so steps_most times the size of the text bounds them all.
 */
enum { steps_most = 5000, heap_most_kib = 1024 };

struct pattern {
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *bounds;
};

static void explain(int error, PCRE2_SIZE offset, char message[PATTERN_MESSAGE])
{
	PCRE2_UCHAR what[PATTERN_MESSAGE - 40];

	pcre2_get_error_message(error, what, sizeof(what));
	snprintf(message, PATTERN_MESSAGE, "%s, at its byte %zu", (const char *)what,
		 (size_t)offset + 1);
}

struct pattern *pattern_new(const char *expression, char message[PATTERN_MESSAGE])
{
	drop(pattern_free) struct pattern *pattern = calloc(1, sizeof(*pattern));
	PCRE2_SIZE offset = 0;
	int error = PCRE2_ERROR_NOMEMORY;

	if (pattern)
		pattern->code = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
					      PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS |
						      PCRE2_NEVER_BACKSLASH_C,
					      &error, &offset, NULL);
	if (!pattern || !pattern->code) {
		explain(error, offset, message);
		return NULL;
	}
	pattern->data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	pattern->bounds = pcre2_match_context_create(NULL);
	if (!pattern->data || !pattern->bounds) {
		explain(PCRE2_ERROR_NOMEMORY, 0, message);
		return NULL;
	}
	pcre2_set_match_limit(pattern->bounds, steps_most);
	pcre2_set_heap_limit(pattern->bounds, heap_most_kib);
	return steal(&pattern);
}

int pattern_find(const struct pattern *pattern, const char *text, size_t size, size_t from,
		 struct pattern_match *match)
{
	int count =
		pcre2_match(pattern->code, (PCRE2_SPTR)text, size, from,
			    PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK, pattern->data, pattern->bounds);
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(pattern->data);

	if (count == PCRE2_ERROR_NOMATCH)
		return PATTERN_NONE;
	if (count <= 0 || at[0] >= at[1] || at[0] < from)
		return PATTERN_COSTLY;
	*match = (struct pattern_match){ at[0], at[1], (size_t)count - 1 };
	return 0;
}

void pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_context_free(pattern->bounds);
	pcre2_match_data_free(pattern->data);
	pcre2_code_free(pattern->code);
	free(pattern);
}
