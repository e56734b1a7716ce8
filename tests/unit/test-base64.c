/* SPDX-License-Identifier: MIT */
/* The vectors are those of RFC 4648, section 10. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base64.h"
#include "lib/drop.h"

static const struct vector {
	const char *plain, *coded;
} vectors[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
};

#define VECTORS (sizeof(vectors) / sizeof(vectors[0]))

static char *encode(const void *bytes, size_t size)
{
	drop(buffer_free) struct buffer out = { 0 };

	base64_encode(&out, bytes, size);
	return buffer_steal(&out);
}

static ssize_t decode(const char *coded)
{
	drop(free) char *text = strdup(coded);

	return base64_decode(text);
}

static void the_vectors_of_the_standard_are_encoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		drop(free) char *coded = encode(vectors[i].plain, strlen(vectors[i].plain));

		assert_string_equal(coded, vectors[i].coded);
	}
}

static void and_decoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		drop(free) char *text = strdup(vectors[i].coded);

		assert_int_equal(base64_decode(text), strlen(vectors[i].plain));
		assert_memory_equal(text, vectors[i].plain, strlen(vectors[i].plain));
	}
}

static void what_is_encoded_is_added_to_what_is_there(void **state)
{
	drop(buffer_free) struct buffer out = { 0 };

	(void)state;
	buffer_add_text(&out, "chunk: ");
	base64_encode(&out, "foobar", 6);
	assert_string_equal(out.data, "chunk: Zm9vYmFy");
}

static void every_byte_comes_back_whatever_the_size(void **state)
{
	uint8_t bytes[515];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 167 + (i >> 8));
	for (size_t size = 0; size <= sizeof(bytes); size++) {
		drop(free) char *text = encode(bytes, size);

		assert_int_equal(strlen(text), (size + 2) / 3 * 4);
		assert_int_equal(base64_decode(text), size);
		assert_memory_equal(text, bytes, size);
	}
}

static void all_64_digits_are_used(void **state)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char text[sizeof(digits)];

	(void)state;
	memcpy(text, digits, sizeof(digits));
	assert_int_equal(base64_decode(text), 48);
	drop(free) char *again = encode(text, 48);
	assert_string_equal(again, digits);
}

static void what_is_no_base64_is_refused(void **state)
{
	static const char *const wrong[] = {
		"Zm9v YmFy", "Zm9v\n", "Zm9-", "Zm9_", "Zm\xc3\xa4v", "=",     "====",     "Z",
		"Z===",      "Zg",     "Zg=",  "Zm8",  "Zg==Zg==",    "Zm9v=", "Zm9v====", "Zm8=x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (decode(wrong[i]) != -1)
			fail_msg("%s was decoded", wrong[i]);
}

static void bits_that_say_nothing_must_be_zero(void **state)
{
	(void)state;
	assert_int_equal(decode("Zg=="), 1);
	assert_int_equal(decode("Zh=="), -1);
	assert_int_equal(decode("Zm8="), 2);
	assert_int_equal(decode("Zm9="), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_of_the_standard_are_encoded),
		cmocka_unit_test(and_decoded),
		cmocka_unit_test(what_is_encoded_is_added_to_what_is_there),
		cmocka_unit_test(every_byte_comes_back_whatever_the_size),
		cmocka_unit_test(all_64_digits_are_used),
		cmocka_unit_test(what_is_no_base64_is_refused),
		cmocka_unit_test(bits_that_say_nothing_must_be_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
