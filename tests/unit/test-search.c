/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/search.h"
#include "tests/unit/store-fixture.h"

#define ID(n) "01a00000-0000-7000-8000-00000000000" #n

static int on_entry(void *owner, const char *entry, size_t size)
{
	drop(json_decref) json_t *value = json_loadb(entry, size, 0, NULL);
	struct buffer *found = owner;

	assert_non_null(value);
	buffer_printf(found, "%s ", fixture_text(value, "event.id") + strlen(ID(1)) - 1);
	return 0;
}

static int on_more(void *owner, const char *more, size_t size)
{
	drop(json_decref) json_t *value = json_loadb(more, size, 0, NULL);

	assert_non_null(value);
	buffer_printf(owner, "+%lld ",
		      (long long)json_integer_value(json_object_get(value, "count")));
	return 0;
}

/* The last digits of the ids that are found, newest first. */
static void finds_best(struct fixture *f, const char *query, int64_t best, const char *expected)
{
	struct search search = { .before = INT64_MAX, .left = 100, .best = best };
	drop(buffer_free) struct buffer found = { 0 };
	const struct search_reader reader = { on_entry, on_more, &found };
	int r = sought_read(&search.sought, query);

	assert_int_equal(r, 0);
	buffer_add(&found, "", 0);
	while ((r = search_next(f->store, &search, &reader)) == 0)
		;
	search_end(&search);
	assert_int_equal(r, 1);
	assert_string_equal(found.data, expected);
}

static void finds(struct fixture *f, const char *query, const char *expected)
{
	finds_best(f, query, INT64_MAX, expected);
}

static void record(struct fixture *f, int number, const char *text)
{
	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-00000000000%d', 'kind': 'note', 'text': '%s'}",
		number, text);
}

static void all_words_in_any_case_newest_first(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(9) "', 'kind': 'opened', 'text': 'an outage'}");
	record(f, 1, "Suspected NETWORK issue");
	record(f, 2, "the network is fine");
	record(f, 3, "die Straße ist gesperrt");
	finds(f, "network", "2 1 ");
	finds(f, "issue network", "1 ");
	finds(f, "STRASSE", "3 ");
	finds(f, "database", "");
}

static void only_the_text_is_looked_at_not_the_names_beside_it(void **state)
{
	struct fixture *f = *state;

	record(f, 1, "something");
	finds(f, "alice", "");
	finds(f, "recorded_at", "");
}

static void what_json_escapes_is_found(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(9) "', 'kind': 'opened', 'text': 'an outage'}");
	record(f, 1, "it said \\\"no route\\\" and died");
	record(f, 2, "C:\\\\temp is full");
	record(f, 3, "two\\nlines");
	finds(f, "\"no", "1 ");
	finds(f, "c:\\temp", "2 ");
	finds(f, "lines two", "3 ");
}

static void the_entry_as_it_stands_is_found(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(9) "', 'kind': 'opened', 'text': 'an outage'}");
	record(f, 1, "a slip");
	record(f, 2, "struck out");
	fixture_record(f, &alice,
		       "{'kind': 'amended', 'which': '" ID(
			       1) "', 'data': {'new': {'text': 'a correction'}}}");
	fixture_record(
		f, &alice,
		"{'kind': 'retracted', 'which': '" ID(2) "', 'text': 'struck for a reason'}");
	finds(f, "slip", "");
	finds(f, "correction", "1 ");
	finds(f, "struck", "");
}

static void of_an_incident_the_best_are_given_and_the_others_counted(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(9) "', 'kind': 'opened', 'text': 'an outage'}");
	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'cause', 'text': 'a full disk'}");
	for (int i = 2; i < 6; i++)
		record(f, i, "disk is full");
	finds_best(f, "full disk", 2, "5 4 1 +2 ");
	finds_best(f, "full disk", 0, "+5 ");
	finds_best(f, "full disk", 4, "5 4 3 2 1 ");
}

static void hits_of_many_incidents_are_kept_apart(void **state)
{
	struct fixture *f = *state;
	drop(buffer_free) struct buffer expected = { 0 };

	for (int i = 0; i < 40; i++) {
		fixture_opened(f, &alice, "the disk");
		fixture_opened(f, &alice, "another one");
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'disk'}");
	}
	for (int i = 0; i < 80; i++)
		buffer_add_text(&expected, "+1 ");
	finds_best(f, "disk", 0, expected.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(all_words_in_any_case_newest_first),
		STORE_TEST(only_the_text_is_looked_at_not_the_names_beside_it),
		STORE_TEST(what_json_escapes_is_found),
		STORE_TEST(the_entry_as_it_stands_is_found),
		STORE_TEST(of_an_incident_the_best_are_given_and_the_others_counted),
		STORE_TEST(hits_of_many_incidents_are_kept_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
