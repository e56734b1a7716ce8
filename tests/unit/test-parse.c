/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "include/limits.h"
#include "lib/arena.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/parse.h"

/* Linked with --wrap: one allocation of ours fails, counted from 1; 0 is none. */
static unsigned failing;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_malloc(size_t size)
{
	return failing && --failing == 0 ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return failing && --failing == 0 ? NULL : __real_realloc(memory, size);
}

static int parse(json_t **value, const char *text)
{
	return parse_json(value, text, strlen(text), PARSE_ALL, NULL);
}

static int parse_within(struct arena *arena, json_t **value, const char *text)
{
	return arena ? parse_json_in(arena, value, text, strlen(text), PARSE_ALL, NULL)
		     : parse(value, text);
}

static void read_without_memory(struct arena *arena)
{
	char message[4000] = "{\"text\": [\"\\n";
	unsigned n = 0;
	int r;

	memset(message + strlen(message), 'x', 3000);
	strcat(message, "\", {\"\\u00e4\": 1.5}]}");
	do {
		json_t *value;

		failing = ++n;
		r = parse_within(arena, &value, message);
		if (r == 0)
			assert_int_equal(json_string_length(
						 json_array_get(json_object_get(value, "text"), 0)),
					 3001);
		else
			assert_int_equal(r, -ENOMEM);
		if (arena)
			arena_free(arena);
		else
			json_decref(value);
	} while (r < 0);
	assert_true(n > 5);
	failing = 0;
}

static void a_text_is_read_whole_or_not_at_all_whatever_memory_is_missing(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	read_without_memory(NULL);
	read_without_memory(&arena);
}

static void what_was_read_in_an_arena_stays_while_that_does(void **state)
{
	struct arena arena = { 0 };
	json_t *inside, *outside;

	(void)state;
	assert_int_equal(parse_within(&arena, &inside, "{\"a\":[1,{\"b\":\"c\"}]}"), 0);
	assert_int_equal(parse(&outside, "{\"a\":[1,{\"b\":\"c\"}]}"), 0);
	assert_true(json_equal(inside, outside));
	json_decref(outside);
	arena_free(&arena);
}

/* What jansson, whose reader this stands for, makes of the same bytes. */
static bool is_read_as_by_jansson(const char *text, size_t size)
{
	drop(json_decref) json_t *theirs = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	drop(json_decref) json_t *ours = NULL;
	int r = parse_json(&ours, text, size, PARSE_ALL, NULL);

	return theirs ? r == 0 && json_equal(ours, theirs) : r == PARSE_WRONG && !ours;
}

static const char *const texts[] = {
	"",
	" ",
	"{",
	"{}",
	" [ ] ",
	"[]]",
	"[1,]",
	"[,1]",
	"[1 2]",
	"{\"a\"}",
	"{\"a\":}",
	"{\"a\":1,}",
	"{\"a\":1,\"a\":2}",
	"{\"a\":1,\"\\u0061\":2}",
	"{\"\":[{\"b\":{}},[[]],null]}",
	"{1:2}",
	"[true,false,null]",
	"[tru]",
	"[nulll]",
	"[nul",
	"1",
	"\"a\"",
	"null",
	"[0,-0,1,-1,12345678901]",
	"[9223372036854775807,-9223372036854775808]",
	"[9223372036854775808]",
	"[-9223372036854775809]",
	"[01]",
	"[-]",
	"[+1]",
	"[1.5,0.25,-1.5e3,1E2,1e+2,1e-2]",
	"[1.]",
	"[.5]",
	"[1e]",
	"[1e+]",
	"[1.e1]",
	"[1e999]",
	"[1e-999]",
	"[1",
	"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\u20AC\\ud83d\\ude00\"]",
	"[\"\\x\"]",
	"[\"\\",
	"[\"\\u12\"]",
	"[\"\\u12g4\"]",
	"[\"\\u0000\"]",
	"[\"\\ud83d\"]",
	"[\"\\ud83d\\u0041\"]",
	"[\"\\ud83dxxxxxx\"]",
	"[\"\\ude00\"]",
	"[\"a\nb\"]",
	"[\"a\x1f\"]",
	"[\"a\x7f\"]",
	"[\"open]",
	"[\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"]",
	"[\"\xc3\"]",
	"[\"\xc3\\n\xa4\"]",
	"[\"\xed\xa0\x80\"]",
	"[\"\xc0\x80\"]",
	"[\"\xf4\x90\x80\x80\"]",
	"\xef\xbb\xbf[]",
	"[\xa0]",
	"\t\r\n[\t1\r,\n2 ]",
	"[\v1]",
};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static void a_text_is_read_as_by_jansson(void **state)
{
	(void)state;
	for (size_t i = 0; i < TEXTS; i++)
		if (!is_read_as_by_jansson(texts[i], strlen(texts[i])))
			fail_msg("read differently: %s", texts[i]);
}

