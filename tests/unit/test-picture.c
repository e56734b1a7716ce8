/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/picture/picture.h"
#include "lib/text.h"
#include "lib/when.h"
#include "tests/unit/timeline-fixture.h"

/* The gantt of a document: what stands in it, and that no text of people means anything to Mermaid. */
#define NOW "2026-11-20T14:00:00Z"

static char *gantt_of(const char *fixture)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline(fixture);
	drop(buffer_free) struct buffer out = { 0 };

	assert_non_null(timeline);
	assert_int_equal(when_use_zone("UTC"), 0);
	picture_mermaid(&out, timeline, fixture_time(NOW));
	return buffer_steal(&out);
}

static size_t count(const char *text, const char *word)
{
	size_t found = 0;

	for (; (text = strstr(text, word)); text++)
		found++;
	return found;
}

static void impact_dead_ends_and_milestones_have_a_row_each(void **state)
{
	drop(free) char *gantt = gantt_of("reopened.json");

	(void)state;
	assert_non_null(strstr(gantt, "(all times in UTC)\n"));
	assert_non_null(strstr(gantt, "    section Impact\n"));
	assert_int_equal(count(gantt, ":milestone, "), count(gantt, ", 0s\n"));
	assert_non_null(
		strstr(gantt, "    resolved 13#58;30 :milestone, 2026-11-20T13:30:00, 0s\n"));
}

static void a_dead_end_whose_time_is_unknown_has_no_bar(void **state)
{
	drop(free) char *gantt = gantt_of("dead-ends.json");

	(void)state;
	assert_non_null(
		strstr(gantt, "    network :done, 2026-11-20T10:10:00, 2026-11-20T10:30:00\n"));
	assert_null(strstr(gantt, "the moon"));
}

static void a_span_over_midnight_names_the_days_on_its_axis(void **state)
{
	drop(free) char *days = gantt_of("over-midnight.json"), *day = gantt_of("until.json");

	(void)state;
	assert_non_null(strstr(days, "    axisFormat %d %b %H:%M\n"));
	assert_non_null(strstr(day, "    axisFormat %H:%M\n"));
}

/* Of each row: one colon in front of the words that are ours, and nothing else that Mermaid reads. */
static void no_text_of_people_means_anything_to_mermaid(void **state)
{
	drop(free) char *gantt = gantt_of("naughty.json");
	char *rest = NULL;

	(void)state;
	strtok_r(gantt, "\n", &rest);
	for (char *line; (line = strtok_r(NULL, "\n", &rest));) {
		const char *colon = strchr(line, ':');

		assert_int_equal(strncmp(line, "    ", 4), 0);
		if (strncmp(line, "    dateFormat", 14) == 0 ||
		    strncmp(line, "    axisFormat", 14) == 0)
			continue;
		assert_null(strstr(line, "%%"));
		assert_null(strpbrk(line, "<>"));
		if (colon)
			assert_true(strncmp(colon, ":crit, 2026-", 12) == 0 ||
				    strncmp(colon, ":done, 2026-", 12) == 0 ||
				    strncmp(colon, ":milestone, 2026-", 17) == 0);
	}
}

static struct timeline *outage_of(json_int_t impacts)
{
	json_t *entries = json_array();

	for (json_int_t i = 1; i <= impacts; i++) {
		char id[64], at[32];

		snprintf(id, sizeof(id), "01a00000-0000-7000-8000-%012d", (int)i);
		snprintf(at, sizeof(at), "2026-11-20T10:%02d:00.000000Z", (int)i);
		json_array_append_new(
			entries,
			json_pack(
				"{s:I, s:s, s:{s:s, s:s, s:s, s:I, s:s, s:s, s:b, s:s, s:{s:I}, s:s}}",
				"pos", i, "handle", "aaaa", "event", "id", id, "incident", id,
				"origin", id, "seq", i, "kind", "impact", "at", at, "at_given", 1,
				"recorded_at", at, "author", "uid", (json_int_t)1000, "text",
				"section 12: click; # %% down"));
	}
	return timeline_new(json_pack("{s:s, s:s, s:s}", "title", "title of it", "started",
				      "2026-11-20T10:00:00Z", "state", "open"),
			    entries);
}

