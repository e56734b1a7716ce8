/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/drop.h"
#include "lib/spooled.h"

/* The form of a file of the spool. */
#define MADE_AT INT64_C(1795143131000000) /* 2026-11-20 02:52:11 UTC */

static void what_is_written_is_read_again(void **state)
{
	drop(json_decref) json_t *drafts = json_pack("[{s:s, s:s}, {s:s}]", "kind", "note", "text",
						     "\"quoted\" €", "kind", "action"),
				 *read = NULL;
	drop(free) char *content = spooled_write(drafts, MADE_AT);
	int64_t made_at = 0;

	(void)state;
	assert_non_null(content);
	assert_int_equal(spooled_read(content, strlen(content), &read, &made_at), 0);
	assert_true(json_equal(read, drafts));
	assert_true(made_at == MADE_AT);
}

static void refused(const char *content)
{
	json_t *drafts = NULL;
	int64_t made_at;

	assert_int_equal(spooled_read(content, strlen(content), &drafts, &made_at), 1);
	assert_null(drafts);
}

static void what_holds_no_drafts_or_more_than_that_is_no_such_file(void **state)
{
	(void)state;
	refused("");
	refused("{}");
	refused("[]");
	refused("{\"drafts\":[{}]}");
	refused("{\"drafts\":[],\"made_at\":\"2026-11-20T03:00:00Z\"}");
	refused("{\"drafts\":[1],\"made_at\":\"2026-11-20T03:00:00Z\"}");
	refused("{\"drafts\":{},\"made_at\":\"2026-11-20T03:00:00Z\"}");
	refused("{\"drafts\":[{}],\"made_at\":\"yesterday\"}");
	refused("{\"drafts\":[{}],\"made_at\":1}");
	refused("{\"drafts\":[{}],\"made_at\":\"2026-11-20T03:00:00Z\",\"author\":\"root\"}");
	refused("{\"drafts\":[{}],\"drafts\":[{}],\"made_at\":\"2026-11-20T03:00:00Z\"}");
	refused("{\"drafts\":[{}],\"made_at\":\"2026-11-20T03:00:00Z\"} {}");
}

static void what_names_nothing_becomes_a_note_that_says_what_it_was(void **state)
{
	drop(json_decref) json_t *drafts =
		json_pack("[{s:s, s:s, s:s, s:s, s:{s:s}}]", "id", "1", "kind", "ruled_out",
			  "which", "3fk2", "text", "no loss", "data", "link", "x");
	drop(json_decref) json_t *notes = spooled_as_notes(drafts);
	drop(json_decref) json_t *expected = json_pack(
		"[{s:s, s:s, s:s}]", "id", "1", "kind", "note", "text",
		"no loss [spooled as ruled_out, which 3fk2, but that could not be found]");

	(void)state;
	assert_true(json_equal(notes, expected));
	assert_string_equal(json_string_value(json_object_get(json_array_get(drafts, 0), "kind")),
			    "ruled_out");
}

static void an_error_decides_what_becomes_of_it(void **state)
{
	(void)state;
	assert_int_equal(spooled_fate("NoSuchEvent"), SPOOLED_NOTES);
	assert_int_equal(spooled_fate("Conflict"), SPOOLED_NOTES);
	assert_int_equal(spooled_fate("Busy"), SPOOLED_LATER);
	assert_int_equal(spooled_fate("TooLarge"), SPOOLED_REFUSED);
	assert_int_equal(spooled_fate("SomethingNew"), SPOOLED_REFUSED);
}

static void hidden_and_refused_files_are_not_taken(void **state)
{
	(void)state;
	assert_true(spooled_is_name("01a00000-0000-7000-8000-000000000001.json"));
	assert_false(spooled_is_name(".01a00000-0000-7000-8000-000000000001.json"));
	assert_false(spooled_is_name("01a00000.json.refused"));
	assert_false(spooled_is_name(".json"));
	assert_false(spooled_is_name("json"));
	assert_false(spooled_is_name(".."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(what_holds_no_drafts_or_more_than_that_is_no_such_file),
		cmocka_unit_test(what_names_nothing_becomes_a_note_that_says_what_it_was),
		cmocka_unit_test(an_error_decides_what_becomes_of_it),
		cmocka_unit_test(hidden_and_refused_files_are_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
