/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/picture/layout.h"
#include "cli/picture/letter.h"
#include "lib/drop.h"
#include "lib/when.h"
#include "tests/unit/timeline-fixture.h"

/* A picture's axis, and that nothing in it lies on something else. */
enum { left = 124, right = 800, edge = 950, most = 500 };

static struct scene scene_of(struct mark *marks, size_t count, int64_t *times)
{
	struct scene scene = { .marks = marks, .count = count, .times = times };

	for (size_t i = 0; i < count; i++) {
		times[scene.time_count++] = marks[i].from;
		times[scene.time_count++] = marks[i].to;
	}
	for (size_t i = 1; i < scene.time_count; i++)
		for (size_t j = i; j > 0 && times[j - 1] > times[j]; j--) {
			int64_t swapped = times[j];

			times[j] = times[j - 1];
			times[j - 1] = swapped;
		}
	return scene;
}

/* Marks of one lane, by time; each fourth one lasts. */
static void scatter(struct mark *marks, size_t count, unsigned seed)
{
	int64_t at = 0;

	for (size_t i = 0; i < count; i++) {
		seed = seed * 1103515245 + 12345;
		at += (seed >> 16) % 300 * STAMP_SECOND;
		marks[i] = (struct mark){ .lane = LANE_INVESTIGATION,
					  .look = LOOK_ENTRY,
					  .from = at,
					  .to = i % 4 ? at : at + (seed >> 8) % 9000 * STAMP_SECOND,
					  .label = (char *)"the pool of connections is empty",
					  .title = (char *)"title" };
	}
}

static double end_of(const struct spot *spot)
{
	double end = spot->label ? spot->label_left + letter_width(spot->label) : 0;

	return end > spot->right ? end : spot->right;
}

/* How many spots begin before another one of their row has ended. */
static size_t overlaps(const struct layout *layout)
{
	size_t found = 0;

	for (size_t i = 0; i < layout->count; i++)
		for (size_t j = 0; j < layout->count; j++) {
			const struct spot *one = &layout->spots[i], *other = &layout->spots[j];

			found += i != j && one->row == other->row &&
				 one->mark->lane == other->mark->lane && one->left <= other->left &&
				 end_of(one) > other->left;
		}
	return found;
}

static size_t shown(const struct layout *layout)
{
	size_t count = 0;

	for (size_t i = 0; i < layout->count; i++)
		count += layout->spots[i].count;
	return count;
}

static void nothing_overlaps_and_every_mark_is_shown(void **state)
{
	static const size_t sizes[] = { 1, 5, 50, 200, most };
	static struct mark marks[most];
	static int64_t times[2 * most];

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		for (unsigned seed = 0; seed < 20; seed++) {
			scatter(marks, sizes[i], seed);
			struct scene scene = scene_of(marks, sizes[i], times);
			drop(layout_free) struct layout layout =
				layout_make(&scene, left, right, edge);

			assert_false(layout.failed);
			assert_int_equal(overlaps(&layout), 0);
			assert_int_equal(shown(&layout), sizes[i]);
			assert_true(layout.rows[LANE_INVESTIGATION] <= LAYOUT_ROWS);
		}
}

static void and_a_label_on_another_would_be_seen(void **state)
{
	static struct mark marks[5];
	static int64_t times[10];

	(void)state;
	scatter(marks, 5, 1);
	struct scene scene = scene_of(marks, 5, times);
	drop(layout_free) struct layout layout = layout_make(&scene, left, right, edge);

	layout.spots[1].row = layout.spots[0].row = 0;
	layout.spots[1].left = layout.spots[0].left + 1;
	assert_true(overlaps(&layout) > 0);
}

/* No two flags of one level, and no pole through a label below its own. */
static void flags_overlap_no_flag_and_no_pole(void **state)
{
	static int64_t times[MILESTONES];
	struct scene scene = { .times = times, .time_count = MILESTONES, .flag_count = MILESTONES };

	(void)state;
	for (size_t i = 0; i < MILESTONES; i++) {
		times[i] = scene.flags[i].at = (int64_t)(i * i) * STAMP_MINUTE;
		scene.flags[i].label = (char *)"acknowledged 03:02";
	}
	drop(layout_free) struct layout layout = layout_make(&scene, left, right, edge);

	for (size_t i = 0; i < MILESTONES; i++)
		for (size_t j = i + 1; j < MILESTONES; j++) {
			const struct pole *one = &layout.poles[i], *other = &layout.poles[j];
			double end = one->label_left + letter_width(one->label);

			assert_true(end < other->x || one->level > other->level);
		}
}

