/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/drop.h"
#include "lib/parse.h"

/* Linked with --wrap: one allocation of ours fails, counted from 1; 0 is none. */
static unsigned failing;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
	return failing && --failing == 0 ? NULL : __real_malloc(size);
}

static int parse(json_t **value, const char *text)
{
	return parse_json(value, text, strlen(text), 0, NULL);
}

static void a_text_is_read_whole_or_not_at_all_whatever_memory_is_missing(void **state)
{
	char message[400] = "{\"text\": \"";
	unsigned n = 0;
	int r;

	(void)state;
	memset(message + strlen(message), 'x', 300);
	strcat(message, "\"}");
	do {
		drop(json_decref) json_t *value = NULL;

		failing = ++n;
		r = parse(&value, message);
		if (r == 0)
			assert_int_equal(json_string_length(json_object_get(value, "text")), 300);
		else
			assert_int_equal(r, -ENOMEM);
	} while (r < 0);
	assert_true(n > 5);
	failing = 0;
}

static void what_is_no_json_is_wrong_and_says_where(void **state)
{
	json_error_t error;
	json_t *value;

	(void)state;
	assert_int_equal(parse_json(&value, "{\"a\": x}", 8, 0, &error), PARSE_WRONG);
	assert_null(value);
	assert_int_equal(error.position, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_read_whole_or_not_at_all_whatever_memory_is_missing),
		cmocka_unit_test(what_is_no_json_is_wrong_and_says_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
