/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/transaction.h"
#include "include/limits.h"
#include "lib/stamp.h"
#include "tests/unit/store-fixture.h"

#define ID(n) "01a00000-0000-7000-8000-00000000000" #n
#define CALLS 100

static void a_receipt_has_the_members_of_the_interface(void **state)
{
	struct fixture *f = *state;
	json_t *receipt = fixture_record(f, &alice,
					 "{'id': '" ID(1) "', 'kind': 'note', "
							  "'text': 'suspected network issue'}");

	assert_string_equal(fixture_text(receipt, "id"), ID(1));
	assert_string_equal(fixture_text(receipt, "event.id"), ID(1));
	assert_string_equal(fixture_text(receipt, "event.text"), "suspected network issue");
	assert_string_equal(fixture_text(receipt, "event.author.name"), "alice");
	assert_int_equal(json_integer_value(fixture_at(receipt, "pos")), 2);
	assert_int_equal(strlen(fixture_text(receipt, "handle")), 4);
	assert_int_equal(strlen(fixture_text(receipt, "ref")), 4);
	assert_string_equal(fixture_text(receipt, "title"), "suspected network issue");
	assert_string_equal(fixture_text(receipt, "incident"),
			    fixture_text(receipt, "event.incident"));
	assert_true(json_is_true(fixture_at(receipt, "opened")));
	assert_true(json_is_false(fixture_at(receipt, "again")));
	assert_true(json_is_array(fixture_at(receipt, "others")));
	assert_true(json_is_array(fixture_at(receipt, "unfinished")));
	assert_int_equal(json_integer_value(fixture_at(receipt, "unfiled")), 0);
	assert_null(fixture_at(receipt, "target"));
	assert_null(fixture_at(receipt, "left_open"));
}

static void drafts_of_one_call_are_recorded_all_or_none(void **state)
{
	struct fixture *f = *state;

	fixture_refused(f, &alice, "NoSuchEvent",
			"[{'kind': 'note', 'text': 'one'}, {'kind': 'note', 'text': 'two'},"
			" {'kind': 'retracted', 'which': 'zzzz'}]");
	assert_int_equal(fixture_count(f, "1"), 0);
	fixture_record(f, &alice,
		       "[{'kind': 'note', 'text': 'one'},"
		       " {'kind': 'note', 'text': 'two'}]");
	assert_int_equal(fixture_count(f, "1"), 3);
}

static void a_refused_call_leaves_the_others_of_its_commit_alone(void **state)
{
	struct fixture *f = *state;
	json_t *answers = fixture_batch(f, &alice,
					"[{'kind': 'note', 'text': 'one'},"
					" [{'kind': 'note', 'text': 'never'},"
					"  {'kind': 'retracted', 'which': 'zzzz'}],"
					" {'kind': 'retracted', 'which': 'yyyy'},"
					" {'kind': 'note', 'text': 'two'}]");

	assert_non_null(fixture_at(answers, "0.receipts"));
	assert_string_equal(fixture_text(answers, "1.error"), "NoSuchEvent");
	assert_string_equal(fixture_text(answers, "2.error"), "NoSuchEvent");
	assert_non_null(fixture_at(answers, "3.receipts"));
	assert_int_equal(fixture_count(f, "kind = 'note'"), 2);
	assert_int_equal(fixture_count(f, "json LIKE '%never%'"), 0);
	assert_int_equal(fixture_count(f, "seq = pos"), 3);
}

/* Each refused call ends a commit: what comes behind it is not run again and again. */
static void a_call_is_run_twice_at_most_however_many_are_refused(void **state)
{
	struct fixture *f = *state;
	drop(json_decref) json_t *calls = json_array();
	int runs, appended;

	for (int i = 0; i < CALLS; i++)
		json_array_append_new(calls,
				      json_pack("[{s:s, s:s}, {s:s, s:s}]", "kind", "note", "text",
						"x", "kind", i % 2 ? "retracted" : "note",
						i % 2 ? "which" : "text", i % 2 ? "zzzz" : "y"));
	json_t *answers = fixture_calls(f, &alice, calls);
	for (int i = 0; i < CALLS; i++)
		assert_string_equal(fixture_text(json_array_get(answers, (size_t)i), "error"),
				    i % 2 ? "NoSuchEvent" : "");
	runs = sqlite3_stmt_status(f->store->statements[QUERY_EVENT_ADD], SQLITE_STMTSTATUS_RUN, 0);
	appended = (int)fixture_count(f, "1");
	assert_int_equal(appended, CALLS + 1);
	assert_in_range(runs, appended, 3 * appended);
}

static void a_batch_of_first_notes_opens_one_incident(void **state)
{
	struct fixture *f = *state;
	json_t *answers = fixture_batch(f, &alice,
					"[{'kind': 'note', 'text': 'one'},"
					" {'kind': 'note', 'text': 'two'},"
					" {'kind': 'note', 'text': 'three'}]");

	assert_int_equal(fixture_count(f, "kind = 'opened'"), 1);
	assert_string_equal(fixture_text(answers, "0.receipts.0.incident"),
			    fixture_text(answers, "2.receipts.0.incident"));
	assert_true(json_is_false(fixture_at(answers, "1.receipts.0.opened")));
}