static void what_is_long_and_empty_is_folded(void **state)
{
	const int64_t times[] = { 0, STAMP_HOUR, 20 * STAMP_HOUR, 21 * STAMP_HOUR };
	const struct axis_frame frame = { 0, 100, 10, 5 };
	struct axis axis = axis_make(&frame, times, 4);

	(void)state;
	assert_int_equal(axis.count, 2);
	assert_float_equal(axis_place(&axis, 0), 0, 0.01);
	assert_float_equal(axis_place(&axis, STAMP_HOUR), 45, 0.01);
	assert_float_equal(axis_place(&axis, 20 * STAMP_HOUR), 55, 0.01);
	assert_float_equal(axis_place(&axis, 99 * STAMP_HOUR), 100, 0.01);
}

static void what_is_short_is_not_folded(void **state)
{
	const int64_t times[] = { 0, 5 * STAMP_MINUTE, 95 * STAMP_MINUTE, 150 * STAMP_MINUTE };
	const struct axis_frame frame = { 0, 150, 10, 0 };
	struct axis axis = axis_make(&frame, times, 4);

	(void)state;
	assert_int_equal(axis.count, 1);
	assert_float_equal(axis_place(&axis, 95 * STAMP_MINUTE), 95, 0.01);
}

static void an_instant_alone_is_in_the_middle(void **state)
{
	const int64_t times[] = { STAMP_HOUR };
	const struct axis_frame frame = { 0, 100, 10, 0 };
	struct axis axis = axis_make(&frame, times, 1);
	struct axis_tick ticks[AXIS_TICKS];

	(void)state;
	assert_float_equal(axis_place(&axis, STAMP_HOUR), 50, 0.01);
	assert_int_equal(axis_ticks(&axis, 10, ticks), 1);
}

/* The night of 25 October 2026: the clocks of Berlin show 02:00 to 03:00 twice. */
static void ticks_are_round_before_and_after_the_clocks_change(void **state)
{
	const int64_t from = fixture_time("2026-10-24T18:00:00Z");
	const int64_t times[] = { from, from + 4 * STAMP_HOUR, from + 8 * STAMP_HOUR,
				  from + 11 * STAMP_HOUR };
	const struct axis_frame frame = { 0, 1000, 10, 0 };
	struct axis axis = axis_make(&frame, times, 4);
	struct axis_tick ticks[AXIS_TICKS];

	(void)state;
	assert_int_equal(when_use_zone("Europe/Berlin"), 0);
	size_t count = axis_ticks(&axis, 60, ticks);

	assert_in_range(count, 10, 12);
	for (size_t i = 0; i < count; i++) {
		char clock[WHEN_TEXT_SIZE];

		when_format(ticks[i].at, WHEN_CLOCK, clock);
		assert_string_equal(clock + 2, ":00:00");
		assert_true(i == 0 || ticks[i].x - ticks[i - 1].x >= 60);
	}
	assert_int_equal(when_use_zone("UTC"), 0);
}

static void a_label_is_no_wider_than_its_room(void **state)
{
	static const char *const texts[] = { "WWWWWWWWWWWWWWWWWWWWWWWW",
					     "iiiiiiiiiiiiiiiiiiiiiiiiiii",
					     "漢字漢字漢字漢字漢字漢字", "x", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		for (double width = 20; width < 300; width += 20) {
			drop(free) char *fitted = letter_fit(texts[i], width);

			assert_true(letter_width(fitted) <= width);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_overlaps_and_every_mark_is_shown),
		cmocka_unit_test(and_a_label_on_another_would_be_seen),
		cmocka_unit_test(flags_overlap_no_flag_and_no_pole),
		cmocka_unit_test(what_is_long_and_empty_is_folded),
		cmocka_unit_test(what_is_short_is_not_folded),
		cmocka_unit_test(an_instant_alone_is_in_the_middle),
		cmocka_unit_test(ticks_are_round_before_and_after_the_clocks_change),
		cmocka_unit_test(a_label_is_no_wider_than_its_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
