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

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define FAMILY       "👨\u200d👩\u200d👧\u200d👦"
#define FLAG         "\U0001f1e9\U0001f1ea"

static void assert_valid(const char *text, bool valid)
{
	if (text_is_valid(text, strlen(text)) != valid)
		fail_msg("%s: %s", valid ? "refused" : "accepted", text);
}

static void well_formed_utf8_is_valid(void **state)
{
	(void)state;
	assert_true(text_is_valid("", 0));
	assert_valid("db1 answers ping", true);
	assert_valid("pool: 500 → 20, große Wirkung, 数据库, " FAMILY, true);
	assert_valid("\xed\x9f\xbf \xee\x80\x80 \xf4\x8f\xbf\xbf", true);
}

static void what_no_encoder_writes_is_not_valid(void **state)
{
	static const char *const broken[] = {
		"\x80",
		"\xc3",
		"\xc3(",
		"\xe2\x82",
		"\xe2\x82 ",
		"\xff",
		"\xfe",
		"\xc0\xaf",
		"\xc1\xbf",
		"\xe0\x9f\xbf",
		"\xf0\x8f\xbf\xbf", /* overlong */
		"\xed\xa0\x80",
		"\xed\xbf\xbf", /* surrogates */
		"\xf4\x90\x80\x80",
		"\xf8\x88\x80\x80\x80", /* beyond U+10FFFF */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++)
		assert_valid(broken[i], false);
}

static void a_flaw_is_seen_wherever_it_stands(void **state)
{
	char text[41];

	(void)state;
	for (size_t at = 0; at < sizeof(text) - 1; at++) {
		memset(text, 'a', sizeof(text) - 1);
		assert_true(text_is_valid(text, sizeof(text) - 1));
		text[at] = '\0';
		assert_false(text_is_valid(text, sizeof(text) - 1));
		text[at] = '\x80';
		assert_false(text_is_valid(text, sizeof(text) - 1));
	}
}

static void a_cut_never_breaks_a_character(void **state)
{
	static const size_t cuts[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10, 10 };
	const char *text = "aé→😀";

	(void)state;
	for (size_t limit = 0; limit < COUNT(cuts); limit++)
		assert_int_equal(text_cut_bytes(text, strlen(text), limit), cuts[limit]);
}

static void broken_text_is_cut_at_the_limit(void **state)
{
	(void)state;
	assert_int_equal(text_cut_bytes("\x80\x80\x80\x80\x80\x80", 6, 5), 5);
	assert_int_equal(text_cut_bytes("a\x80\x80\x80", 4, 3), 3);
}

static void assert_safe(const char *text, bool lines, const char *expected)
{
	drop(free) char *safe = text_safe(text, lines);

	assert_string_equal(safe, expected);
}

static void controls_come_out_in_caret_form(void **state)
{
	(void)state;
	assert_safe("\033[2J\033]0;owned\a", true, "^[[2J^[]0;owned^G");
	assert_safe("a\x01"
		    "b\x7f"
		    "c\b\b",
		    true, "a^Ab^?c^H^H");
	assert_safe("\xc2\x9b"
		    "2J\xc2\x85",
		    true, "<U+009B>2J<U+0085>");
}

static void what_turns_the_reading_direction_or_hides_is_spelt_out(void **state)
{
	(void)state;
	assert_safe("\u202egnp.exe\u202c", false, "<U+202E>gnp.exe<U+202C>");
	assert_safe("\u061c\u200e\u200f\u2066\u2069", false,
		    "<U+061C><U+200E><U+200F><U+2066><U+2069>");
	assert_safe("a\u200bb\u2060c\ufeff", false, "a<U+200B>b<U+2060>c<U+FEFF>");
	assert_safe("\u2028\u2029\U000e0041", false, "<U+2028><U+2029><U+E0041>");
}

static void joiners_and_ordinary_text_stay_as_they_are(void **state)
{
	static const char text[] =
		"Ausfall in Köln: می\u200cخواهم, क्\u200dष " FAMILY " " FLAG " 数据库 ❤\ufe0f";

	(void)state;
	assert_safe(text, false, text);
	assert_safe("", false, "");
}

static void line_ends_stay_only_where_lines_are_wanted(void **state)
{
	(void)state;
	assert_safe("one\ntwo\r\n\tthree", true, "one\ntwo\n three");
	assert_safe("one\ntwo\r\n\tthree", false, "one two  three");
	assert_safe("50%\rdone\r", true, "50%^Mdone^M");
	assert_safe("50%\rdone", false, "50%^Mdone");
}

static void a_broken_byte_comes_out_as_a_replacement_character(void **state)
{
	(void)state;
	assert_safe("a\xff"
		    "b\xe2\x82",
		    false, "a\ufffdb\ufffd\ufffd");
}

