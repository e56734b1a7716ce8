/* SPDX-License-Identifier: MIT */
/* That every text of the canonical form is found is a part of test-event's random rounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/event.h"

static void a_text_is_only_where_the_canonical_form_has_it(void **state)
{
	static const char *const none[] = {
		"",
		"{}",
		"\"}",
		"{\"text\":\"alone\"}",
		"{\"a\":{\"id\":1,\"text\":\"inside\"}}",
		"{\"id\":1,\"text\":\"before\",\"x\":\"y\"}",
		"{\"id\":1,\"text\":\"cut",
		"\\\\\\\"}",
	};
	const char *text;
	size_t size;

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(event_text_in(none[i], strlen(none[i]), &text, &size), 1);
}

static void what_says_when_it_ended_does_not_hide_it(void **state)
{
	static const char json[] = "{\"id\":1,\"text\":\"a \\\"b\\\" \\\\\","
				   "\"until\":\"2026-11-20T03:02:13.000000Z\"}";
	const char *text;
	size_t size;

	(void)state;
	assert_int_equal(event_text_in(json, strlen(json), &text, &size), 0);
	assert_int_equal(size, 10);
	assert_memory_equal(text, "a \\\"b\\\" \\\\", size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_only_where_the_canonical_form_has_it),
		cmocka_unit_test(what_says_when_it_ended_does_not_hide_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
