/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "include/limits.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "tests/unit/cases.h"

/* The canonical form of JSON text, or "fails". */
static char *canon(const char *text)
{
	drop(json_decref) json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
	struct buffer out = { 0 };

	if (!value)
		fail_msg("no JSON: %s", text);
	canon_value(&out, value);
	if (!out.failed)
		return buffer_steal(&out);
	buffer_free(&out);
	return strdup("fails");
}

static void check_case(char *line)
{
	char *expected = strchr(line, '\t');

	assert_non_null(expected);
	*expected++ = '\0';
	drop(free) char *found = canon(line);
	assert_string_equal(found, expected);
	if (strcmp(found, "fails") == 0)
		return;
	drop(free) char *again = canon(found);
	assert_string_equal(again, expected);
}

static void every_case_in_the_file_has_its_canonical_form_and_keeps_it(void **state)
{
	(void)state;
	assert_true(cases_each("canon.txt", check_case) > 30);
}

static void an_integer_is_written_whole(void **state)
{
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	canon_integer(&out, INT64_MIN);
	buffer_add_text(&out, " ");
	canon_integer(&out, INT64_MAX);
	buffer_add_text(&out, " ");
	canon_integer(&out, 0);
	assert_string_equal(out.data, "-9223372036854775808 9223372036854775807 0");
}

static void what_was_in_the_buffer_stays_before_it(void **state)
{
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	buffer_add_text(&out, "a=");
	canon_text(&out, "it's \"it\"");
	assert_string_equal(out.data, "a=\"it's \\\"it\\\"\"");
}

static void every_control_is_escaped_and_reads_back_as_itself(void **state)
{
	(void)state;
	for (unsigned char c = 1; c < 0x80; c++) {
		drop(buffer_free) struct buffer out = { 0 };
		char text[2] = { (char)c, '\0' };

		canon_text(&out, text);
		drop(json_decref) json_t *read = json_loads(out.data, JSON_DECODE_ANY, NULL);
		assert_string_equal(json_string_value(read), text);
		assert_int_equal(out.size > 3, c < 0x20 || c == '"' || c == '\\');
	}
}

/* An array in an array, or an object in an object, `depth` in all. */
static json_t *nest(size_t depth, bool objects)
{
	json_t *value = objects ? json_object() : json_array();

	while (--depth) {
		json_t *outer = objects ? json_object() : json_array();

		if (objects)
			json_object_set_new(outer, "a", value);
		else
			json_array_append_new(outer, value);
		value = outer;
	}
	return value;
}

static void assert_depth(size_t depth, bool fails)
{
	for (int objects = 0; objects < 2; objects++) {
		drop(json_decref) json_t *value = nest(depth, objects);
		drop(buffer_free) struct buffer out = { 0 };

		canon_value(&out, value);
		assert_int_equal(out.failed, fails);
		if (!fails)
			assert_int_equal(out.size, objects ? depth * 6 - 4 : depth * 2);
	}
}

static void nesting_is_written_to_the_limit_and_fails_beyond_it(void **state)
{
	(void)state;
	assert_depth(1, false);
	assert_int_equal(LIMIT_DEPTH, 32);
	assert_depth(32, false);
	assert_depth(33, true);
	assert_depth(2000, true);
}

static void width_is_not_depth(void **state)
{
	drop(json_decref) json_t *value = json_array();
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		json_array_append_new(value, nest(LIMIT_DEPTH - 1, i % 2));
	canon_value(&out, value);
	assert_false(out.failed);
}

static void a_buffer_that_failed_stays_as_it_is(void **state)
{
	drop(json_decref) json_t *value = json_pack("{s:i}", "a", 1);
	drop(buffer_free) struct buffer out = { .failed = true };

	(void)state;
	canon_value(&out, value);
	assert_true(out.failed);
	assert_int_equal(out.size, 0);
}

static void members_are_in_order_however_they_were_put_in(void **state)
{
	drop(json_decref) json_t *value = json_object();
	drop(buffer_free) struct buffer out = { 0 };
	char name[8];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "%03d", i * 379 % 1000);
		json_object_set_new(value, name, json_true());
	}
	canon_value(&out, value);
	assert_int_equal(out.size, 1000 * strlen(",\"000\":true") + 1);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(atoi(out.data + 2 + i * (int)strlen(",\"000\":true")), i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_in_the_file_has_its_canonical_form_and_keeps_it),
		cmocka_unit_test(an_integer_is_written_whole),
		cmocka_unit_test(what_was_in_the_buffer_stays_before_it),
		cmocka_unit_test(every_control_is_escaped_and_reads_back_as_itself),
		cmocka_unit_test(nesting_is_written_to_the_limit_and_fails_beyond_it),
		cmocka_unit_test(width_is_not_depth),
		cmocka_unit_test(a_buffer_that_failed_stays_as_it_is),
		cmocka_unit_test(members_are_in_order_however_they_were_put_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
