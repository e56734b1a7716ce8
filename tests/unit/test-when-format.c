/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "lib/when.h"

#define AT INT64_C(1795143731999999) /* 2026-11-20T03:02:11.999999Z */

static const char *const zones[] = {
	"UTC",          "Europe/Berlin",       "America/Los_Angeles",
	"Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia",
};

static int64_t instant(const char *text)
{
	int64_t at;

	if (stamp_parse(text, &at))
		fail_msg("%s is no instant", text);
	return at;
}

static void shows(const char *zone, int64_t at, enum when_style style, const char *expected)
{
	char text[WHEN_TEXT_SIZE];

	assert_int_equal(when_use_zone(zone), 0);
	assert_string_equal(when_format(at, style, text), expected);
}

static void each_style_is_as_the_header_shows_it(void **state)
{
	(void)state;
	shows("UTC", AT, WHEN_FULL, "2026-11-20 03:02:11 UTC");
	shows("UTC", AT, WHEN_MINUTES, "2026-11-20 03:02 UTC");
	shows("UTC", AT, WHEN_CLOCK, "03:02:11");
	shows("UTC", AT, WHEN_SHORT, "03:02");
	shows("UTC", AT, WHEN_DATE, "2026-11-20");
	shows("UTC", AT, WHEN_HEADING, "Friday 20 November 2026");
	shows("UTC", AT, WHEN_PROSE, "20 November 2026, 03:02 UTC");
	shows("UTC", AT, WHEN_PLAIN, "2026-11-20 03:02");
}

static void the_zone_is_named_as_people_there_do(void **state)
{
	(void)state;
	shows("Europe/Berlin", AT, WHEN_FULL, "2026-11-20 04:02:11 CET");
	shows("Europe/Berlin", instant("2026-07-01T00:00:00Z"), WHEN_MINUTES,
	      "2026-07-01 02:00 CEST");
	shows("America/Los_Angeles", AT, WHEN_PROSE, "19 November 2026, 19:02 PST");
	shows("Asia/Kolkata", AT, WHEN_MINUTES, "2026-11-20 08:32 IST");
}

static void a_zone_without_letters_is_an_offset(void **state)
{
	(void)state;
	shows("Australia/Lord_Howe", AT, WHEN_MINUTES, "2026-11-20 14:02 +11:00");
	shows("America/Sao_Paulo", AT, WHEN_MINUTES, "2026-11-20 00:02 -03:00");
}

static void an_abbreviation_that_does_not_tell_is_an_offset(void **state)
{
	(void)state;
	shows("Europe/Moscow", instant("2014-10-25T21:30:00Z"), WHEN_MINUTES,
	      "2014-10-26 01:30 +04:00");
	shows("Europe/Moscow", instant("2014-10-25T22:30:00Z"), WHEN_MINUTES,
	      "2014-10-26 01:30 +03:00");
	shows("Europe/Moscow", instant("2014-10-25T23:30:00Z"), WHEN_MINUTES,
	      "2014-10-26 02:30 MSK");
}

static void an_instant_outside_the_years_is_shown_as_the_nearest_inside(void **state)
{
	(void)state;
	shows("UTC", INT64_MIN, WHEN_FULL, "1970-01-01 00:00:00 UTC");
	shows("UTC", INT64_MAX, WHEN_FULL, "2262-12-31 23:59:59 UTC");
}

static void the_day_is_that_of_the_zone(void **state)
{
	int64_t before = instant("2026-11-19T23:59:59Z"), after = instant("2026-11-20T00:00:00Z");

	(void)state;
	assert_int_equal(when_use_zone("UTC"), 0);
	assert_false(when_same_day(before, after));
	assert_true(when_same_day(after, AT));
	assert_int_equal(when_use_zone("Europe/Berlin"), 0);
	assert_true(when_same_day(before, after));
}

static void a_duration_has_at_most_two_units_and_is_cut(void **state)
{
	static const struct {
		int64_t duration;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ STAMP_SECOND - 1, "0" },
		{ 1 - STAMP_SECOND, "0" },
		{ 19 * STAMP_SECOND, "19 s" },
		{ STAMP_MINUTE - 1, "59 s" },
		{ STAMP_MINUTE, "1 min" },
		{ 2 * STAMP_MINUTE + 29 * STAMP_SECOND, "2 min" },
		{ STAMP_HOUR - 1, "59 min" },
		{ STAMP_HOUR, "1 h" },
		{ STAMP_HOUR + 59 * STAMP_SECOND, "1 h" },
		{ STAMP_HOUR + 6 * STAMP_MINUTE, "1 h 06 min" },
		{ STAMP_DAY - 1, "23 h 59 min" },
		{ STAMP_DAY, "1 d" },
		{ STAMP_DAY + STAMP_HOUR - 1, "1 d" },
		{ 3 * STAMP_DAY + 2 * STAMP_HOUR, "3 d 2 h" },
		{ -5 * STAMP_MINUTE, "-5 min" },
		{ -STAMP_SECOND, "-1 s" },
		{ -26 * STAMP_HOUR, "-1 d 2 h" },
		{ INT64_MAX, "106751991 d 4 h" },
		{ INT64_MIN, "-106751991 d 4 h" },
	};
	char text[WHEN_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(when_duration(cases[i].duration, text), cases[i].text);
}

