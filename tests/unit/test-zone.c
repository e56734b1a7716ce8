/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/when.h"
#include "lib/zone.h"

/* What TZ was is kept at the first use, so each look at an environment takes a process of its own. */
static void finds(const char *tz, int answer, const char *name)
{
	pid_t child = fork();
	int status;

	if (!child) {
		if (tz ? setenv("TZ", tz, 1) : unsetenv("TZ"))
			_exit(2);
		_exit(when_use_zone(NULL) != answer || (name && strcmp(when_zone(), name)));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (status)
		fail_msg("TZ=%s: not %s", tz, name);
}

static void the_zone_of_the_environment_is_named(void **state)
{
	(void)state;
	finds("Europe/Berlin", 0, "Europe/Berlin");
	finds(":Europe/Berlin", 0, "Europe/Berlin");
	finds("/usr/share/zoneinfo/Europe/Berlin", 0, "Europe/Berlin");
	finds("Etc/UTC", 0, "UTC");
	finds("", 0, "UTC");
	finds("utc", 0, NULL);
	finds("JST-9", 0, "JST");
	finds("<+03>-3", 0, "+03");
	finds(NULL, 0, NULL);
}

static void an_environment_that_makes_no_sense_is_told_and_utc_is_used(void **state)
{
	(void)state;
	finds("Europe/Berlim", WHEN_NO_ZONE, "UTC");
	finds("Foo", WHEN_NO_ZONE, "UTC");
	finds("<Foo", WHEN_NO_ZONE, "UTC");
	finds("/etc/passwd", WHEN_NO_ZONE, "UTC");
	finds("../../../etc/localtime", WHEN_NO_ZONE, "UTC");
}

static void a_zone_that_is_not_in_tzdata_is_refused_and_the_last_one_stays(void **state)
{
	static const char *const names[] = {
		"",
		"Europe/Berlim",
		"Europe",
		"europe/berlin\n",
		"../zoneinfo/Europe/Berlin",
		"/usr/share/zoneinfo/Europe/Berlin",
		":Europe/Berlin",
		"CET-1CEST",
		"zone.tab",
		"leapseconds",
		"right/Europe/Berlin",
		"Europe/Berlin0123456789012345678901234567890123456789012345678901234567890123456789",
		"\x80\xff",
	};

	(void)state;
	assert_int_equal(when_use_zone("Asia/Tokyo"), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		assert_int_equal(when_use_zone(names[i]), WHEN_NO_ZONE);
		assert_string_equal(when_zone(), "Asia/Tokyo");
	}
}

static void the_environments_zone_comes_back(void **state)
{
	(void)state;
	assert_int_equal(when_use_zone("Asia/Tokyo"), 0);
	assert_int_equal(when_use_zone(NULL), 0);
	assert_string_equal(when_zone(), "America/New_York");
}

static void a_visit_ends_where_it_began(void **state)
{
	(void)state;
	assert_int_equal(zone_use("Asia/Tokyo"), 0);
	assert_int_equal(zone_visit("Europe/Berlin"), 0);
	assert_string_equal(zone_name(), "Europe/Berlin");
	assert_int_equal(zone_leave(), 0);
	assert_int_equal(zone_visit_offset(-(3 * 3600 + 30 * 60)), 0);
	assert_int_equal(zone_show(0).offset, -(3 * 3600 + 30 * 60));
	assert_int_equal(zone_leave(), 0);
	assert_int_equal(zone_visit("Europe/Berlim"), ZONE_UNKNOWN);
	assert_string_equal(zone_name(), "Asia/Tokyo");
}

static void utc_needs_no_tzdata(void **state)
{
	(void)state;
	assert_int_equal(setenv("TZDIR", "/nonexistent", 1), 0);
	assert_int_equal(when_use_zone("Europe/Berlin"), WHEN_NO_ZONE);
	assert_int_equal(when_use_zone("utc"), 0);
	assert_string_equal(when_zone(), "UTC");
	assert_int_equal(unsetenv("TZDIR"), 0);
	assert_int_equal(when_use_zone("Europe/Berlin"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_zone_of_the_environment_is_named),
		cmocka_unit_test(an_environment_that_makes_no_sense_is_told_and_utc_is_used),
		cmocka_unit_test(a_zone_that_is_not_in_tzdata_is_refused_and_the_last_one_stays),
		cmocka_unit_test(the_environments_zone_comes_back),
		cmocka_unit_test(a_visit_ends_where_it_began),
		cmocka_unit_test(utc_needs_no_tzdata),
	};

	setenv("TZ", "America/New_York", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
