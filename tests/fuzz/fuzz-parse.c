/* SPDX-License-Identifier: MIT */
/*
 * JSON of others: read as jansson reads it, or refused where jansson refuses, but for what is too deep or too
 * much, and a NUL, which jansson passes over behind a number.
 */
#include "include/limits.h"
#include "lib/parse.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	drop(json_decref) json_t *theirs = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	drop(json_decref) json_t *ours = NULL;
	struct parse_count count;
	int r = parse_json(&ours, text, size, LIMIT_VALUES, &count);

	must(r >= 0 && !ours == (r != 0));
	must(count.read <= size + 1);
	if (size && memchr(text, '\0', size))
		must(r);
	else if (r == 0)
		must(theirs && json_equal(ours, theirs));
	else if (r == PARSE_WRONG)
		must(!theirs);
	return 0;
}