/* jansson passes over one that follows a number. */
static void a_nul_stands_nowhere(void **state)
{
	json_t *value;

	(void)state;
	assert_int_equal(parse_json(&value, "[1\0]", 4, PARSE_ALL, NULL), PARSE_WRONG);
	assert_int_equal(parse_json(&value, "[]\0", 3, PARSE_ALL, NULL), PARSE_WRONG);
	assert_int_equal(parse_json(&value, "[\"\0\"]", 5, PARSE_ALL, NULL), PARSE_WRONG);
}

static void so_is_each_with_any_byte_changed_and_cut_off_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < TEXTS; i++) {
		size_t size = strlen(texts[i]);
		drop(free) char *text = strdup(texts[i]);

		for (size_t at = 0; at < size; at++) {
			for (int byte = 1; byte < 256; byte++) {
				text[at] = (char)byte;
				if (!is_read_as_by_jansson(text, size))
					fail_msg("byte %zu is %d in %s", at, byte, texts[i]);
			}
			text[at] = texts[i][at];
			assert_true(is_read_as_by_jansson(text, at));
		}
	}
}

static size_t read_until(const char *text)
{
	struct parse_count count;
	json_t *value;

	assert_int_equal(parse_json(&value, text, strlen(text), PARSE_ALL, &count), PARSE_WRONG);
	assert_null(value);
	return count.read;
}

static void what_is_no_json_is_wrong_and_says_where(void **state)
{
	(void)state;
	assert_int_equal(read_until("{\"a\": x}"), 7);
	assert_int_equal(read_until("[1,\"\x01\"]"), 5);
	assert_int_equal(read_until("[\"ab\xc3\xa4\xff\"]"), 7);
	assert_int_equal(read_until("[\"ab\\n\xed\xa0\x80\"]"), 7);
	assert_int_equal(read_until("[\"ab\\u0000\"]"), 5);
	assert_int_equal(read_until("[\"ab"), 5);
	assert_int_equal(read_until(""), 1);
}

static size_t values_of(const char *text)
{
	struct parse_count count;
	drop(json_decref) json_t *value = NULL;

	assert_int_equal(parse_json(&value, text, strlen(text), PARSE_ALL, &count), 0);
	return count.values;
}

static void no_value_goes_uncounted(void **state)
{
	(void)state;
	assert_true(values_of("[1,2,3]") >= 3);
	assert_true(values_of("[{},{},{}]") >= 4);
	assert_true(values_of("{\"a\":1,\"b\":[null,true]}") >= 5);
	assert_int_equal(values_of("{\"a\":\"{,:[\"}"), 2);
}

/* So many of one, then as many of the other; a list, where there is a `first`, ends. */
static int parse_many(const char *first, const char *one, const char *other, size_t times)
{
	drop(buffer_free) struct buffer text = { 0 };
	drop(json_decref) json_t *value = NULL;

	buffer_add_text(&text, first);
	for (size_t i = 0; i < times; i++)
		buffer_add_text(&text, one);
	for (size_t i = 0; i < times; i++)
		buffer_add_text(&text, other);
	buffer_add_text(&text, *first ? "1]" : "");
	return parse_json(&value, text.data, text.size, LIMIT_VALUES, NULL);
}

static void lists_and_objects_are_read_so_deep_and_no_deeper(void **state)
{
	(void)state;
	assert_int_equal(parse_many("", "[", "]", LIMIT_DEPTH), 0);
	assert_int_equal(parse_many("", "[", "]", LIMIT_DEPTH + 1), PARSE_DEEP);
	assert_int_equal(parse_many("", "[{\"a\":", "}]", 1000000), PARSE_DEEP);
}

static void so_many_values_are_read_and_no_more(void **state)
{
	(void)state;
	assert_int_equal(parse_many("[", "1,", "", LIMIT_VALUES - 1), 0);
	assert_int_equal(parse_many("[", "1,", "", LIMIT_VALUES), PARSE_MANY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_read_whole_or_not_at_all_whatever_memory_is_missing),
		cmocka_unit_test(what_was_read_in_an_arena_stays_while_that_does),
		cmocka_unit_test(a_text_is_read_as_by_jansson),
		cmocka_unit_test(a_nul_stands_nowhere),
		cmocka_unit_test(so_is_each_with_any_byte_changed_and_cut_off_anywhere),
		cmocka_unit_test(what_is_no_json_is_wrong_and_says_where),
		cmocka_unit_test(no_value_goes_uncounted),
		cmocka_unit_test(lists_and_objects_are_read_so_deep_and_no_deeper),
		cmocka_unit_test(so_many_values_are_read_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
