/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/buffer.h"
#include "lib/drop.h"

static void a_zeroed_buffer_is_empty_and_can_be_freed(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };

	(void)state;
	buffer_clear(&buffer);
	assert_null(buffer.data);
	buffer_free(&buffer);
	buffer_free(NULL);
}

static void what_is_added_is_kept_in_order_and_ends_in_nul(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };

	(void)state;
	buffer_add_text(&buffer, "pool ");
	buffer_printf(&buffer, "%d of %d", 500, 500);
	buffer_add(&buffer, ", all gone", 5);
	assert_string_equal(buffer.data, "pool 500 of 500, all");
	assert_int_equal(buffer.size, 20);
	assert_false(buffer.failed);
}

static void bytes_that_are_no_text_are_kept_as_they_are(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };

	(void)state;
	buffer_add(&buffer, "a\0b", 3);
	buffer_add(&buffer, NULL, 0);
	assert_int_equal(buffer.size, 3);
	assert_memory_equal(buffer.data, "a\0b", 4);
}

static void it_grows_past_every_room_it_had(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };

	(void)state;
	for (int i = 0; i < 10000; i++)
		buffer_printf(&buffer, "%04d", i);
	assert_int_equal(buffer.size, 40000);
	assert_int_equal(strlen(buffer.data), 40000);
	assert_memory_equal(buffer.data + 4 * 1234, "1234", 4);
	assert_true(buffer.room > buffer.size);
}

/* The compiler is not to see what will not fit. */
static volatile size_t far_too_much = SIZE_MAX;

static void a_failure_is_kept_and_later_calls_do_nothing(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };

	(void)state;
	buffer_add_text(&buffer, "kept");
	buffer_add(&buffer, "x", far_too_much - 2);
	assert_true(buffer.failed);
	buffer_add_text(&buffer, " and more");
	buffer_printf(&buffer, "%d", 1);
	assert_string_equal(buffer.data, "kept");
	assert_null(buffer_steal(&buffer));
	assert_null(buffer.data);
}

static void a_cleared_buffer_starts_again_in_the_same_memory(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };
	char *before;

	(void)state;
	buffer_add_text(&buffer, "one");
	before = buffer.data;
	buffer_add(&buffer, "x", far_too_much);
	buffer_clear(&buffer);
	assert_string_equal(buffer.data, "");
	buffer_add_text(&buffer, "two");
	assert_ptr_equal(buffer.data, before);
	assert_string_equal(buffer.data, "two");
}

static void what_is_stolen_outlives_the_buffer_which_is_empty_then(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };
	drop(free) char *text = NULL;
	drop(free) char *nothing = NULL;

	(void)state;
	buffer_add_text(&buffer, "mine");
	text = buffer_steal(&buffer);
	assert_string_equal(text, "mine");
	assert_null(buffer.data);
	assert_int_equal(buffer.size, 0);
	nothing = buffer_steal(&buffer);
	assert_string_equal(nothing, "");
}

static void what_is_moved_is_appended_by_its_memory_where_it_is_the_first(void **state)
{
	drop(buffer_free) struct buffer buffer = { 0 };
	struct buffer first = { 0 }, second = { 0 }, failed = { .failed = true };
	const char *memory;

	(void)state;
	buffer_add_text(&first, "one");
	buffer_add_text(&second, "two");
	memory = first.data;
	buffer_move(&buffer, &first);
	assert_ptr_equal(buffer.data, memory);
	buffer_move(&buffer, &second);
	assert_string_equal(buffer.data, "onetwo");
	assert_null(first.data);
	assert_null(second.data);
	buffer_move(&buffer, &failed);
	assert_true(buffer.failed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_zeroed_buffer_is_empty_and_can_be_freed),
		cmocka_unit_test(what_is_added_is_kept_in_order_and_ends_in_nul),
		cmocka_unit_test(bytes_that_are_no_text_are_kept_as_they_are),
		cmocka_unit_test(it_grows_past_every_room_it_had),
		cmocka_unit_test(a_failure_is_kept_and_later_calls_do_nothing),
		cmocka_unit_test(a_cleared_buffer_starts_again_in_the_same_memory),
		cmocka_unit_test(what_is_stolen_outlives_the_buffer_which_is_empty_then),
		cmocka_unit_test(what_is_moved_is_appended_by_its_memory_where_it_is_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
