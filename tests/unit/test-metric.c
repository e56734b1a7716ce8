/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/timeline/stats.h"
#include "tests/unit/timeline-fixture.h"

static const struct metric *metric_of(const char *name)
{
	for (size_t i = 0; i < metrics_built_in.count; i++)
		if (strcmp(metrics_built_in.rows[i].name, name) == 0)
			return &metrics_built_in.rows[i];
	fail_msg("there is no metric %s", name);
	return NULL;
}

static int64_t seconds(const struct timeline *timeline, const char *name)
{
	int64_t length;

	assert_int_equal(metric_read(metric_of(name), timeline, &length), 0);
	return length / STAMP_SECOND;
}

static void the_figures_of_the_worked_example_follow_from_its_milestones(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	int64_t length;

	(void)state;
	assert_int_equal(seconds(timeline, "detect"), 19);
	assert_int_equal(seconds(timeline, "acknowledge"), 130);
	assert_int_equal(seconds(timeline, "escalate"), 34 * 60 + 50);
	assert_int_equal(seconds(timeline, "mitigate"), 65 * 60 + 37);
	assert_int_equal(metric_read(metric_of("identify"), timeline, &length), METRIC_UNKNOWN);
	assert_int_equal(metric_read(metric_of("total"), timeline, &length), METRIC_UNKNOWN);
}

static void dead_ends_are_the_union_of_their_times(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");
	drop(timeline_free) struct timeline *without = fixture_timeline("until.json");
	int64_t length;

	(void)state;
	assert_int_equal(seconds(timeline, "dead_ends"), 30 * 60);
	assert_int_equal(metric_read(metric_of("dead_ends"), without, &length), METRIC_NONE);
}

static void what_was_detected_before_it_began_has_no_length(void **state)
{
	json_t *incident = json_pack(
		"{s:[{s:s,s:s,s:s,s:s,s:s},{s:s,s:s,s:s,s:s,s:s}]}", "milestones", "name",
		"started", "at", "2026-01-01T10:00:00.000000Z", "event", "", "handle", "a", "kind",
		"impact", "name", "detected", "at", "2026-01-01T09:50:00.000000Z", "event", "",
		"handle", "b", "kind", "detected");
	drop(timeline_free) struct timeline *timeline = timeline_new(incident, json_array());
	int64_t length = 0;

	(void)state;
	assert_int_equal(metric_read(metric_of("detect"), timeline, &length), METRIC_BACKWARDS);
	assert_int_equal(length, -10 * STAMP_MINUTE);
}

static void a_percentile_is_by_nearest_rank_and_a_median_is_the_middle(void **state)
{
	int64_t lengths[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
	struct stats_sample sample = { lengths, 0 };
	static const struct {
		size_t count;
		int64_t median, p90;
	} cases[] = { { 1, 1, 1 }, { 2, 1, 2 },  { 3, 2, 3 },
		      { 9, 5, 9 }, { 10, 5, 9 }, { 11, 6, 10 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sample.count = cases[i].count;
		assert_int_equal(stats_median(&sample), cases[i].median);
		assert_int_equal(stats_p90(&sample), cases[i].p90);
	}
}

static void a_group_counts_those_that_have_a_figure(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	drop(stats_free) struct stats stats = { .metrics = &metrics_built_in };

	(void)state;
	assert_int_equal(stats_add(&stats, "b", timeline), 0);
	assert_int_equal(stats_add(&stats, "a", timeline), 0);
	assert_int_equal(stats_add(&stats, "b", timeline), 0);
	stats_sort(&stats);
	assert_int_equal(stats.count, 2);
	assert_string_equal(stats.groups[0].name, "a");
	assert_int_equal(stats.groups[1].incidents, 2);
	assert_int_equal(stats.groups[1].samples[0].count, 2);
	assert_int_equal(stats.groups[1].samples[3].count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_figures_of_the_worked_example_follow_from_its_milestones),
		cmocka_unit_test(dead_ends_are_the_union_of_their_times),
		cmocka_unit_test(what_was_detected_before_it_began_has_no_length),
		cmocka_unit_test(a_percentile_is_by_nearest_rank_and_a_median_is_the_middle),
		cmocka_unit_test(a_group_counts_those_that_have_a_figure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