static void more_rows_than_can_be_read_are_left_out(void **state)
{
	drop(timeline_free) struct timeline *timeline = outage_of(50);
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	assert_non_null(timeline);
	assert_int_equal(timeline->count, 50);
	picture_mermaid(&out, timeline, fixture_time(NOW));
	assert_int_equal(count(out.data, " :crit, "), PICTURE_ROWS);
}

static void a_name_that_begins_like_a_word_of_mermaid_is_in_quotes(void **state)
{
	drop(timeline_free) struct timeline *timeline = outage_of(1);
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	picture_mermaid(&out, timeline, fixture_time(NOW));
	assert_non_null(strstr(out.data, "    title \"title of it\" (all times"));
	assert_non_null(
		strstr(out.data, "    \"section 12#58; click#59; #35; #37;#37; down\" :crit, "));
}

typedef void draw_fn(struct buffer *out, const struct timeline *timeline,
		     const struct filter *filter, int64_t now);

static void assert_drawn(draw_fn *draw, const char *end)
{
	static const char *const names[] = { "checkout",      "dead-ends", "naughty",
					     "over-midnight", "reopened",  "until" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		drop(buffer_free) struct buffer file = { 0 }, out = { 0 };

		buffer_printf(&file, "%s.json", names[i]);
		drop(timeline_free) struct timeline *timeline = fixture_timeline(file.data);

		assert_int_equal(when_use_zone("UTC"), 0);
		draw(&out, timeline, &(struct filter)FILTER_ALL, fixture_time(NOW));
		buffer_clear(&file);
		buffer_printf(&file, "picture/%s%s", names[i], end);
		assert_golden_text(out.data, file.data);
	}
}

static void the_svg_is_as_it_was(void **state)
{
	(void)state;
	assert_drawn(picture_svg, ".svg");
}

static void the_chart_in_characters_is_as_it_was(void **state)
{
	(void)state;
	assert_drawn(picture_chart, ".txt");
}

static void draw_life(struct buffer *out, const struct timeline *timeline,
		      const struct filter *filter, int64_t now)
{
	(void)filter;
	(void)now;
	picture_lifecycle(out, timeline);
	buffer_add_text(out, "\n");
	picture_lifecycle_mermaid(out, timeline);
}

static void the_life_cycle_is_as_it_was(void **state)
{
	(void)state;
	assert_drawn(draw_life, ".life");
}

static void no_line_of_the_chart_is_wider_than_80_cells(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("naughty.json");
	drop(buffer_free) struct buffer out = { 0 };
	char *rest = NULL;

	(void)state;
	picture_chart(&out, timeline, &(struct filter)FILTER_ALL, fixture_time(NOW));
	for (char *line = strtok_r(out.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		assert_true(text_width(line) <= 80);
}

static void without_any_time_there_is_no_picture(void **state)
{
	drop(timeline_free) struct timeline *timeline =
		timeline_new(json_pack("{s:s, s:s}", "title", "x", "state", "open"), json_array());
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	picture_mermaid(&out, timeline, fixture_time(NOW));
	assert_int_equal(out.size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(impact_dead_ends_and_milestones_have_a_row_each),
		cmocka_unit_test(a_dead_end_whose_time_is_unknown_has_no_bar),
		cmocka_unit_test(a_span_over_midnight_names_the_days_on_its_axis),
		cmocka_unit_test(no_text_of_people_means_anything_to_mermaid),
		cmocka_unit_test(more_rows_than_can_be_read_are_left_out),
		cmocka_unit_test(a_name_that_begins_like_a_word_of_mermaid_is_in_quotes),
		cmocka_unit_test(the_svg_is_as_it_was),
		cmocka_unit_test(the_chart_in_characters_is_as_it_was),
		cmocka_unit_test(the_life_cycle_is_as_it_was),
		cmocka_unit_test(no_line_of_the_chart_is_wider_than_80_cells),
		cmocka_unit_test(without_any_time_there_is_no_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
