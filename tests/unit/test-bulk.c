/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/bulk/bulk-change.h"
#include "cli/bulk/bulk-format.h"
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

static int64_t second_of(int64_t at)
{
	return at == EVENT_NEVER ? at : at - at % STAMP_SECOND;
}

static int64_t time_in(const json_t *draft, const char *name)
{
	const char *text = json_string_value(json_object_get(draft, name));

	return text && strcmp(text, "unknown") != 0 ? fixture_time(text) : EVENT_NEVER;
}

/* Everything that the lines of an entry can say is what stands in it. */
static void assert_same(const json_t *draft, const struct event *event)
{
	const char *text = json_string_value(json_object_get(draft, "text"));
	const char *actor = json_string_value(json_object_get(draft, "actor"));

	assert_string_equal(json_string_value(json_object_get(draft, "kind")),
			    kinds[event->kind].name);
	assert_int_equal(time_in(draft, "at"), second_of(event->at));
	assert_int_equal(time_in(draft, "until"), second_of(event->until));
	assert_int_equal(json_is_true(json_object_get(draft, "about")),
			 event->about && event->at != EVENT_NEVER);
	assert_string_equal(text ? text : "", event->text ? event->text : "");
	assert_string_equal(actor ? actor : "", event->actor ? event->actor : "");
	assert_int_equal(json_array_size(json_object_get(draft, "tags")),
			 json_array_size(event->tags));
	for (const struct field_row *row = fields; row->name; row++) {
		const json_t *value = json_object_get(event->data, row->name);
		const json_t *found = json_object_get(json_object_get(draft, "data"), row->name);

		if (row->kind == event->kind && row->need < FIELD_COMPUTED && value)
			assert_true(json_equal(value, found));
	}
}

/* Written as lines and read again: nothing is changed, nothing is said. Returns the entries. */
static size_t assert_comes_back(const struct timeline *timeline, const char *zone)
{
	drop(buffer_free) struct buffer text = { 0 };
	size_t count = 0;

	assert_int_equal(when_use_zone(zone), 0);
	bulk_format(&text, timeline);
	assert_false(text.failed);
	drop(json_decref) json_t *handles = bulk_change_handles(text.data ? text.data : "");
	const struct bulk_rule rule = { .now = fixture_time(NOW), .handles = handles };
	assert_int_equal(when_use_zone("America/New_York"), 0);
	drop(bulk_sheet_free) struct bulk_sheet *sheet =
		bulk_sheet_read(text.data ? text.data : "", &rule);
	for (size_t i = 0; i < sheet->remark_count; i++)
		assert_false(sheet->remarks[i].fault);
	for (size_t i = 0; i < timeline->count; i++) {
		if (!bulk_format_shows(&timeline->entries[i]))
			continue;
		assert_in_range(count, 0, sheet->count - 1);
		assert_string_equal(sheet->entries[count].handle, timeline->entries[i].handle);
		assert_same(sheet->entries[count++].draft, &timeline->entries[i].event);
	}
	assert_int_equal(count, sheet->count);
	return count;
}

static void a_timeline_that_nobody_edited_comes_back_as_it_was(void **state)
{
	static const char *const names[] = { "checkout.json",  "corrected.json",
					     "dead-ends.json", "naughty.json",
					     "order.json",     "over-midnight.json",
					     "reopened.json",  "until.json" };
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		drop(timeline_free) struct timeline *timeline = fixture_timeline(names[i]);

		count += assert_comes_back(timeline, "UTC");
		assert_comes_back(timeline, "Europe/Berlin");
	}
	assert_in_range(count, 100, 10000);
}

/* An entry of a public timeline as the recorder would hold it; their times are in many forms, here they are a minute apart, over a change of the clocks. */
static json_t *public_entry(const json_t *line, size_t number)
{
	static const int64_t begin = INT64_C(1729980000) * STAMP_SECOND;
	char stamp[STAMP_SIZE], id[ID_TEXT_SIZE];
	drop(buffer_free) struct buffer handle = { 0 };

	snprintf(id, sizeof(id), "01935a1c-7000-7000-8000-%012zx", number);
	buffer_printf(&handle, "h%zu", number);
	stamp_format(begin + (int64_t)number * STAMP_MINUTE, stamp);
	return json_pack("{s:I, s:s, s:{s:s, s:s, s:s, s:s, s:O}}", "pos", (json_int_t)number,
			 "handle", handle.data, "event", "id", id, "kind", "note", "at", stamp,
			 "recorded_at", stamp, "text", json_object_get(line, "text"));
}

static void what_people_really_wrote_comes_back_byte_for_byte(void **state)
{
	static const char *const names[] = { "gitlab-2017.jsonl", "google-api-2013.jsonl",
					     "moj-cloud-platform.jsonl", "mybinder.jsonl" };
	drop(json_decref) json_t *entries = json_array();

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		drop(free) char *path = fixture_path("data", names[i]);
		drop(free) char *text = fixture_read(path);
		char *rest = NULL;

		for (char *line = strtok_r(text, "\n", &rest); line;
		     line = strtok_r(NULL, "\n", &rest)) {
			drop(json_decref) json_t *json = json_loads(line, 0, NULL);

			if (json_object_get(json, "text"))
				json_array_append_new(entries,
						      public_entry(json, json_array_size(entries)));
		}
	}
	drop(timeline_free) struct timeline *timeline = timeline_new(NULL, json_incref(entries));
	assert_in_range(assert_comes_back(timeline, "UTC"), 470, 2000);
	assert_comes_back(timeline, "Europe/Berlin");
}

/* What the property above would not say if it compared nothing. */
static void a_line_that_was_touched_does_not_come_back(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(buffer_free) struct buffer text = { 0 };

	(void)state;
	assert_int_equal(when_use_zone("UTC"), 0);
	bulk_format(&text, timeline);
	drop(json_decref) json_t *handles = bulk_change_handles(text.data);
	const struct bulk_rule rule = { .now = fixture_time(NOW), .handles = handles };
	char *place = strstr(text.data, "db1 answers ping");
	assert_non_null(place);
	drop(bulk_sheet_free) struct bulk_sheet *before = bulk_sheet_read(text.data, &rule);
	place[2] = '2';
	drop(bulk_sheet_free) struct bulk_sheet *after = bulk_sheet_read(text.data, &rule);
	size_t changed = 0;
	assert_int_equal(before->count, after->count);
	for (size_t i = 0; i < before->count; i++)
		changed += !json_equal(before->entries[i].draft, after->entries[i].draft);
	assert_int_equal(changed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_what_the_cases_say),
		cmocka_unit_test(kinds_and_their_fields_are_what_the_cases_say),
		cmocka_unit_test(texts_are_what_the_cases_say),
		cmocka_unit_test(every_line_of_the_help_is_understood_as_it_says),
		cmocka_unit_test(no_line_is_refused),
		cmocka_unit_test(a_timeline_that_nobody_edited_comes_back_as_it_was),
		cmocka_unit_test(what_people_really_wrote_comes_back_byte_for_byte),
		cmocka_unit_test(a_line_that_was_touched_does_not_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