static void a_retry_is_acknowledged_again_and_recorded_once(void **state)
{
	struct fixture *f = *state;
	const char *draft = "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}";
	json_t *first = fixture_record(f, &alice, "%s", draft);
	json_t *again = fixture_record(f, &alice, "%s", draft);

	assert_true(json_is_true(fixture_at(again, "again")));
	assert_true(json_is_true(fixture_at(again, "opened")));
	assert_true(json_equal(fixture_at(again, "event"), fixture_at(first, "event")));
	assert_true(json_equal(fixture_at(again, "pos"), fixture_at(first, "pos")));
	assert_int_equal(fixture_count(f, "kind = 'note'"), 1);
	fixture_close(f);
	fixture_open(f);
	again = fixture_record(f, &alice, "%s", draft);
	assert_true(json_is_true(fixture_at(again, "again")));
}

static void a_retry_within_the_same_commit_is_recognised(void **state)
{
	struct fixture *f = *state;
	json_t *answers = fixture_batch(
		f, &alice,
		"[{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'},"
				  " {'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}]");

	assert_true(json_is_true(fixture_at(answers, "1.receipts.0.again")));
	assert_int_equal(fixture_count(f, "kind = 'note'"), 1);
}

static void the_same_id_with_other_content_or_by_another_is_a_conflict(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	json_t *answer = fixture_refused(f, &alice, "Conflict",
					 "{'id': '" ID(1) "', 'kind': 'note', 'text': 'two'}");
	assert_string_equal(fixture_text(answer, "id"), ID(1));
	fixture_refused(f, &bob, "Conflict", "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	assert_int_equal(fixture_count(f, "kind = 'note'"), 1);
}

static void a_retry_of_what_was_moved_names_where_it_is_now(void **state)
{
	struct fixture *f = *state;
	const char *draft = "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}";

	fixture_record(f, &alice, "%s", draft);
	const char *other = fixture_opened(f, &alice, "other");
	fixture_record(f, &alice, "{'kind': 'moved', 'which': '" ID(1) "', 'data': {'to': '%s'}}",
		       other);
	json_t *again = fixture_record(f, &alice, "%s", draft);
	assert_string_equal(fixture_text(again, "incident"), other);
}

static void a_change_of_severity_says_what_it_was_before(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	json_t *first = fixture_record(f, &alice, "{'kind': 'severity', 'data': {'to': 2}}");
	assert_null(fixture_at(first, "event.data.from"));
	json_t *answers =
		fixture_batch(f, &alice,
			      "[{'kind': 'resolved'}, {'kind': 'severity', 'data': {'to': 1}},"
			      " {'kind': 'severity', 'data': {'to': 3}}]");
	assert_int_equal(json_integer_value(fixture_at(answers, "1.receipts.0.event.data.from")),
			 2);
	assert_int_equal(json_integer_value(fixture_at(answers, "2.receipts.0.event.data.from")),
			 1);
}

static void what_a_batch_reopens_takes_its_next_note(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one");
	char calls[512];

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'closed'}");
	snprintf(calls, sizeof(calls),
		 "[{'kind': 'reopened', 'incident': '%s'}, {'kind': 'note', 'text': 'x'}]", one);
	assert_string_equal(fixture_text(fixture_batch(f, &alice, calls), "1.receipts.0.incident"),
			    one);
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'closed'}");
	assert_string_equal(
		fixture_text(fixture_batch(f, &alice,
					   "[{'kind': 'retracted', 'which': '" ID(
						   2) "'},"
						      " {'kind': 'note', 'text': 'y'}]"),
			     "1.receipts.0.incident"),
		one);
}

static void recorded_at_never_goes_back(void **state)
{
	struct fixture *f = *state;
	json_t *first = fixture_record(f, &alice, "{'kind': 'note', 'text': 'one'}");

	fixture_sleep(-STAMP_HOUR);
	json_t *second = fixture_record(f, &alice, "{'kind': 'note', 'text': 'two'}");
	assert_string_equal(fixture_text(second, "event.recorded_at"),
			    fixture_text(first, "event.recorded_at"));
	fixture_close(f);
	fixture_open(f);
	json_t *third = fixture_record(f, &alice, "{'kind': 'note', 'text': 'three'}");
	assert_string_equal(fixture_text(third, "event.recorded_at"),
			    fixture_text(first, "event.recorded_at"));
	drop(free) char *order = fixture_rows(f, "SELECT count(*) FROM event WHERE seq <> pos");
	assert_string_equal(order, "0\n");
}

static void a_title_is_the_first_line_that_says_something(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(
		fixture_text(
			fixture_record(f, &alice,
				       "{'kind': 'note', 'text': '\\n \\nDNS is slow\\nmore'}"),
			"title"),
		"DNS is slow");
}