static void safe_text_is_safe_already(void **state)
{
	drop(free) char *once = text_safe("\033[1m\xff\u202e a\r\n b\t", true);

	(void)state;
	assert_safe(once, true, once);
}

static void assert_width(const char *text, size_t cells)
{
	if (text_width(text) != cells)
		fail_msg("%zu cells, not %zu: %s", text_width(text), cells, text);
}

static void width_is_counted_in_cells_by_grapheme(void **state)
{
	(void)state;
	assert_width("", 0);
	assert_width("db1 at 500", 10);
	assert_width("größer", 6);
	assert_width("gro\u0308ßer", 6);
	assert_width("数据库", 6);
	assert_width("한글", 4);
	assert_width("\u1112\u1161\u11ab", 2);
	assert_width("z\u0300\u0301\u0302\u0303", 1);
	assert_width("→ · … ✓", 7);
}

static void an_emoji_takes_two_cells_however_it_is_put_together(void **state)
{
	(void)state;
	assert_width("😀", 2);
	assert_width(FAMILY, 2);
	assert_width("👍🏽", 2);
	assert_width(FLAG, 2);
	assert_width(FLAG FLAG, 4);
	assert_width("\U0001f1e9", 2);
	assert_width("❤\ufe0f", 2);
	assert_width("1\ufe0f\u20e3", 2);
	assert_width("a\ufe0f", 1);
	assert_width("a" FAMILY "b", 4);
}

static void assert_fit(const char *text, size_t cells, const char *utf8, const char *ascii)
{
	drop(free) char *dots = text_fit(text, cells, true);
	drop(free) char *periods = text_fit(text, cells, false);

	assert_string_equal(dots, utf8);
	assert_string_equal(periods, ascii);
}

static void what_fits_is_not_cut(void **state)
{
	(void)state;
	assert_fit("checkout", 8, "checkout", "checkout");
	assert_fit("", 0, "", "");
	assert_fit("数据库", 6, "数据库", "数据库");
}

static void what_is_cut_says_so_within_its_cells(void **state)
{
	(void)state;
	assert_fit("checkout", 7, "checko…", "chec...");
	assert_fit("checkout", 3, "ch…", "...");
	assert_fit("checkout", 2, "c…", "..");
	assert_fit("checkout", 1, "…", ".");
	assert_fit("checkout", 0, "", "");
}

static void a_cut_leaves_a_cell_empty_rather_than_half_a_character(void **state)
{
	(void)state;
	assert_fit("数据库", 5, "数据…", "数...");
	assert_fit("数据库", 4, "数…", "...");
	assert_fit("a" FAMILY FAMILY, 4, "a" FAMILY "…", "a...");
	assert_fit("e\u0301e\u0301e\u0301", 2, "e\u0301…", "..");
}

struct layout {
	size_t column, indent, width;
};

static void assert_wrap(const char *text, struct layout layout, const char *expected)
{
	drop(free) char *data = NULL;
	size_t size = 0;
	drop(file_close) FILE *out = open_memstream(&data, &size);

	assert_non_null(out);
	text_wrap(out, text, layout.column, layout.indent, layout.width);
	assert_int_equal(fflush(out), 0);
	assert_string_equal(data, expected);
}

static void text_wraps_at_spaces_under_itself(void **state)
{
	(void)state;
	assert_wrap("db1 at 500 of 500", (struct layout){ 4, 4, 14 }, "db1 at 500\n    of 500");
	assert_wrap("db1 at 500 of 500", (struct layout){ 4, 4, 15 }, "db1 at 500\n    of 500");
	assert_wrap("db1 at 500 of 500", (struct layout){ 4, 4, 17 }, "db1 at 500 of\n    500");
	assert_wrap("db1 at 500 of 500", (struct layout){ 0, 0, 80 }, "db1 at 500 of 500");
}

static void the_first_line_counts_what_is_printed_already(void **state)
{
	(void)state;
	assert_wrap("one two", (struct layout){ 6, 2, 12 }, "one\n  two");
	assert_wrap("several", (struct layout){ 6, 2, 12 }, "\n  several");
}

static void line_ends_break_and_are_indented_but_empty_lines_are_not(void **state)
{
	(void)state;
	assert_wrap("a\nb\n\n  c", (struct layout){ 2, 2, 20 }, "a\n  b\n\n    c");
	assert_wrap("a\nb", (struct layout){ 2, 2, 0 }, "a\n  b");
}

static void nothing_is_printed_after_the_last_word(void **state)
{
	(void)state;
	assert_wrap("done  \n\n", (struct layout){ 0, 4, 20 }, "done");
	assert_wrap("", (struct layout){ 0, 4, 20 }, "");
	assert_wrap(" \n ", (struct layout){ 0, 4, 20 }, "");
}

