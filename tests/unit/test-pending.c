/* SPDX-License-Identifier: MIT */
/* What of a commit is not in the table yet, or is only remembered, is seen by everybody all the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/pending.h"
#include "daemon/store/verify.h"
#include "tests/unit/store-fixture.h"

#define ID(n) "01a00000-0000-7000-8000-00000000000" #n
#define LIKE  "01a00000-0000-7000-8000-11111110000" /* and a digit: another id with the same end */

static void expect_rows(struct fixture *f, const char *sql, const char *rows)
{
	drop(free) char *there = fixture_rows(f, sql);

	assert_string_equal(there, rows);
}

static void more_events_of_a_commit_than_can_wait_are_all_on_the_log(void **state)
{
	struct fixture *f = *state;
	drop(json_decref) json_t *calls = json_array();
	char rows[32];

	for (int i = 0; i < 2 * PENDING_MOST + 1; i++)
		json_array_append_new(calls, json_pack("{s:s, s:s}", "kind", "note", "text", "x"));
	fixture_calls(f, &alice, calls);
	snprintf(rows, sizeof(rows), "%d|1|%d\n", 2 * PENDING_MOST + 2, 2 * PENDING_MOST + 2);
	expect_rows(f, "SELECT count(*), min(seq = pos), max(pos) FROM event", rows);
	assert_int_equal(verify_tail(f->store, INT64_MAX), 0);
}

static void what_one_call_recorded_is_seen_by_the_next_of_its_commit(void **state)
{
	struct fixture *f = *state;
	json_t *answers = fixture_batch(
		f, &alice,
		"[{'kind': 'note', 'text': 'one'}, {'kind': 'note', 'text': 'two'},"
		" {'kind': 'retracted', 'which': 'two'}, {'kind': 'note', 'text': 'three'},"
		" {'kind': 'retracted', 'which': 'last'}]");

	assert_string_equal(fixture_text(answers, "2.receipts.0.target.event.text"), "two");
	assert_string_equal(fixture_text(answers, "4.receipts.0.target.event.text"), "three");
}

static void what_was_taken_back_waits_no_more(void **state)
{
	struct fixture *f = *state;

	fixture_refused(
		f, &alice, "NoSuchEvent",
		"[{'kind': 'note', 'text': 'one'}, {'kind': 'retracted', 'which': 'nothing'}]");
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'two'}");
	expect_rows(f, "SELECT json ->> 'text' FROM event", "two\ntwo\n");
}

static void ids_that_end_alike_have_longer_handles_within_a_commit(void **state)
{
	struct fixture *f = *state;
	json_t *answers = fixture_batch(
		f, &alice,
		"[{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'},"
				  " {'id': '" ID(2) "', 'kind': 'note', 'text': 'two'},"
						    " {'id': '" LIKE
						    "1', 'kind': 'note', 'text': 'three'}]");

	assert_int_equal(strlen(fixture_text(answers, "1.receipts.0.handle")), 4);
	assert_true(strlen(fixture_text(answers, "2.receipts.0.handle")) > 4);
}

static void ids_that_end_alike_have_longer_handles_across_a_start(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	fixture_close(f);
	fixture_open(f);
	json_t *receipt =
		fixture_record(f, &alice, "{'id': '" LIKE "1', 'kind': 'note', 'text': 'two'}");
	assert_true(strlen(fixture_text(receipt, "handle")) > 4);
	receipt = fixture_record(f, &alice, "{'id': '" LIKE "2', 'kind': 'note', 'text': 'three'}");
	assert_int_equal(strlen(fixture_text(receipt, "handle")), 4);
}

static void a_longer_handle_stays_when_what_came_later_was_taken_back(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	fixture_record(f, &alice, "{'id': '" LIKE "1', 'kind': 'note', 'text': 'two'}");
	fixture_refused(
		f, &alice, "NoSuchEvent",
		"[{'kind': 'note', 'text': 'x'}, {'kind': 'retracted', 'which': 'nothing'}]");
	json_t *receipt = fixture_record(f, &alice, "{'kind': 'retracted', 'which': 'last'}");
	assert_string_equal(fixture_text(receipt, "target.event.text"), "two");
	assert_true(strlen(fixture_text(receipt, "target.handle")) > 4);
}

/* Neither greater than all before it, nor of an end that is not remembered. */
static void an_id_that_could_be_on_the_log_is_looked_for(void **state)
{
	struct fixture *f = *state;
	json_t *receipt;

	fixture_record(f, &alice, "{'id': '" ID(5) "', 'kind': 'note', 'text': 'one'}");
	receipt = fixture_record(f, &alice, "{'id': '" LIKE "5', 'kind': 'note', 'text': 'two'}");
	assert_true(json_is_false(fixture_at(receipt, "again")));
	fixture_close(f);
	fixture_open(f);
	receipt = fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'three'}");
	assert_true(json_is_false(fixture_at(receipt, "again")));
	receipt = fixture_record(f, &alice, "{'id': '" ID(5) "', 'kind': 'note', 'text': 'one'}");
	assert_true(json_is_true(fixture_at(receipt, "again")));
	expect_rows(f, "SELECT count(*) FROM event WHERE kind = 'note'", "3\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(more_events_of_a_commit_than_can_wait_are_all_on_the_log),
		STORE_TEST(what_one_call_recorded_is_seen_by_the_next_of_its_commit),
		STORE_TEST(what_was_taken_back_waits_no_more),
		STORE_TEST(ids_that_end_alike_have_longer_handles_within_a_commit),
		STORE_TEST(ids_that_end_alike_have_longer_handles_across_a_start),
		STORE_TEST(a_longer_handle_stays_when_what_came_later_was_taken_back),
		STORE_TEST(an_id_that_could_be_on_the_log_is_looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
