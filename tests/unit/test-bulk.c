/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/bulk/bulk-sheet.h"
#include "lib/draft.h"
#include "tests/unit/golden.h"
#include "tests/unit/timeline-fixture.h"

/* Files of lines, each with what becomes of it beside it (tests/cases/bulk), as of this morning. */
#define NOW "2026-11-20T09:00:00Z"

static struct bulk_sheet *read_sheet(const char *text)
{
	const struct bulk_rule rule = { .now = fixture_time(NOW) };

	assert_int_equal(when_use_zone("UTC"), 0);
	struct bulk_sheet *sheet = bulk_sheet_read(text, &rule);
	assert_non_null(sheet);
	return sheet;
}

/* A line of JSON for each entry and each remark. */
static char *describe(const struct bulk_sheet *sheet)
{
	drop(buffer_free) struct buffer out = { 0 };

	for (size_t i = 0; i < sheet->count; i++) {
		drop(free) char *draft =
			json_dumps(sheet->entries[i].draft, JSON_COMPACT | JSON_SORT_KEYS);

		buffer_printf(&out, "%zu %s\n", sheet->entries[i].line, draft);
	}
	for (size_t i = 0; i < sheet->remark_count; i++)
		buffer_printf(&out, "%zu %s %s\n", sheet->remarks[i].line,
			      sheet->remarks[i].fault ? "fault" : "says", sheet->remarks[i].text);
	return buffer_steal(&out);
}

static void assert_case(const char *name)
{
	drop(buffer_free) struct buffer file = { 0 }, expected = { 0 };

	buffer_printf(&file, "%s.txt", name);
	buffer_printf(&expected, "../cases/bulk/%s.drafts", name);
	drop(free) char *path = fixture_path("cases/bulk", file.data);
	drop(free) char *text = fixture_read(path);
	drop(bulk_sheet_free) struct bulk_sheet *sheet = read_sheet(text);
	drop(free) char *found = describe(sheet);

	assert_true(sheet->count > 5);
	assert_golden_text(found, expected.data);
}

static void times_are_what_the_cases_say(void **state)
{
	(void)state;
	assert_case("times");
	assert_case("clocks");
}

static void kinds_and_their_fields_are_what_the_cases_say(void **state)
{
	(void)state;
	assert_case("kinds");
}

static void texts_are_what_the_cases_say(void **state)
{
	(void)state;
	assert_case("text");
}

/* The first word of a line of the help that shows one. */
static void every_line_of_the_help_is_understood_as_it_says(void **state)
{
	int count = 0;

	(void)state;
	for (const char *line = bulk_lines; *line && *line != '\n'; line = strchr(line, '\n') + 1) {
		size_t size = strcspn(line, "\n");
		const char *gap = memmem(line, size, "  ", 2);
		drop(free) char *typed = strndup(line, gap ? (size_t)(gap - line) : size);

		assert_in_range(size, 1, 90);
		if (!*typed || gap == line)
			continue;
		drop(bulk_sheet_free) struct bulk_sheet *sheet = read_sheet(typed);
		assert_int_equal(sheet->remark_count, 0);
		count++;
	}
	assert_in_range(count, 10, 100);
}

/* Whatever bytes come: no line is lost, and what is recorded of it has a kind and a text of its own. */
static void no_line_is_refused(void **state)
{
	static const char pieces[][12] = { "10:32",  " ",     "-",    "~", "?",     "impact",
					   "users=", "\"",    "\\",   ":", "bob:",  "date ",
					   "= ",     "    ",  "|",    "#", "UTC",   "2026-11-20",
					   "80%",    "to=",   "\t",   "ä", "24:61", "rule-out",
					   "12:00 ", "PM",    "role", "*", "\r",    "=",
					   "last",   "until=" };
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		drop(buffer_free) struct buffer text = { 0 };

		buffer_add_text(&text, "x");
		for (int i = 0; i < 8; i++) {
			seed = seed * 1103515245 + 12345;
			buffer_add_text(&text, pieces[(seed >> 16) % 32]);
		}
		drop(bulk_sheet_free) struct bulk_sheet *sheet = read_sheet(text.data);
		assert_int_equal(sheet->count, 1);
		drop(bulk_sheet_free) struct bulk_sheet *bare = read_sheet(text.data + 1);
		for (size_t i = 0; i < bare->count; i++)
			assert_non_null(json_object_get(bare->entries[i].draft, "kind"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_what_the_cases_say),
		cmocka_unit_test(kinds_and_their_fields_are_what_the_cases_say),
		cmocka_unit_test(texts_are_what_the_cases_say),
		cmocka_unit_test(every_line_of_the_help_is_understood_as_it_says),
		cmocka_unit_test(no_line_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
