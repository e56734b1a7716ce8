/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/timeline/words.h"
#include "lib/drop.h"

/* What views, exports and answers say of an entry. */
static void assert_change(json_t *data, const char *expected)
{
	const struct event amended = { .kind = KIND_AMENDED, .data = data };
	drop(buffer_free) struct buffer words = { 0 };

	assert_non_null(data);
	words_change(&words, &amended);
	assert_string_equal(words.data, expected);
	json_decref(data);
}

static void a_change_is_told_in_the_words_that_people_type(void **state)
{
	(void)state;
	assert_change(json_pack("{s:{s:s, s:i, s:b}, s:{s:n, s:i}}", "new", "at",
				"2026-11-20T10:32:00.000000Z", "users", 800000, "users_about", 1,
				"old", "at", "users", 500000),
		      "at: 2026-11-20 10:32 UTC (was unknown), users: ~80% (was 50%)");
	assert_change(json_pack("{s:{s:s, s:b}, s:{s:s, s:b}}", "new", "at", "unknown", "about", 0,
				"old", "at", "2026-11-20T10:32:05.000000Z", "about", 1),
		      "at: unknown (was ~2026-11-20 10:32:05 UTC)");
	assert_change(json_pack("{s:{s:[s, s], s:s, s:i, s:b}, s:{s:s, s:i}}", "new", "tags", "net",
				"db", "kind", "hypothesis", "to", 2, "pinned", 1, "old", "kind",
				"note", "to", 1),
		      "tags: net, db (was none), kind: suspect (was note), "
		      "severity: 2 (was 1), pinned: yes (was no)");
}

static void a_move_is_a_change_of_the_incident(void **state)
{
	json_t *data = json_pack("{s:s, s:s}", "from", "01a22bc3-2d6e-7490-b696-58be84688309", "to",
				 "01a22bc3-2d71-76ac-afaa-085272394ff8");
	const struct event moved = { .kind = KIND_MOVED, .data = data };
	const struct event retracted = { .kind = KIND_RETRACTED, .data = data };
	drop(buffer_free) struct buffer words = { 0 };

	(void)state;
	words_change(&words, &retracted);
	assert_null(words.data);
	words_change(&words, &moved);
	assert_string_equal(words.data, "incident: jkzr (was h0r9)");
	json_decref(data);
}

static void assert_ruling(const char *why, const char *what, const char *expected)
{
	const struct event ruling = { .kind = KIND_RULED_OUT, .text = why };
	const struct event target = { .kind = KIND_HYPOTHESIS, .text = what };
	drop(buffer_free) struct buffer words = { 0 };

	words_ruling(&words, &ruling, &target);
	assert_string_equal(words.data, expected);
}

static void a_ruling_says_what_was_ruled_out_and_why(void **state)
{
	(void)state;
	assert_ruling("no loss", "suspected network issue", "suspected network issue: no loss");
	assert_ruling(NULL, "suspected network issue", "suspected network issue");
	assert_ruling("network: no loss", "suspected network issue", "network: no loss");
	assert_ruling("fine since 10:15", "the disk", "the disk: fine since 10:15");
	assert_ruling("no", "a suspicion of more than the forty bytes that fit",
		      "a suspicion of more than the forty bytes...: no");
}

static void assert_ago(int64_t duration, const char *expected)
{
	char text[WHEN_TEXT_SIZE];

	assert_string_equal(words_ago(duration, text), expected);
}

static void what_took_no_minute_is_not_said_to_have_taken_0(void **state)
{
	char text[WHEN_TEXT_SIZE];

	(void)state;
	assert_ago(0, "just now");
	assert_ago(59 * STAMP_SECOND, "just now");
	assert_ago(STAMP_MINUTE, "1 min ago");
	assert_ago(-5 * STAMP_MINUTE, "in 5 min");
	assert_string_equal(words_lasted(0, text), "under a minute");
	assert_string_equal(words_lasted_short(STAMP_SECOND, text), "<1 min");
	assert_string_equal(words_lasted_exact(19 * STAMP_SECOND, text), "19 s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_is_told_in_the_words_that_people_type),
		cmocka_unit_test(a_move_is_a_change_of_the_incident),
		cmocka_unit_test(a_ruling_says_what_was_ruled_out_and_why),
		cmocka_unit_test(what_took_no_minute_is_not_said_to_have_taken_0),
	};

	when_use_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