static void an_author_with_the_highest_uid_has_a_last_entry(void **state)
{
	const struct author highest = { .uid = 4294967294, .login = EVENT_NOBODY };
	struct fixture *f = *state;

	fixture_record(f, &highest, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	json_t *receipt = fixture_record(f, &highest, "{'kind': 'retracted', 'which': 'last'}");
	assert_string_equal(fixture_text(receipt, "target.event.id"), ID(1));
}

static void nothing_is_written_after_sqlite_took_the_transaction_back(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(transaction_begin(f->store), 0);
	assert_int_equal(query_run(f->store, QUERY_META_SET, "tt", "before", "1"), 0);
	fixture_run(f, "ROLLBACK");
	assert_int_equal(query_run(f->store, QUERY_META_SET, "tt", "after", "1"), -EIO);
	assert_int_equal(transaction_commit(f->store), -EIO);
	transaction_rollback(f->store);
	drop(free) char *rows =
		fixture_rows(f, "SELECT 1 FROM meta WHERE name IN ('before', 'after')");
	assert_string_equal(rows, "");
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'later'}");
}

static void a_number_that_is_no_integer_is_refused_before_it_is_queued(void **state)
{
	drop(json_decref) json_t *draft =
		json_pack("{s:s, s:s, s:s, s:{s:{s:f}}}", "id", ID(1), "kind", "amended", "which",
			  "last", "data", "new", "severity", 1.5);
	struct draft_fault fault;
	struct draft found;

	(void)state;
	assert_int_equal(draft_read(draft, &found, &fault), DRAFT_INVALID);
	assert_string_equal(fault.what, "drafts.data.new");
}

/* 64 KiB as it is typed in a test. */
static const char *long_text(void)
{
	static char text[LIMIT_TEXT + 1];

	memset(text, 'x', LIMIT_TEXT);
	return text;
}

#define LONG_ID "01a00000-0000-7000-8000-0000000001%02d"

static void record_long(struct fixture *f, int count)
{
	for (int i = 0; i < count; i++)
		fixture_record(f, &alice, "{'id': '" LONG_ID "', 'kind': 'note', 'text': '%s'}", i,
			       long_text());
}

/* So many drafts of a kind in one call, each about a note of its own. */
static json_t *correct(struct fixture *f, int count, const char *kind, const char *data)
{
	drop(buffer_free) struct buffer drafts = { 0 };

	for (int i = 0; i < count; i++)
		buffer_printf(&drafts, "%s{'kind': '%s', 'which': '" LONG_ID "'%s}", i ? "," : "[",
			      kind, i, data);
	return fixture_answer(f, &alice, "%s]", drafts.data);
}

static void a_long_answer_leaves_out_what_was_not_recorded(void **state)
{
	struct fixture *f = *state;

	record_long(f, 40);
	json_t *answer = correct(f, 40, "confirmed", "");
	assert_non_null(fixture_at(answer, "receipts.0.target"));
	assert_non_null(fixture_at(answer, "receipts.0.title"));
	assert_null(fixture_at(answer, "receipts.39.target"));
	assert_null(fixture_at(answer, "receipts.39.title"));
	assert_non_null(fixture_at(answer, "receipts.39.event"));
	drop(free) char *text = json_dumps(answer, JSON_COMPACT);
	assert_in_range(strlen(text), LIMIT_ANSWER, LIMIT_ANSWER + 2 * LIMIT_TEXT);
}

static void one_call_does_not_copy_what_was_before_without_end(void **state)
{
	const char *new = ", 'data': {'new': {'text': 'y'}}";
	struct fixture *f = *state;

	record_long(f, 60);
	json_t *refused = correct(f, 60, "amended", new);
	assert_string_equal(fixture_text(refused, "error"), "TooLarge");
	assert_string_equal(fixture_text(refused, "what"), "receipts");
	assert_int_equal(fixture_count(f, "kind = 'amended'"), 0);
	assert_non_null(fixture_at(correct(f, 30, "amended", new), "receipts"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_receipt_has_the_members_of_the_interface),
		STORE_TEST(drafts_of_one_call_are_recorded_all_or_none),
		STORE_TEST(a_refused_call_leaves_the_others_of_its_commit_alone),
		STORE_TEST(a_call_is_run_twice_at_most_however_many_are_refused),
		STORE_TEST(a_batch_of_first_notes_opens_one_incident),
		STORE_TEST(a_retry_is_acknowledged_again_and_recorded_once),
		STORE_TEST(a_retry_within_the_same_commit_is_recognised),
		STORE_TEST(the_same_id_with_other_content_or_by_another_is_a_conflict),
		STORE_TEST(a_retry_of_what_was_moved_names_where_it_is_now),
		STORE_TEST(a_change_of_severity_says_what_it_was_before),
		STORE_TEST(what_a_batch_reopens_takes_its_next_note),
		STORE_TEST(recorded_at_never_goes_back),
		STORE_TEST(a_title_is_the_first_line_that_says_something),
		STORE_TEST(an_author_with_the_highest_uid_has_a_last_entry),
		STORE_TEST(nothing_is_written_after_sqlite_took_the_transaction_back),
		cmocka_unit_test(a_number_that_is_no_integer_is_refused_before_it_is_queued),
		STORE_TEST(a_long_answer_leaves_out_what_was_not_recorded),
		STORE_TEST(one_call_does_not_copy_what_was_before_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
