/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/drop.h"
#include "lib/when.h"
#include "tests/unit/cases.h"

#define NOW INT64_C(1795143731000000) /* 2026-11-20T03:02:11Z */

static const char *const answers[] = {
	[WHEN_NO_FORM] = "NO_FORM", [WHEN_GAP] = "GAP",     [WHEN_OVERLAP] = "OVERLAP",
	[WHEN_NO_DATE] = "NO_DATE", [WHEN_RANGE] = "RANGE", [WHEN_NO_ZONE] = "NO_ZONE",
};

static int64_t instant(const char *text)
{
	int64_t at;

	if (stamp_parse(text, &at))
		fail_msg("%s is no instant", text);
	return at;
}

static int64_t parse_in(const char *zone, const char *typed)
{
	struct when_context context = { .now = NOW };
	char message[WHEN_MESSAGE_SIZE] = "";
	struct when out;

	assert_int_equal(when_use_zone(zone), 0);
	if (when_parse(typed, &context, &out, message))
		fail_msg("%s: %s", typed, message);
	return out.at;
}

/* What a case file expects of when_parse(), or behind `day ` of when_parse_day(). */
static void describe(const char *typed, const struct when_context *context, bool is_day, char *text)
{
	char message[WHEN_MESSAGE_SIZE] = "", day[WHEN_DAY_SIZE], at[STAMP_SIZE];
	struct when out;
	int answer = is_day ? when_parse_day(typed, context, day, message)
			    : when_parse(typed, context, &out, message);

	assert_in_range(answer, 0, WHEN_NO_ZONE);
	assert_true(answer ? strlen(message) > 10 : !*message);
	if (answer)
		sprintf(text, "%s%s", is_day ? "day " : "", answers[answer]);
	else if (is_day)
		sprintf(text, "day %s", day);
	else if (out.unknown)
		sprintf(text, "unknown");
	else
		sprintf(text, "%s%s", out.about ? "~" : "", stamp_format(out.at, at));
}

static char *column(char **line)
{
	char *text = *line, *end = strstr(text, " | ");

	if (end) {
		*end = '\0';
		*line = end + 3;
	}
	return text;
}

/* The fraction of an expected instant may be left out. */
static bool is_expected(const char *found, const char *expected)
{
	char whole[1024];
	size_t size = strlen(expected);

	snprintf(whole, sizeof(whole), "%s", expected);
	if (strchr(expected, ':') && !strchr(expected, '.'))
		snprintf(whole, sizeof(whole), "%.*s.000000Z", (int)size - 1, expected);
	return !strcmp(found, whole);
}

static void check_case(char *line)
{
	const char *zone = column(&line), *now = column(&line), *near = column(&line);
	const char *typed = column(&line), *expected = line;
	struct when_context context = { .now = instant(now), .ahead = !strcmp(near, "ahead") };
	char found[WHEN_TEXT_SIZE];

	if (strcmp(near, "-") && !context.ahead)
		context.near = instant(near);
	assert_int_equal(when_use_zone(zone), 0);
	describe(typed, &context, !strncmp(expected, "day ", 4), found);
	if (!is_expected(found, expected))
		fail_msg("%s | %s | %s | %s: %s, not %s", zone, now, near, typed, found, expected);
	assert_string_equal(when_zone(), zone);
}

static void what_people_type_means_what_the_cases_say(void **state)
{
	(void)state;
	assert_in_range(cases_each("when.txt", check_case), 200, 10000);
}

static void every_form_of_the_help_is_taken(void **state)
{
	char example[WHEN_TEXT_SIZE];
	int count = 0;

	(void)state;
	for (const char *line = when_forms; *line; line = strchr(line, '\n') + 1, count++) {
		assert_in_range(strcspn(line, "\n"), 1, 80);
		snprintf(example, sizeof(example), "%.*s", (int)(strstr(line, "  ") - line), line);
		parse_in("UTC", example);
	}
	assert_in_range(count, 10, 30);
}

static void a_doubt_names_the_two_times_to_type_instead(void **state)
{
	struct when_context context = { .now = NOW };
	char message[WHEN_MESSAGE_SIZE];
	struct when out;

	(void)state;
	assert_int_equal(when_use_zone("Europe/Berlin"), 0);
	assert_int_equal(when_parse("2026-10-25 02:30", &context, &out, message), WHEN_OVERLAP);
	assert_non_null(strstr(message, "2026-10-25 02:30:00 +02:00"));
	assert_non_null(strstr(message, "2026-10-25 02:30:00 +01:00"));
	assert_int_equal(parse_in("UTC", "2026-10-25 02:30:00 +02:00"),
			 instant("2026-10-25T00:30:00Z"));
	assert_int_equal(parse_in("UTC", "2026-10-25 02:30:00 +01:00"),
			 instant("2026-10-25T01:30:00Z"));

	context.now = instant("2026-03-29T12:00:00Z");
	assert_int_equal(when_use_zone("Europe/Berlin"), 0);
	assert_int_equal(when_parse("02:30", &context, &out, message), WHEN_GAP);
	assert_non_null(strstr(message, "2026-03-29 01:30:00 +01:00"));
	assert_non_null(strstr(message, "2026-03-29 03:30:00 +02:00"));
	assert_int_equal(when_parse("2026-03-29 02:30 Europe/Paris", &context, &out, message),
			 WHEN_GAP);
	assert_non_null(strstr(message, "Europe/Paris"));
}

static void a_bare_m_is_told_what_to_write(void **state)
{
	struct when_context context = { .now = NOW };
	char message[WHEN_MESSAGE_SIZE];
	struct when out;

	(void)state;
	assert_int_equal(when_parse("5M", &context, &out, message), WHEN_NO_FORM);
	assert_non_null(strstr(message, "5m"));
	assert_non_null(strstr(message, "month"));
	assert_int_equal(when_parse("5x", &context, &out, message), WHEN_NO_FORM);
	assert_null(strstr(message, "month"));
	assert_non_null(strstr(message, "yesterday 10:32"));
}

static uint64_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *seed >> 33;
}

static void any_bytes_are_safe_to_type(void **state)
{
	static const char letters[] = "0123456789:.-+@~?TZMmhd, \t/\x80\xff\n%agonwUC_tdyk";
	struct when_context context = { .now = NOW };
	char typed[64], message[WHEN_MESSAGE_SIZE], day[WHEN_DAY_SIZE];
	uint64_t seed = 42;
	struct when out;

	(void)state;
	assert_int_equal(when_use_zone("Europe/Berlin"), 0);
	for (int i = 0; i < 100000; i++) {
		size_t size = next_random(&seed) % (sizeof(typed) - 1);

		typed[size] = '\0';
		while (size)
			typed[--size] = letters[next_random(&seed) % (sizeof(letters) - 1)];
		assert_in_range(when_parse(typed, &context, &out, message), 0, WHEN_NO_ZONE);
		assert_in_range(when_parse_day(typed, &context, day, message), 0, WHEN_NO_ZONE);
	}
	assert_string_equal(when_zone(), "Europe/Berlin");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_type_means_what_the_cases_say),
		cmocka_unit_test(every_form_of_the_help_is_taken),
		cmocka_unit_test(a_doubt_names_the_two_times_to_type_instead),
		cmocka_unit_test(a_bare_m_is_told_what_to_write),
		cmocka_unit_test(any_bytes_are_safe_to_type),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
