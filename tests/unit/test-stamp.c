/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "lib/stamp.h"

static void reads(const char *text, const char *expected)
{
	char found[STAMP_SIZE];
	int64_t at;

	if (stamp_parse(text, &at))
		fail_msg("%s is refused", text);
	assert_string_equal(stamp_format(at, found), expected);
}

static void refuses(const char *text)
{
	int64_t at = 42;

	if (stamp_parse(text, &at) != 1)
		fail_msg("%s is read", text);
	assert_int_equal(at, 42);
}

static void what_is_written_has_six_digits_and_a_z(void **state)
{
	char text[STAMP_SIZE];

	(void)state;
	assert_string_equal(stamp_format(0, text), "1970-01-01T00:00:00.000000Z");
	assert_string_equal(stamp_format(INT64_C(1795143731000001), text),
			    "2026-11-20T03:02:11.000001Z");
	assert_string_equal(stamp_format(STAMP_MAX, text), "2262-12-31T23:59:59.999999Z");
}

static void an_instant_outside_the_years_is_clamped(void **state)
{
	char text[STAMP_SIZE];

	(void)state;
	assert_string_equal(stamp_format(-1, text), "1970-01-01T00:00:00.000000Z");
	assert_string_equal(stamp_format(INT64_MIN, text), "1970-01-01T00:00:00.000000Z");
	assert_string_equal(stamp_format(INT64_MAX, text), "2262-12-31T23:59:59.999999Z");
}

static void any_date_time_of_rfc_3339_is_read(void **state)
{
	(void)state;
	reads("2026-11-20T03:02:11Z", "2026-11-20T03:02:11.000000Z");
	reads("2026-11-20t03:02:11z", "2026-11-20T03:02:11.000000Z");
	reads("2026-11-20T03:02:11.5Z", "2026-11-20T03:02:11.500000Z");
	reads("2026-11-20T03:02:11.123456789Z", "2026-11-20T03:02:11.123456Z");
	reads("2026-11-20T03:02:11.999999999Z", "2026-11-20T03:02:11.999999Z");
	reads("2026-11-20T03:02:11+05:30", "2026-11-19T21:32:11.000000Z");
	reads("2026-11-20T03:02:11-08:00", "2026-11-20T11:02:11.000000Z");
	reads("2026-11-20T03:02:11-00:00", "2026-11-20T03:02:11.000000Z");
	reads("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z");
	reads("1969-12-31T23:00:00-01:00", "1970-01-01T00:00:00.000000Z");
	reads("2262-12-31T23:59:59.999999Z", "2262-12-31T23:59:59.999999Z");
	reads("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000000Z");
}

static void a_leap_second_is_the_second_before(void **state)
{
	(void)state;
	reads("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000000Z");
	reads("2016-12-31T23:59:60.25Z", "2016-12-31T23:59:59.250000Z");
	reads("2017-01-01T00:59:60+01:00", "2016-12-31T23:59:59.000000Z");
	refuses("2016-12-31T23:58:60Z");
	refuses("2017-01-01T00:59:60Z");
	refuses("2016-12-31T23:59:61Z");
}

static void anything_else_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"garbage xyz",
		"2026-11-20",
		"2026-11-20T03:02Z",
		"2026-11-20T03:02:11",
		"2026-11-20 03:02:11Z",
		"2026-11-20T03:02:11.Z",
		"2026-11-20T03:02:11.1234567890Z",
		"2026-11-20T03:02:11,5Z",
		"2026-11-20T03:02:11ZZ",
		"2026-11-20T03:02:11Z ",
		" 2026-11-20T03:02:11Z",
		"2026-11-20T03:02:11+0100",
		"2026-11-20T03:02:11+24:00",
		"2026-11-20T03:02:11+01:60",
		"2026-11-20T3:02:11Z",
		"+026-11-20T03:02:11Z",
		"2026-02-29T00:00:00Z",
		"2100-02-29T00:00:00Z",
		"2026-02-30T00:00:00Z",
		"2026-00-10T00:00:00Z",
		"2026-13-10T00:00:00Z",
		"2026-11-00T00:00:00Z",
		"2026-11-31T00:00:00Z",
		"2026-11-20T24:00:00Z",
		"2026-11-20T10:61:00Z",
		"0000-01-01T00:00:00Z",
		"1969-12-31T23:59:59Z",
		"1970-01-01T00:00:00+00:01",
		"2263-01-01T00:00:00Z",
		"9999-12-31T23:59:59Z",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		refuses(texts[i]);
}

/* Every day of all the years and one on each side, held against the C library. */
static void the_calendar_is_the_one_of_the_c_library(void **state)
{
	(void)state;
	for (int64_t at = -366 * STAMP_DAY; at <= STAMP_MAX + 366 * STAMP_DAY;
	     at += STAMP_DAY - STAMP_SECOND + 1) {
		time_t seconds =
			(at - (at % STAMP_SECOND + STAMP_SECOND) % STAMP_SECOND) / STAMP_SECOND;
		struct civil civil = stamp_civil(at);
		struct tm tm;

		gmtime_r(&seconds, &tm);
		assert_int_equal(civil.year, tm.tm_year + 1900);
		assert_int_equal(civil.month, tm.tm_mon + 1);
		assert_int_equal(civil.day, tm.tm_mday);
		assert_int_equal(civil.hour * 3600 + civil.minute * 60 + civil.second,
				 tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec);
		assert_int_equal(stamp_weekday(&civil), tm.tm_wday);
		assert_int_equal(stamp_of(&civil), at);
		assert_true(stamp_exists(&civil));
	}
}

static void what_is_written_is_read_as_the_same_instant(void **state)
{
	char text[STAMP_SIZE];
	int64_t found;

	(void)state;
	for (int64_t at = 0; at <= STAMP_MAX; at += INT64_C(91234567890123)) {
		assert_int_equal(stamp_parse(stamp_format(at, text), &found), 0);
		assert_int_equal(found, at);
	}
}

static void now_is_between_this_release_and_the_last_year(void **state)
{
	(void)state;
	assert_in_range(stamp_now(), INT64_C(1700000000000000), STAMP_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_has_six_digits_and_a_z),
		cmocka_unit_test(an_instant_outside_the_years_is_clamped),
		cmocka_unit_test(any_date_time_of_rfc_3339_is_read),
		cmocka_unit_test(a_leap_second_is_the_second_before),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(the_calendar_is_the_one_of_the_c_library),
		cmocka_unit_test(what_is_written_is_read_as_the_same_instant),
		cmocka_unit_test(now_is_between_this_release_and_the_last_year),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
