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
#include "lib/secret.h"
#include "tests/unit/cases.h"

static void check_case(char *line)
{
	struct secret found = { .name = "none" };
	char *text = strchr(line, '\t');
	int answer;

	assert_non_null(text);
	*text++ = '\0';
	answer = secret_find(text, &found);
	if (strcmp(found.name, line) != 0)
		fail_msg("'%s' for: %s", found.name, text);
	assert_int_equal(answer, strcmp(line, "none") != 0);
	if (answer)
		assert_true(found.size >= 3 && found.start + found.size <= strlen(text));
}

static void every_case_in_the_file_is_judged_as_it_says(void **state)
{
	(void)state;
	assert_true(cases_each("secret.txt", check_case) > 100);
}

static void assert_found(const char *text, const char *secret)
{
	struct secret found = { 0 };

	assert_int_equal(secret_find(text, &found), 1);
	if (found.size != strlen(secret) || memcmp(text + found.start, secret, found.size) != 0)
		fail_msg("'%.*s' is not '%s'", (int)found.size, text + found.start, secret);
}

static void the_bytes_found_are_the_secret_and_nothing_else(void **state)
{
	(void)state;
	assert_found("psql -W password=hunter2 -h db1", "hunter2");
	assert_found("(password: Tr0ub4dor).", "Tr0ub4dor");
	assert_found("{\"password\": \"sword fish 1\"}", "sword fish 1");
	assert_found("{\\\"password\\\":\\\"swordfish\\\"}", "swordfish");
	assert_found("mysql -uroot -phunter2 shop", "hunter2");
	assert_found("curl -u alice:hunter2 https://db1.example/", "hunter2");
	assert_found("https://alice:p@ss@git.example/", "p@ss");
	assert_found("in AKIAIOSFODNN7EXAMPLE, too", "AKIAIOSFODNN7EXAMPLE");
	assert_found("Authorization: Bearer abc123\nHost: db1", "abc123");
}

static void a_web_token_is_taken_with_its_signature(void **state)
{
	(void)state;
	assert_found("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln, gone",
		     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln");
}

static void a_private_key_is_taken_to_its_last_line(void **state)
{
	static const char key[] = "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIB\n"
				  "-----END RSA PRIVATE KEY-----";
	drop(buffer_free) struct buffer text = { 0 };

	(void)state;
	buffer_printf(&text, "leaked:\n%s\nrotated", key);
	assert_found(text.data, key);
}

static void a_private_key_without_an_end_is_taken_to_the_end_of_the_text(void **state)
{
	(void)state;
	assert_found("see -----BEGIN PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----\nMIIE");
}

static void the_first_of_two_secrets_is_found(void **state)
{
	(void)state;
	assert_found("token=abc123def password=hunter2", "abc123def");
	assert_found("password=hunter2 token=abc123def", "hunter2");
}

static void a_value_longer_than_a_rule_looks_is_taken_whole(void **state)
{
	drop(buffer_free) struct buffer value = { 0 };
	drop(buffer_free) struct buffer text = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		buffer_printf(&value, "%dx", i);
	buffer_printf(&text, "password=%s, db1", value.data);
	assert_found(text.data, value.data);
}

static void a_value_is_not_looked_for_on_the_next_line(void **state)
{
	struct secret found;

	(void)state;
	assert_int_equal(secret_find("password:\nhunter2", &found), 0);
	assert_int_equal(secret_find("mysql\n -phunter2", &found), 0);
}

static void no_bytes_upset_it(void **state)
{
	static const char *const parts[] = { "password",    "=",         ":",        "\"",
					     "\\\"",        " ",         "eyJ",      "://",
					     "@",           "curl -u ",  "mysql -p", "-----BEGIN ",
					     "PRIVATE KEY", "-----END ", "A1",       "\xff",
					     "\xe2\x80",    "Bearer ",   "AKIA",     "-",
					     "/",           "." };
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		drop(buffer_free) struct buffer text = { 0 };
		struct secret found = { 0 };

		for (int i = 0; i < 12; i++) {
			random = random * 1664525 + 1013904223;
			buffer_add_text(&text,
					parts[(random >> 16) % (sizeof(parts) / sizeof(parts[0]))]);
		}
		if (secret_find(text.data, &found))
			assert_true(found.start + found.size <= text.size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_in_the_file_is_judged_as_it_says),
		cmocka_unit_test(the_bytes_found_are_the_secret_and_nothing_else),
		cmocka_unit_test(a_web_token_is_taken_with_its_signature),
		cmocka_unit_test(a_private_key_is_taken_to_its_last_line),
		cmocka_unit_test(a_private_key_without_an_end_is_taken_to_the_end_of_the_text),
		cmocka_unit_test(the_first_of_two_secrets_is_found),
		cmocka_unit_test(a_value_longer_than_a_rule_looks_is_taken_whole),
		cmocka_unit_test(a_value_is_not_looked_for_on_the_next_line),
		cmocka_unit_test(no_bytes_upset_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
