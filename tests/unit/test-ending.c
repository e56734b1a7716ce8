/* SPDX-License-Identifier: MIT */
/* The ends of ids: in the table or late, an entry is found by its handle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/ending.h"
#include "tests/unit/store-fixture.h"

#define CALL 1000 /* notes */

static void record_notes(struct fixture *f, int calls)
{
	while (calls-- > 0) {
		json_t *notes = json_array();
		drop(json_decref) json_t *call = json_pack("[o]", notes);

		for (int i = 0; i < CALL; i++)
			json_array_append_new(notes,
					      json_pack("{s:s, s:s}", "kind", "note", "text", "x"));
		assert_non_null(fixture_at(fixture_calls(f, &alice, call), "0.receipts"));
	}
}

static int64_t written(struct fixture *f)
{
	drop(free) char *rows =
		fixture_rows(f, "SELECT coalesce(sum(length(ends) / 4), 0) FROM ending");

	return atoll(rows);
}

/* The note whose id ends like this, and no other. */
static void expect_found(struct fixture *f, const char *tail, const char *text)
{
	json_t *receipt = fixture_record(
		f, &alice, "{'kind': 'amended', 'which': '%s', 'data': {'new': {'pinned': true}}}",
		tail);

	assert_string_equal(fixture_text(receipt, "target.event.text"), text);
}

/* The end of its id: ten characters, as of four of them ten thousand notes have the same one time in a hundred. */
static char *record_marked(struct fixture *f, const char *text)
{
	json_t *receipt = fixture_record(f, &alice, "{'kind': 'note', 'text': '%s'}", text);
	char tail[ID_TAIL_SIZE];
	struct id id;

	assert_int_equal(id_parse(fixture_text(receipt, "event.id"), &id), 0);
	return strdup(id_tail(&id, 10, tail));
}

static void an_entry_is_found_by_its_handle_whether_that_was_written_or_is_late(void **state)
{
	struct fixture *f = *state;
	drop(free) char *early = record_marked(f, "early");

	assert_int_equal(written(f), 0);
	expect_found(f, early, "early");
	record_notes(f, 3);
	assert_true(written(f) >= ENDING_LATE);
	drop(free) char *late = record_marked(f, "late");
	expect_found(f, early, "early");
	expect_found(f, late, "late");
	fixture_close(f);
	fixture_open(f);
	expect_found(f, early, "early");
	expect_found(f, late, "late");
}

static void a_log_without_the_ends_of_its_ids_has_them_after_a_start(void **state)
{
	struct fixture *f = *state;
	drop(free) char *early = record_marked(f, "early");

	record_notes(f, ENDING_ROOM / CALL + 2);
	drop(free) char *late = record_marked(f, "late");
	fixture_close(f);
	fixture_run_closed(f, "DELETE FROM ending");
	fixture_open(f);
	assert_true(written(f) >= f->store->head - ENDING_ROOM / 2);
	expect_found(f, early, "early");
	expect_found(f, late, "late");
}

static void ends_that_are_ahead_of_the_log_are_made_anew(void **state)
{
	struct fixture *f = *state;
	drop(free) char *note = record_marked(f, "note");

	fixture_close(f);
	fixture_run_closed(f, "INSERT INTO ending VALUES (1000000, zeroblob(8))");
	fixture_open(f);
	expect_found(f, note, "note");
	record_notes(f, 3);
	assert_true(written(f) >= ENDING_LATE);
	drop(free) char *ahead =
		fixture_rows(f, "SELECT count(*) FROM ending WHERE first = 1000000");
	assert_string_equal(ahead, "0\n");
}

static void what_was_taken_back_leaves_no_end(void **state)
{
	struct fixture *f = *state;

	record_notes(f, 2);
	fixture_refused(
		f, &alice, "NoSuchEvent",
		"[{'kind': 'note', 'text': 'x'}, {'kind': 'retracted', 'which': 'nothing'}]");
	drop(free) char *note = record_marked(f, "note");
	record_notes(f, 1);
	assert_int_equal(written(f), f->store->head);
	expect_found(f, note, "note");
}

static void a_commit_may_be_larger_than_there_is_room(void **state)
{
	struct fixture *f = *state;
	drop(json_decref) json_t *calls = json_array(), *call = json_array();
	drop(free) char *before = record_marked(f, "before");

	for (int i = 0; i < CALL; i++)
		json_array_append_new(call, json_pack("{s:s, s:s}", "kind", "note", "text", "x"));
	for (int i = 0; i < 2 * ENDING_ROOM / CALL + 2; i++)
		json_array_append_new(calls, json_deep_copy(call));
	fixture_calls(f, &alice, calls);
	assert_int_equal(written(f), f->store->head);
	expect_found(f, before, "before");
	drop(free) char *after = record_marked(f, "after");
	expect_found(f, after, "after");
}

static int note_pos(void *owner, int64_t pos)
{
	int64_t *sought = owner;

	if (pos == *sought)
		*sought = 0;
	return 0;
}

static void every_entry_is_where_its_end_is(void **state)
{
	struct fixture *f = *state;

	record_notes(f, 2 * ENDING_ROOM / CALL + 1);
	fixture_close(f);
	fixture_open(f);
	drop(free) char *rows = fixture_rows(f, "SELECT hex(id) FROM event ORDER BY pos");
	char *line = rows;
	for (int64_t pos = 1; pos <= f->store->head; pos++, line += 33) {
		int64_t here = pos, after = pos;
		uint32_t end = (uint32_t)strtoul(line + 27, NULL, 16);

		assert_int_equal(ending_each(f->store, end, pos, pos, note_pos, &here), 0);
		assert_int_equal(here, 0);
		ending_each(f->store, end, pos + 1, f->store->head, note_pos, &after);
		assert_int_equal(after, pos);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(an_entry_is_found_by_its_handle_whether_that_was_written_or_is_late),
		STORE_TEST(a_log_without_the_ends_of_its_ids_has_them_after_a_start),
		STORE_TEST(ends_that_are_ahead_of_the_log_are_made_anew),
		STORE_TEST(what_was_taken_back_leaves_no_end),
		STORE_TEST(a_commit_may_be_larger_than_there_is_room),
		STORE_TEST(every_entry_is_where_its_end_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
