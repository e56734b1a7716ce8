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
		cmocka_unit_test(hidden_and_refused_files_are_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
