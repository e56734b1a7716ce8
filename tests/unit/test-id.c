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
#include "lib/id.h"
#include "lib/stamp.h"

#define MANY 10000

static struct id id_of(const char *text)
{
	struct id id;

	if (id_parse(text, &id))
		fail_msg("%s is refused", text);
	return id;
}

static struct id make(void)
{
	struct id id;

	assert_int_equal(id_make(&id), 0);
	return id;
}

static void an_id_survives_being_written_and_read(void **state)
{
	char text[ID_TEXT_SIZE];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct id id = make(), again = id_of(id_format(&id, text));

		assert_int_equal(strlen(text), ID_TEXT_SIZE - 1);
		assert_true(id_equal(&id, &again));
	}
}

static void a_text_survives_being_read_and_written(void **state)
{
	static const char *const texts[] = { "00000000-0000-0000-0000-000000000000",
					     "01234567-89ab-7cde-8f01-23456789abcd",
					     "ffffffff-ffff-ffff-ffff-ffffffffffff" };
	char text[ID_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct id id = id_of(texts[i]);

		assert_string_equal(id_format(&id, text), texts[i]);
	}
}

static void upper_case_is_read_and_lower_case_is_written(void **state)
{
	struct id id = id_of("01234567-89AB-7CDE-8F01-23456789ABCD");
	char text[ID_TEXT_SIZE];

	(void)state;
	assert_string_equal(id_format(&id, text), "01234567-89ab-7cde-8f01-23456789abcd");
}

static void what_is_no_uuid_is_refused(void **state)
{
	static const char *const texts[] = { "",
					     "0",
					     "01234567-89ab-7cde-8f01-23456789abc",
					     "01234567-89ab-7cde-8f01-23456789abcde",
					     "01234567-89ab-7cde-8f01-23456789abcg",
					     "01234567-89ab-7cde-8f01-23456789abc ",
					     " 1234567-89ab-7cde-8f01-23456789abcd",
					     "0123456789ab-7cde-8f01-23456789abcd-",
					     "012345678-9ab-7cde-8f01-23456789abcd",
					     "01234567_89ab_7cde_8f01_23456789abcd",
					     "01234567-89ab-7cde-8f01023456789abcd",
					     "{1234567-89ab-7cde-8f01-23456789abc}",
					     "0123456789ab7cde8f0123456789abcd0000",
					     "01234567-89ab-7cde-8f01-2345678\xc3\xa9xyz" };
	struct id id;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (id_parse(texts[i], &id) != 1)
			fail_msg("%s is read", texts[i]);
}

static void the_null_id_and_no_other_is_null(void **state)
{
	struct id id = { { 0 } };

	(void)state;
	assert_true(id_is_null(&id));
	for (int bit = 0; bit < 128; bit++) {
		id = (struct id){ { 0 } };
		id.byte[bit / 8] = (uint8_t)(1 << bit % 8);
		assert_false(id_is_null(&id));
	}
}

static void a_tail_is_base_32_of_the_last_bits(void **state)
{
	/* The second is the example by which the other base-32 ids are known. */
	static const struct {
		const char *id, *tail;
	} cases[] = {
		{ "00000000-0000-0000-0000-000000000001", "00000000000000000000000001" },
		{ "01563e3a-b5d3-d676-4c61-efb99302bd5b", "01arz3ndektsv4rrffq69g5fav" },
		{ "ffffffff-ffff-ffff-ffff-ffffffffffff", "7zzzzzzzzzzzzzzzzzzzzzzzzz" },
	};
	char tail[ID_TAIL_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct id id = id_of(cases[i].id);

		assert_string_equal(id_tail(&id, 26, tail), cases[i].tail);
	}
}

/* The same by long division: the remainder of 32, again and again. */
static void divide(struct id id, char tail[ID_TAIL_SIZE])
{
	tail[26] = '\0';
	for (int place = 25; place >= 0; place--) {
		unsigned rest = 0;

		for (int i = 0; i < 16; i++) {
			rest = rest << 8 | id.byte[i];
			id.byte[i] = (uint8_t)(rest / 32);
			rest %= 32;
		}
		tail[place] = "0123456789abcdefghjkmnpqrstvwxyz"[rest];
	}
}

static void a_tail_of_any_length_ends_the_whole_one(void **state)
{
	char whole[ID_TAIL_SIZE], tail[ID_TAIL_SIZE];

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct id id = make();

		divide(id, whole);
		for (size_t length = 1; length <= 26; length++)
			assert_string_equal(id_tail(&id, length, tail), whole + 26 - length);
	}
}

static void an_id_has_its_own_tails_and_no_others(void **state)
{
	char tail[ID_TAIL_SIZE];

	(void)state;
	for (size_t length = 1; length <= 26; length++) {
		struct id id = make();

		assert_true(id_has_tail(&id, id_tail(&id, length, tail)));
		tail[0] = tail[0] == '0' ? '1' : '0';
		assert_false(id_has_tail(&id, tail));
		id_tail(&id, length, tail);
		tail[length - 1] = tail[length - 1] == '0' ? '1' : '0';
		assert_false(id_has_tail(&id, tail));
	}
}