/* Do the clocks show the same time at another instant of the two days around? Asked of the C library. */
static bool is_shown_twice(int64_t at)
{
	time_t here = at / STAMP_SECOND;
	struct tm one, other;

	localtime_r(&here, &one);
	for (time_t there = here - 86400; there <= here + 86400; there += 900) {
		localtime_r(&there, &other);
		if (there != here && one.tm_min == other.tm_min && one.tm_hour == other.tm_hour &&
		    one.tm_yday == other.tm_yday && one.tm_sec == other.tm_sec)
			return true;
	}
	return false;
}

static bool has_date_only(enum when_style style)
{
	return style == WHEN_DATE || style == WHEN_HEADING;
}

static bool has_label(enum when_style style)
{
	return style == WHEN_FULL || style == WHEN_MINUTES || style == WHEN_PROSE;
}

static int64_t cut(int64_t at, enum when_style style)
{
	int64_t unit = style == WHEN_FULL || style == WHEN_CLOCK ? STAMP_SECOND : STAMP_MINUTE;

	return at - at % unit;
}

/* Format, parse: the same, or doubt where there is some. Returns 1 where there was. */
static int round_trip(const char *zone, int64_t at, enum when_style style)
{
	struct when_context context = { .now = at + 3 * STAMP_DAY, .near = at };
	char text[WHEN_TEXT_SIZE], message[WHEN_MESSAGE_SIZE] = "";
	struct when out = { 0 };
	int answer = when_parse(when_format(at, style, text), &context, &out, message);

	if (answer == WHEN_OVERLAP && !has_label(style) && is_shown_twice(at))
		return 1;
	if (answer)
		fail_msg("%s %s: %s", zone, text, message);
	if (has_date_only(style) ? !when_same_day(out.at, at) : out.at != cut(at, style))
		fail_msg("%s %s: %lld is read as %lld", zone, text, (long long)at,
			 (long long)out.at);
	return 0;
}

static int round_trips(const char *zone, int64_t at)
{
	int doubts = 0;

	for (int style = WHEN_FULL; style <= WHEN_PLAIN; style++)
		doubts += round_trip(zone, at, (enum when_style)style);
	return doubts;
}

static uint64_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 11;
}

static void whatever_is_printed_is_read_as_the_same_instant(void **state)
{
	uint64_t seed = 20261120;

	(void)state;
	for (size_t z = 0; z < sizeof(zones) / sizeof(*zones); z++) {
		assert_int_equal(when_use_zone(zones[z]), 0);
		for (int i = 0; i < 3000; i++)
			round_trips(zones[z],
				    (int64_t)(next_random(&seed) % (STAMP_MAX - STAMP_DAY)) +
					    STAMP_DAY);
		round_trips(zones[z], STAMP_MAX - STAMP_DAY);
	}
}

static void printed_times_are_read_back_where_the_clocks_jump(void **state)
{
	static const struct {
		const char *zone, *from;
		bool doubtful;
	} jumps[] = {
		{ "Europe/Berlin", "2026-10-24T12:00:07Z", true },
		{ "Europe/Berlin", "2026-03-28T12:00:07Z", false },
		{ "America/Los_Angeles", "2026-11-01T00:00:07Z", true },
		{ "Australia/Lord_Howe", "2026-04-04T06:00:07Z", true },
		{ "Australia/Lord_Howe", "2026-10-03T06:00:07Z", false },
		{ "Pacific/Apia", "2011-12-29T10:00:07Z", false },
		{ "Pacific/Apia", "2012-03-31T06:00:07Z", true },
		{ "Europe/Moscow", "2014-10-25T12:00:07Z", true },
		{ "Asia/Kolkata", "2026-10-24T12:00:07Z", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(jumps) / sizeof(*jumps); i++) {
		int64_t from = instant(jumps[i].from);
		int doubts = 0;

		assert_int_equal(when_use_zone(jumps[i].zone), 0);
		for (int64_t at = from; at < from + 2 * STAMP_DAY; at += 5 * STAMP_MINUTE)
			doubts += round_trips(jumps[i].zone, at);
		assert_int_equal(doubts > 0, jumps[i].doubtful);
	}
}

/* The product prints "1 h 18 min ago"; people paste that. */
static void a_printed_duration_is_read_as_so_long_ago(void **state)
{
	struct when_context context = { .now = AT };
	char duration[WHEN_TEXT_SIZE], typed[WHEN_TEXT_SIZE + 8], message[WHEN_MESSAGE_SIZE];
	struct when out;

	(void)state;
	for (int64_t span = STAMP_SECOND; span < 1000 * STAMP_DAY; span += span / 7) {
		snprintf(typed, sizeof(typed), "%s ago", when_duration(span, duration));
		assert_int_equal(when_parse(typed, &context, &out, message), 0);
		assert_string_equal(when_duration(AT - out.at, message), duration);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_style_is_as_the_header_shows_it),
		cmocka_unit_test(the_zone_is_named_as_people_there_do),
		cmocka_unit_test(a_zone_without_letters_is_an_offset),
		cmocka_unit_test(an_abbreviation_that_does_not_tell_is_an_offset),
		cmocka_unit_test(an_instant_outside_the_years_is_shown_as_the_nearest_inside),
		cmocka_unit_test(the_day_is_that_of_the_zone),
		cmocka_unit_test(a_duration_has_at_most_two_units_and_is_cut),
		cmocka_unit_test(whatever_is_printed_is_read_as_the_same_instant),
		cmocka_unit_test(printed_times_are_read_back_where_the_clocks_jump),
		cmocka_unit_test(a_printed_duration_is_read_as_so_long_ago),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
