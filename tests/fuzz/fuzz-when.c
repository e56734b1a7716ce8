/* SPDX-License-Identifier: MIT */
/* Times as people type them: an answer says why, and what is understood can be typed again as it is printed. */
#include "lib/when.h"
#include "tests/fuzz/fuzz.h"

#define NOON INT64_C(1795176000000000) /* 20 November 2026, 12:00 UTC */

static void type_again(const struct when *when, enum when_style style, int64_t unit)
{
	const struct when_context context = { .now = NOON };
	char text[WHEN_TEXT_SIZE], message[WHEN_MESSAGE_SIZE];
	struct when again;

	must(when_parse(when_format(when->at, style, text), &context, &again, message) == 0);
	must(again.at == when->at - when->at % unit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	drop(free) char *typed = fuzz_text(data, size);
	struct when_context context = { .now = NOON, .ahead = size % 2 };
	char message[WHEN_MESSAGE_SIZE] = "", day[WHEN_DAY_SIZE];
	struct when when;

	must(when_use_zone("UTC") == 0);
	if (when_parse(typed, &context, &when, message) != 0) {
		must(message[0]);
	} else if (!when.unknown) {
		type_again(&when, WHEN_FULL, 1000000);
		type_again(&when, WHEN_MINUTES, 60000000);
	}
	if (when_parse_day(typed, &context, day, message) == 0)
		must(strlen(day) == WHEN_DAY_SIZE - 1);
	return 0;
}