static void letters_that_look_like_digits_are_these_in_either_case(void **state)
{
	static const char *const cases[][2] = {
		{ "k7qd", "k7qd" },
		{ "K7QD", "k7qd" },
		{ "ilo0", "1100" },
		{ "ILO1", "1101" },
		{ "abcdefghjkmnpqrstvwxyz", "abcdefghjkmnpqrstvwxyz" },
		{ "ABCDEFGHJKMNPQRSTVWXYZ", "abcdefghjkmnpqrstvwxyz" },
		{ "0123456789", "0123456789" },
		{ "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "7zzzzzzzzzzzzzzzzzzzzzzzzz" },
	};
	char plain[ID_TAIL_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(id_tail_plain(cases[i][0], plain));
		assert_string_equal(plain, cases[i][1]);
	}
}

static void what_can_be_no_tail_is_refused(void **state)
{
	static const char *const cases[] = { "",
					     "k7q",
					     "k7qu",
					     "K7QU",
					     "k7q!",
					     "k7-qd",
					     "k7qd ",
					     " k7qd",
					     "k7q\n",
					     "k7q\xc3\xa9",
					     "012345678901234567890123456" };
	char plain[ID_TAIL_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (id_tail_plain(cases[i], plain))
			fail_msg("%s could be a tail", cases[i]);
}

static void a_tail_typed_in_any_case_finds_its_id(void **state)
{
	struct id id = id_of("01563e3a-b5d3-d676-4c61-efb99302bd5b");
	char plain[ID_TAIL_SIZE];

	(void)state;
	assert_true(id_tail_plain("9G5FAV", plain));
	assert_true(id_has_tail(&id, plain));
	assert_true(id_tail_plain("01ARZ3", plain));
	assert_false(id_has_tail(&id, plain));
	assert_true(id_tail_plain("OLarz3ndektsv4rrffq69g5fav", plain));
	assert_true(id_has_tail(&id, plain));
}

static void a_ref_is_the_day_of_the_opening_in_utc_and_the_short_tail(void **state)
{
	struct id id = id_of("01563e3a-b5d3-d676-4c61-efb99302bd5b");
	char ref[ID_REF_SIZE];
	int64_t at;

	(void)state;
	assert_int_equal(stamp_parse("2026-11-20T23:59:59.999999Z", &at), 0);
	assert_string_equal(id_ref(&id, at, ref), "20261120-5fav");
	assert_string_equal(id_ref(&id, at + 1, ref), "20261121-5fav");
	assert_string_equal(id_ref(&id, STAMP_MAX, ref), "22621231-5fav");
	assert_string_equal(id_ref(&id, INT64_MIN, ref), "19700101-5fav");
}

static int64_t milliseconds_of(const struct id *id)
{
	int64_t milliseconds = 0;

	for (int i = 0; i < 6; i++)
		milliseconds = milliseconds << 8 | id->byte[i];
	return milliseconds;
}

static void a_new_id_says_version_7_and_its_variant_and_the_time(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t before = stamp_now() / 1000;
		struct id id = make();
		int64_t after = stamp_now() / 1000;

		assert_int_equal(id.byte[6] >> 4, 7);
		assert_int_equal(id.byte[8] >> 6, 2);
		assert_true(milliseconds_of(&id) >= before && milliseconds_of(&id) <= after);
	}
}

static void ids_of_different_milliseconds_sort_by_time(void **state)
{
	char first[ID_TEXT_SIZE], next[ID_TEXT_SIZE];
	struct id id = make();

	(void)state;
	id_format(&id, first);
	for (int i = 0; i < 20; i++) {
		for (int64_t made = milliseconds_of(&id); stamp_now() / 1000 <= made;)
			continue;
		id = make();
		assert_true(strcmp(first, id_format(&id, next)) < 0);
		strcpy(first, next);
	}
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

static void no_two_of_ten_thousand_are_the_same(void **state)
{
	drop(free) struct id *ids = calloc(MANY, sizeof(*ids));

	(void)state;
	assert_non_null(ids);
	for (size_t i = 0; i < MANY; i++)
		ids[i] = make();
	qsort(ids, MANY, sizeof(*ids), by_bytes);
	for (size_t i = 1; i < MANY; i++)
		assert_false(id_equal(&ids[i - 1], &ids[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_survives_being_written_and_read),
		cmocka_unit_test(a_text_survives_being_read_and_written),
		cmocka_unit_test(upper_case_is_read_and_lower_case_is_written),
		cmocka_unit_test(what_is_no_uuid_is_refused),
		cmocka_unit_test(the_null_id_and_no_other_is_null),
		cmocka_unit_test(a_tail_is_base_32_of_the_last_bits),
		cmocka_unit_test(a_tail_of_any_length_ends_the_whole_one),
		cmocka_unit_test(an_id_has_its_own_tails_and_no_others),
		cmocka_unit_test(letters_that_look_like_digits_are_these_in_either_case),
		cmocka_unit_test(what_can_be_no_tail_is_refused),
		cmocka_unit_test(a_tail_typed_in_any_case_finds_its_id),
		cmocka_unit_test(a_ref_is_the_day_of_the_opening_in_utc_and_the_short_tail),
		cmocka_unit_test(a_new_id_says_version_7_and_its_variant_and_the_time),
		cmocka_unit_test(ids_of_different_milliseconds_sort_by_time),
		cmocka_unit_test(no_two_of_ten_thousand_are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
