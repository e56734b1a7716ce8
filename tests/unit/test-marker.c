/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/report/difference.h"
#include "cli/report/marker.h"
#include "cli/report/sentence.h"

/* Markers of a document, and what a refresh shows of a block that was edited. */
static void blocks_are_found_with_name_hash_line_and_content(void **state)
{
	static const char text[] = "# Title\n"
				   "<!-- incident:begin cause hash=0123456789abcdef -->\n"
				   "it was us\n"
				   "<!-- incident:end cause -->\n"
				   "<!-- incident:begin impact -->\r\n"
				   "<!-- incident:end impact -->";
	drop(marker_free) struct marker_list list = { 0 };
	struct marker_fault fault;

	(void)state;
	assert_int_equal(marker_scan(text, &list, &fault), 0);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.markers[0].name, "cause");
	assert_string_equal(list.markers[0].hash, "0123456789abcdef");
	assert_int_equal(list.markers[0].line, 2);
	assert_int_equal(strncmp(list.markers[0].content, "it was us\n<!--", 14), 0);
	assert_ptr_equal(list.markers[0].end, list.markers[0].content + 10);
	assert_string_equal(list.markers[1].hash, "");
	assert_ptr_equal(list.markers[1].content, list.markers[1].end);
	assert_string_equal(list.markers[1].after, "");
}

static void refused(const char *text, size_t line, const char *what)
{
	drop(marker_free) struct marker_list list = { 0 };
	struct marker_fault fault = { .line = 0 };

	assert_int_equal(marker_scan(text, &list, &fault), 1);
	assert_int_equal(fault.line, line);
	assert_string_equal(fault.what, what);
}

static void markers_that_do_not_pair_are_refused_with_their_line(void **state)
{
	(void)state;
	refused("\n<!-- incident:begin a -->\n", 2, "block \"a\" never ends");
	refused("<!-- incident:end a -->\n", 1, "a block ends that was not begun");
	refused("<!-- incident:begin a -->\n<!-- incident:begin b -->\n", 2,
		"block \"a\" has not ended yet");
	refused("<!-- incident:begin a -->\n<!-- incident:end b -->\n", 2,
		"block \"b\" ends, but \"a\" was begun");
	refused("<!-- incident:begin a -->\n<!-- incident:end a -->\n<!-- incident:begin a -->\n",
		3, "block \"a\" begins a second time");
	refused("x\n<!-- incident:beginner a -->\n", 2,
		"it is neither a begin nor an end of a block: <!-- incident:beginner a -->");
}

static void what_is_not_a_whole_line_is_no_marker(void **state)
{
	drop(marker_free) struct marker_list list = { 0 };
	struct marker_fault fault;

	(void)state;
	assert_int_equal(marker_scan("see <!-- incident:begin a -->\n> <!-- incident:end a -->\n"
				     "<!-- incident:begin a\n",
				     &list, &fault),
			 0);
	assert_int_equal(list.count, 0);
}

static void the_hash_is_fnv_1a_and_blind_to_line_ends(void **state)
{
	char hash[MARKER_HASH], other[MARKER_HASH];

	(void)state;
	marker_hash("", 0, hash);
	assert_string_equal(hash, "cbf29ce484222325");
	marker_hash("foobar", 6, hash);
	assert_string_equal(hash, "85944171f73967e8"); /* the draft's own test vector */
	marker_hash("a\r\nb\n", 5, hash);
	marker_hash("a\nb\n", 4, other);
	assert_string_equal(hash, other);
	marker_hash("a\rb\n", 4, other);
	assert_string_not_equal(hash, other);
}

static void the_first_line_of_a_document_says_what_it_was_made_from(void **state)
{
	static const char text[] = "\xef\xbb\xbf<!-- incident:document ref=20231007-k7qd "
				   "template=my_own.md tz=Europe/Berlin -->\r\n# tz=UTC\n";
	char value[MARKER_VALUE];

	(void)state;
	assert_true(marker_is_document(text));
	marker_value(text, "ref", value);
	assert_string_equal(value, "20231007-k7qd");
	marker_value(text, "tz", value);
	assert_string_equal(value, "Europe/Berlin");
	marker_value(text, "events", value);
	assert_string_equal(value, "");
	assert_false(marker_is_document("# Title\n<!-- incident:document ref=x -->\n"));
}

static void a_value_cannot_end_the_line_that_it_stands_in(void **state)
{
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	marker_add_value(&out, "template", "a --> b\nc.md");
	assert_string_equal(out.data, " template=a__-__b_c.md");
}

static void differs(const char *theirs, const char *ours, const char *expected)
{
	drop(buffer_free) struct buffer out = { 0 };

	difference_add(&out, theirs, strlen(theirs), ours, strlen(ours));
	assert_string_equal(out.data ? out.data : "", expected);
}

static void a_difference_is_what_is_between_what_both_have(void **state)
{
	(void)state;
	differs("a\nb\nc\n", "a\nb\nc\n", "");
	differs("a\nB\nc\n", "a\nb\nc\n", "- B\n+ b\n");
	differs("a\nc\n", "a\nb\nc\n", "+ b\n");
	differs("", "b\n", "+ b\n");
	differs("a\na\n", "a\n", "- a\n");
	differs("no end", "no end\n", "- no end\n+ no end\n");
}

static void a_long_difference_is_cut_and_says_so(void **state)
{
	drop(buffer_free) struct buffer theirs = { 0 }, out = { 0 };

	(void)state;
	for (int i = 0; i < 30; i++)
		buffer_printf(&theirs, "line %d\n", i);
	difference_add(&out, theirs.data, theirs.size, "", 0);
	assert_non_null(strstr(out.data, "- line 11\n- … 18 lines more\n"));
}

static void cut(const char *words, const char *expected)
{
	drop(buffer_free) struct buffer text = { 0 };

	buffer_add_text(&text, words);
	sentence_cut(&text);
	assert_string_equal(text.data, expected);
}

static void a_timeline_takes_two_sentences_of_a_long_text(void **state)
{
	char filler[800] = "";

	(void)state;
	cut("Short. And. To. The. Point.", "Short. And. To. The. Point.");
	memset(filler, 'x', 200);
	drop(buffer_free) struct buffer text = { 0 }, two = { 0 };
	buffer_printf(&two, "db1 runs 4.2.1 of it. Then %s.", filler);
	buffer_printf(&text, "%s And so on.", two.data);
	cut(text.data, two.data);
	for (int i = 0; i < 100; i++)
		memcpy(filler + 5 * i, "word ", 6);
	buffer_clear(&text);
	buffer_printf(&text, "%sto the end", filler);
	drop(buffer_free) struct buffer shown = { 0 };
	buffer_add(&shown, filler, SENTENCE_MOST);
	buffer_add_text(&shown, "…");
	cut(text.data, shown.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_found_with_name_hash_line_and_content),
		cmocka_unit_test(markers_that_do_not_pair_are_refused_with_their_line),
		cmocka_unit_test(what_is_not_a_whole_line_is_no_marker),
		cmocka_unit_test(the_hash_is_fnv_1a_and_blind_to_line_ends),
		cmocka_unit_test(the_first_line_of_a_document_says_what_it_was_made_from),
		cmocka_unit_test(a_value_cannot_end_the_line_that_it_stands_in),
		cmocka_unit_test(a_difference_is_what_is_between_what_both_have),
		cmocka_unit_test(a_long_difference_is_cut_and_says_so),
		cmocka_unit_test(a_timeline_takes_two_sentences_of_a_long_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
