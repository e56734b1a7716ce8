/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/report/markdown.h"
#include "cli/report/report.h"
#include "lib/when.h"
#include "tests/unit/page.h"

/* Every export of the worked example, byte for byte; then what hostile texts must not do to one. */
static const struct filter everything = { .since = EVENT_NEVER, .until = EVENT_NEVER };

static void print_report(struct page *page, const struct timeline *timeline, const char *format)
{
	const struct report report = { &page->screen, timeline, everything, now() };

	assert_non_null(report_format_find(format));
	report_format_find(format)->write(&report);
}

static void report_is_golden(const char *fixture, const char *format, const char *golden)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline(fixture);
	drop(page_free) struct page page;

	page_open(&page);
	print_report(&page, timeline, format);
	assert_golden(&page, golden);
}

static void the_exports_of_the_worked_example_are_as_they_were(void **state)
{
	(void)state;
	report_is_golden("checkout.json", "md", "checkout.md");
	report_is_golden("checkout.json", "html", "checkout.html");
	report_is_golden("checkout.json", "csv", "checkout.csv");
	report_is_golden("checkout.json", "json", "checkout.json");
	report_is_golden("checkout.json", "ndjson", "checkout.ndjson");
	report_is_golden("checkout.json", "text", "checkout.txt");
}

static void hostile_texts_stay_text_in_every_export(void **state)
{
	(void)state;
	report_is_golden("naughty.json", "md", "naughty.md");
	report_is_golden("naughty.json", "html", "naughty.html");
	report_is_golden("naughty.json", "csv", "naughty.csv");
}

static size_t pipes(const char *line, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++) {
		if (line[i] == '\\')
			i++;
		else
			count += line[i] == '|';
	}
	return count;
}

static void a_table_says_until_when_an_entry_lasted(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("until.json");
	drop(page_free) struct page page;

	(void)state;
	page_open(&page);
	print_report(&page, timeline, "md");
	assert_non_null(strstr(page_text(&page), "| 2026-11-20 10:00 to 11:30 | impact |"));
}

static void every_row_of_a_table_has_as_many_cells_as_its_head(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("naughty.json");
	drop(page_free) struct page page;
	size_t rows = 0;

	(void)state;
	page_open(&page);
	print_report(&page, timeline, "md");
	for (const char *line = strstr(page_text(&page), "| Time"); *line; rows++) {
		size_t size = strcspn(line, "\n");

		assert_int_equal(pipes(line, size), 5);
		line += size + (line[size] == '\n');
	}
	for (size_t i = 0; i < timeline->count; i++)
		rows -= !timeline->entries[i].hidden;
	assert_int_equal(rows, 2);
}

static void assert_markdown(const char *text, const char *expected)
{
	drop(buffer_free) struct buffer out = { 0 };

	markdown_add(&out, text, MARKDOWN_CELL);
	assert_string_equal(out.data ? out.data : "", expected);
}

static void markdown_escapes_what_means_something_and_leaves_the_rest(void **state)
{
	(void)state;
	assert_markdown("web 4.2.1, max_connections (500)", "web 4.2.1, max_connections (500)");
	assert_markdown("_a_ *b* `c` ~d~ [e](f)", "\\_a\\_ \\*b\\* \\`c\\` \\~d\\~ \\[e\\](f)");
	assert_markdown("# a\n## b\n- c\n+ d\n1. e\n=== f",
			"\\# a<br>\\## b<br>\\- c<br>\\+ d<br>1\\. e<br>\\=== f");
	assert_markdown("  \n a \n\n\n b \n ", "a<br>b");
	assert_markdown("<b>&lt; a & b", "&lt;b\\>&amp;lt; a & b");
	assert_markdown("ask @bob about #12, not bob@host",
			"ask @<!-- -->bob about #<!-- -->12, not bob@host");
	assert_markdown("see https://a.example/b_c, now", "see <https://a.example/b_c>, now");
	assert_markdown("\033[31m", "^\\[\\[31m");
}

static void an_ndjson_line_is_the_event_as_recorded_in_the_order_of_the_log(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("corrected.json");
	drop(page_free) struct page page;
	json_int_t pos = 0;

	(void)state;
	page_open(&page);
	print_report(&page, timeline, "ndjson");
	for (const char *line = page_text(&page); *line; pos++) {
		size_t size = strcspn(line, "\n");
		drop(json_decref) json_t *json =
			json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL);
		const json_t *entry = json_array_get(timeline->entries_json, (size_t)pos);

		assert_int_equal(json_integer_value(json_object_get(json, "pos")), pos + 1);
		assert_true(json_equal(json_object_get(json, "event"),
				       json_object_get(entry, "event")));
		assert_true(
			json_equal(json_object_get(json, "hash"), json_object_get(entry, "hash")));
		assert_null(json_object_get(json, "effective"));
		line += size + 1;
	}
	assert_int_equal(pos, json_array_size(timeline->entries_json));
}

static void a_json_export_is_one_document_of_effective_entries(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("corrected.json");
	drop(json_decref) json_t *document = NULL;
	drop(page_free) struct page page;
	const json_t *entries;

	(void)state;
	page_open(&page);
	print_report(&page, timeline, "json");
	document = json_loads(page_text(&page), JSON_REJECT_DUPLICATES, NULL);
	entries = json_object_get(document, "entries");
	assert_int_equal(json_array_size(entries), 4);
	assert_string_equal(json_string_value(json_object_get(json_array_get(entries, 1), "text")),
			    "typo here");
	assert_true(json_equal(json_object_get(document, "incident"), timeline->incident));
}

static void no_text_moves_the_cursor_of_a_terminal(void **state)
{
	static const char *const formats[] = { "md", "html", "ndjson", "json", "text", "csv" };
	drop(timeline_free) struct timeline *timeline = fixture_timeline("naughty.json");

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		drop(page_free) struct page page;

		page_open(&page);
		page.screen.terminal = true;
		print_report(&page, timeline, formats[i]);
		assert_null(strchr(page_text(&page), '\033'));
		assert_null(strchr(page.text, '\a'));
		assert_null(strstr(page.text, "\xc2\x9b"));
		assert_null(strstr(page.text, "\xe2\x80\xae"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_exports_of_the_worked_example_are_as_they_were),
		cmocka_unit_test(hostile_texts_stay_text_in_every_export),
		cmocka_unit_test(a_table_says_until_when_an_entry_lasted),
		cmocka_unit_test(every_row_of_a_table_has_as_many_cells_as_its_head),
		cmocka_unit_test(markdown_escapes_what_means_something_and_leaves_the_rest),
		cmocka_unit_test(an_ndjson_line_is_the_event_as_recorded_in_the_order_of_the_log),
		cmocka_unit_test(a_json_export_is_one_document_of_effective_entries),
		cmocka_unit_test(no_text_moves_the_cursor_of_a_terminal),
	};

	when_use_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
