/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/text.h"

/* Text that is looked for, and words that were meant. */

static void every_word_has_to_occur_in_any_order_and_case(void **state)
{
	static const char text[] = "DB1 at 500 of 500 Connections";

	(void)state;
	assert_true(text_has_words(text, "connections db1"));
	assert_true(text_has_words(text, "  CONNECT\t500\n"));
	assert_false(text_has_words(text, "connections db2"));
	assert_false(text_has_words("", "a"));
}

static void an_empty_query_matches_nothing(void **state)
{
	(void)state;
	assert_false(text_has_words("anything", ""));
	assert_false(text_has_words("anything", " \t "));
	assert_false(text_has_words("", ""));
}

static void case_and_spelling_do_not_matter_in_any_script(void **state)
{
	(void)state;
	assert_true(text_has_words("СЕРВЕР упал", "сервер"));
	assert_true(text_has_words("сервер упал", "УПАЛ Сервер"));
	assert_true(text_has_words("STRASSE gesperrt", "straße"));
	assert_true(text_has_words("Straße gesperrt", "STRASSE"));
	assert_true(text_has_words("cafe\u0301 down", "CAFÉ"));
	assert_true(text_has_words("the ﬁle is gone", "file"));
	assert_true(text_has_words("ｄｂ１", "db1"));
	assert_false(text_has_words("cafe\u0301 down", "cafe"));
	assert_false(text_has_words("сервер", "server"));
}

static void folded_text_can_be_matched_again_and_is_the_same(void **state)
{
	drop(free) char *query = text_fold("ÜBERLAST Pool");
	drop(free) char *again = text_fold(query);

	(void)state;
	assert_string_equal(query, "überlast pool");
	assert_string_equal(again, query);
	assert_true(text_has_words("Pool in Überlast — seit 03:00", query));
}

static void folding_leaves_the_text_around_what_it_changes(void **state)
{
	drop(free) char *folded = text_fold("ALL gone — E\u0301t\u00c9 … THE END");

	(void)state;
	assert_string_equal(folded, "all gone — été ... the end");
}

static void long_text_folds_as_its_parts_do(void **state)
{
	drop(buffer_free) struct buffer text = { 0 };
	drop(buffer_free) struct buffer expected = { 0 };
	drop(free) char *folded = NULL;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		buffer_add_text(&text, i % 500 < 250 ? "E\u0301" : i % 2 ? "УПАЛ" : "数据");
		buffer_add_text(&expected, i % 500 < 250 ? "é" : i % 2 ? "упал" : "数据");
	}
	folded = text_fold(text.data);
	assert_string_equal(folded, expected.data);
}

static void broken_text_still_folds_and_matches(void **state)
{
	(void)state;
	assert_true(text_has_words("DB1 \xff\xfe Down", "down db1"));
	assert_true(text_has_words("DB1 \xff Down", "\xff"));
}

static void assert_suggest(const char *word, const char *expected)
{
	static const char *const verbs[] = { "note", "status", "resolve",  "reopen", "retract",
					     "log",  "list",   "mitigate", NULL };
	const char *meant = text_suggest(word, verbs);

	if (!expected)
		assert_null(meant);
	else if (!meant || strcmp(meant, expected) != 0)
		fail_msg("%s: %s", word, meant ? meant : "nothing");
}

static void a_slip_of_the_finger_finds_the_word_that_was_meant(void **state)
{
	(void)state;
	assert_suggest("note", "note");
	assert_suggest("noet", "note");
	assert_suggest("staus", "status");
	assert_suggest("statsu", "status");
	assert_suggest("mittigate", "mitigate");
	assert_suggest("resovle", "resolve");
	assert_suggest("lst", "list");
	assert_suggest("lgo", "log");
}

static void of_two_equally_close_the_first_is_suggested(void **state)
{
	const char *const pets[] = { "bat", "hat", NULL };

	(void)state;
	assert_string_equal(text_suggest("cat", pets), "bat");
}

static void what_is_not_close_to_any_word_finds_none(void **state)
{
	const char *const none[] = { NULL };
	char endless[200] = { 0 };

	(void)state;
	assert_suggest("kubernetes", NULL);
	assert_suggest("", NULL);
	assert_suggest("xyz", NULL);
	assert_null(text_suggest("note", none));
	memset(endless, 'n', sizeof(endless) - 1);
	assert_suggest(endless, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_has_to_occur_in_any_order_and_case),
		cmocka_unit_test(an_empty_query_matches_nothing),
		cmocka_unit_test(case_and_spelling_do_not_matter_in_any_script),
		cmocka_unit_test(folded_text_can_be_matched_again_and_is_the_same),
		cmocka_unit_test(folding_leaves_the_text_around_what_it_changes),
		cmocka_unit_test(long_text_folds_as_its_parts_do),
		cmocka_unit_test(broken_text_still_folds_and_matches),
		cmocka_unit_test(a_slip_of_the_finger_finds_the_word_that_was_meant),
		cmocka_unit_test(of_two_equally_close_the_first_is_suggested),
		cmocka_unit_test(what_is_not_close_to_any_word_finds_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