static void spaces_within_a_line_are_kept_and_at_a_break_are_dropped(void **state)
{
	(void)state;
	assert_wrap("a  b   c", (struct layout){ 0, 0, 5 }, "a  b\nc");
	assert_wrap("a\n    word", (struct layout){ 0, 0, 6 }, "a\nword");
}

static void only_a_word_longer_than_a_line_is_broken(void **state)
{
	(void)state;
	assert_wrap("see abcdefghij now", (struct layout){ 2, 2, 8 },
		    "see\n  abcdef\n  ghij\n  now");
	assert_wrap("数据库数据库", (struct layout){ 0, 0, 5 }, "数据\n库数\n据库");
}

static void without_a_width_nothing_wraps(void **state)
{
	static const char text[] =
		"a line much longer than any terminal that people use at 03:00 in "
		"the night, or so it seems to them";

	(void)state;
	assert_wrap(text, (struct layout){ 40, 40, 0 }, text);
}

static void a_line_too_narrow_for_anything_still_gets_on(void **state)
{
	(void)state;
	assert_wrap("abc", (struct layout){ 3, 3, 2 }, "a\n   b\n   c");
	assert_wrap("数", (struct layout){ 0, 0, 1 }, "数");
	assert_wrap("ab cd", (struct layout){ 9, 1, 1 }, "\n a\n b\n c\n d");
}

static void try_everything(const char *text, size_t number)
{
	drop(free) char *safe = text_safe(text, number & 1);
	drop(free) char *fitted = text_fit(text, number % 9, number & 2);
	drop(free) char *data = NULL;
	size_t size = strlen(text);
	drop(file_close) FILE *out = open_memstream(&data, &size);

	assert_true(text_is_valid(safe, strlen(safe)));
	assert_true(text_width(fitted) <= number % 9);
	assert_true(text_cut_bytes(text, strlen(text), number % 9) <= number % 9);
	text_wrap(out, text, number % 5, number % 7, number % 11);
	text_has_words(text, safe);
	text_suggest(text, (const char *const[]){ safe, fitted, NULL });
}

static void no_bytes_upset_any_of_them(void **state)
{
	static const char *const parts[] = { "a",          "Z",      " ",      "\n",     "\r",
					     "\t",         "\033",   "\x80",   "\xe2",   "\xf0\x9f",
					     "é",          "\u0301", "\u200d", "👩",      "\ufe0f",
					     "\U0001f1e9", "数",     "\u1112", "\u1161", "\u202e",
					     "\u0600",     "\u0903", "\xff",   "ß",      "İ" };
	uint32_t random = 1;

	(void)state;
	for (size_t round = 0; round < 20000; round++) {
		char text[64] = { 0 };

		for (int i = 0; i < 12; i++) {
			random = random * 1664525 + 1013904223;
			strcat(text, parts[(random >> 16) % COUNT(parts)]);
		}
		try_everything(text, round);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_utf8_is_valid),
		cmocka_unit_test(what_no_encoder_writes_is_not_valid),
		cmocka_unit_test(a_flaw_is_seen_wherever_it_stands),
		cmocka_unit_test(a_cut_never_breaks_a_character),
		cmocka_unit_test(broken_text_is_cut_at_the_limit),
		cmocka_unit_test(controls_come_out_in_caret_form),
		cmocka_unit_test(what_turns_the_reading_direction_or_hides_is_spelt_out),
		cmocka_unit_test(joiners_and_ordinary_text_stay_as_they_are),
		cmocka_unit_test(line_ends_stay_only_where_lines_are_wanted),
		cmocka_unit_test(a_broken_byte_comes_out_as_a_replacement_character),
		cmocka_unit_test(safe_text_is_safe_already),
		cmocka_unit_test(width_is_counted_in_cells_by_grapheme),
		cmocka_unit_test(an_emoji_takes_two_cells_however_it_is_put_together),
		cmocka_unit_test(what_fits_is_not_cut),
		cmocka_unit_test(what_is_cut_says_so_within_its_cells),
		cmocka_unit_test(a_cut_leaves_a_cell_empty_rather_than_half_a_character),
		cmocka_unit_test(text_wraps_at_spaces_under_itself),
		cmocka_unit_test(the_first_line_counts_what_is_printed_already),
		cmocka_unit_test(line_ends_break_and_are_indented_but_empty_lines_are_not),
		cmocka_unit_test(nothing_is_printed_after_the_last_word),
		cmocka_unit_test(spaces_within_a_line_are_kept_and_at_a_break_are_dropped),
		cmocka_unit_test(only_a_word_longer_than_a_line_is_broken),
		cmocka_unit_test(without_a_width_nothing_wraps),
		cmocka_unit_test(a_line_too_narrow_for_anything_still_gets_on),
		cmocka_unit_test(no_bytes_upset_any_of_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
