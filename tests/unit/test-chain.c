/* SPDX-License-Identifier: MIT */
/* Verify finds what was done to the log behind the recorder's back. Each change is made and taken back. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/verify.h"
#include "tests/unit/store-fixture.h"

#define EVENTS 300
#define FLIPS  1000

struct findings {
	int problems, expunged;
	int64_t first; /* pos of the first problem */
	char problem[80];
};

static int on_finding(void *owner, int64_t pos, const struct id *id, const char *problem)
{
	struct findings *findings = owner;

	(void)id;
	findings->expunged += !problem;
	if (!problem)
		return 0;
	if (!findings->problems++) {
		findings->first = pos;
		snprintf(findings->problem, sizeof(findings->problem), "%s", problem);
	}
	return 0;
}

static struct findings find(struct fixture *f)
{
	struct findings findings = { .problems = 0 };
	struct verify verify = { .origin = 0 };

	while (!verify.done)
		assert_int_equal(verify_next(f->store, &verify, on_finding, &findings), 0);
	return findings;
}

static void record_some(struct fixture *f)
{
	for (int i = 0; i < EVENTS / 30; i++) {
		drop(buffer_free) struct buffer drafts = { 0 };

		for (int n = 0; n < 30; n++)
			buffer_printf(&drafts, "%s{'kind': 'note', 'text': 'entry %d of %d'}",
				      n ? "," : "", n, i);
		fixture_record(f, &alice, "[%s]", drafts.data);
	}
}

/* What verify says after this change, which is then taken back. */
static struct findings after(struct fixture *f, const char *sql)
{
	fixture_run(f, "BEGIN");
	fixture_run(f, sql);
	struct findings findings = find(f);
	fixture_run(f, "ROLLBACK");
	return findings;
}

static void a_log_that_was_left_alone_is_clean(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(find(f).problems, 0);
	record_some(f);
	struct findings findings = find(f);
	assert_int_equal(findings.problems, 0);
	assert_int_equal(findings.expunged, 0);
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, EVENTS + 1);
}

/* One bit of one column of one row, the other way round. */
static void flip(struct fixture *f, const char *column, int pos, unsigned random)
{
	char sql[128];
	sqlite3_stmt *row;

	snprintf(sql, sizeof(sql), "SELECT %s FROM event WHERE pos = %d", column, pos);
	assert_int_equal(sqlite3_prepare_v2(f->store->db, sql, -1, &row, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	bool text = sqlite3_column_type(row, 0) == SQLITE_TEXT;
	int size = sqlite3_column_bytes(row, 0);
	drop(free) uint8_t *bytes = malloc((size_t)size);
	memcpy(bytes, sqlite3_column_blob(row, 0), (size_t)size);
	sqlite3_finalize(row);
	bytes[random / 8 % (unsigned)size] ^= (uint8_t)(1 << random % 8);
	snprintf(sql, sizeof(sql), "UPDATE event SET %s = ?1 WHERE pos = %d", column, pos);
	assert_int_equal(sqlite3_prepare_v2(f->store->db, sql, -1, &row, NULL), SQLITE_OK);
	if (text)
		sqlite3_bind_text(row, 1, (char *)bytes, size, SQLITE_STATIC);
	else
		sqlite3_bind_blob(row, 1, bytes, size, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(row), SQLITE_DONE);
	sqlite3_finalize(row);
}

static void any_flipped_bit_is_found_where_it_is(void **state)
{
	static const char *const columns[] = { "json", "salt", "leaf", "hash", "id", "incident" };
	struct fixture *f = *state;

	record_some(f);
	fixture_run(f, FIXTURE_UNLOCK);
	srand(4711);
	for (int i = 0; i < FLIPS; i++) {
		const char *column = columns[i % 6];
		int pos = 1 + rand() % EVENTS;

		fixture_run(f, "BEGIN");
		flip(f, column, pos, (unsigned)rand());
		struct findings findings = find(f);
		fixture_run(f, "ROLLBACK");
		if (!findings.problems || findings.first != pos)
			fail_msg("%s at pos %d: %d found, the first at %d", column, pos,
				 findings.problems, (int)findings.first);
	}
	assert_int_equal(find(f).problems, 0);
}

static void whatever_is_done_to_a_row_is_found(void **state)
{
	static const struct {
		const char *sql;
		int first;
	} changes[] = {
		{ "DELETE FROM event WHERE pos = 100", 101 },
		{ "DELETE FROM event WHERE pos = 1", 2 },
		{ "UPDATE event SET seq = -seq WHERE seq IN (100, 101); UPDATE event SET seq = 201 + seq WHERE seq < 0",
		  101 },
		{ "UPDATE event SET kind = 'action' WHERE pos = 100", 100 },
		{ "UPDATE event SET at = at + 1 WHERE pos = 100", 100 },
		{ "UPDATE event SET at = NULL WHERE pos = 100", 100 },
		{ "UPDATE event SET author = NULL WHERE pos = 100", 100 },
		{ "UPDATE event SET author = author + 1 WHERE pos = 100", 100 },
		{ "UPDATE event SET salt = NULL, digest = NULL WHERE pos = 100", 100 },
		{ "INSERT INTO event SELECT 1000, zeroblob(16), origin, 1000, incident, kind, at, author, digest, salt, leaf, hash, json FROM event WHERE pos = 100",
		  1000 },
	};
	struct fixture *f = *state;

	record_some(f);
	fixture_run(f, FIXTURE_UNLOCK);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct findings findings = after(f, changes[i].sql);

		if (!findings.problems || findings.first != changes[i].first)
			fail_msg("%s: %d found, the first at %d: %s", changes[i].sql,
				 findings.problems, (int)findings.first, findings.problem);
	}
}

static void a_row_of_a_log_that_nobody_began_is_found(void **state)
{
	struct fixture *f = *state;

	record_some(f);
	fixture_run(f, FIXTURE_UNLOCK);
	assert_true(
		after(f,
		      "INSERT INTO event SELECT 1000, zeroblob(16), 99, 1, incident, kind, at, author, digest, salt, leaf, hash, json FROM event WHERE pos = 100")
			.problems > 0);
}

static void what_was_expunged_is_said_and_is_no_problem(void **state)
{
	struct fixture *f = *state;

	record_some(f);
	json_t *note = fixture_record(
		f, &alice,
		"{'kind': 'note', 'text': 'hunter2', 'source': 'shell', 'tags': ['a'], 'actor': 'bob'}");
	assert_null(json_object_get(fixture_expunge(f, fixture_text(note, "id")), "error"));
	struct findings findings = find(f);
	assert_int_equal(findings.problems, 0);
	assert_int_equal(findings.expunged, 1);
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(find(f).expunged, 1);
}

static bool has_bytes(const char *path, const char *bytes)
{
	drop(file_close) FILE *file = fopen(path, "r");
	static char content[64 * 1024 * 1024];
	size_t size = file ? fread(content, 1, sizeof(content), file) : 0;

	return memmem(content, size, bytes, strlen(bytes));
}

static void nothing_of_what_was_expunged_is_left_on_disk(void **state)
{
	struct fixture *f = *state;
	json_t *note = fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-000000000001', 'kind': 'note', 'text': 'hunter2 is it'}");
	const char *incident = fixture_text(note, "incident");

	fixture_record(
		f, &alice,
		"{'kind': 'amended', 'which': '%s', 'data': {'new': {'text': 'a title without hunter2'}}}",
		incident);
	fixture_record(f, &alice,
		       "{'kind': 'amended', 'which': '%s', 'data': {'new': {'text': 'a title'}}}",
		       incident);
	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-000000000002', 'kind': 'amended', 'which': '01a00000-0000-7000-8000-000000000001', 'data': {'new': {'text': 'hunter22 is it'}}}");
	fixture_record(f, &alice,
		       "{'kind': 'retracted', 'which': '01a00000-0000-7000-8000-000000000002'}");
	const char *other = fixture_text(
		fixture_record(f, &alice, "{'kind': 'opened', 'text': 'other'}"), "incident");
	fixture_record(f, &alice, "{'kind': 'merged', 'incident': '%s', 'data': {'to': '%s'}}",
		       incident, other);
	assert_true(has_bytes(f->store->wal, "hunter2"));
	json_t *answer = fixture_expunge(f, "01a00000-0000-7000-8000-000000000001");
	assert_int_equal(json_array_size(fixture_at(answer, "removed")), 5);
	assert_string_equal(fixture_text(answer, "receipt.event.kind"), "expunged");
	assert_int_equal(json_integer_value(fixture_at(answer, "receipt.pos")), f->store->head);
	assert_false(has_bytes(f->store->wal, "hunter2"));
	assert_false(has_bytes(f->store->path, "hunter2"));
	assert_int_equal(find(f).problems, 0);
}

static void an_opening_goes_with_the_note_that_it_was_made_for(void **state)
{
	struct fixture *f = *state;
	json_t *note = fixture_record(f, &alice, "{'kind': 'note', 'text': 'hunter2 is it'}");

	fixture_expunge(f, fixture_text(note, "incident"));
	assert_false(has_bytes(f->store->path, "hunter2"));
	assert_int_equal(find(f).problems, 0);
}

static void a_move_that_is_expunged_still_moves(void **state)
{
	struct fixture *f = *state;
	json_t *note = fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}");
	const char *other = fixture_text(
		fixture_record(f, &alice, "{'kind': 'opened', 'text': 'other'}"), "incident");
	json_t *moved = fixture_record(
		f, &alice,
		"{'kind': 'moved', 'text': 'hunter2', 'which': '%s', 'data': {'to': '%s'}}",
		fixture_text(note, "id"), other);

	assert_null(json_object_get(fixture_expunge(f, fixture_text(moved, "id")), "error"));
	assert_string_equal(
		fixture_text(fixture_effective(f, fixture_text(note, "id")), "incident"), other);
}

static void a_changed_event_among_the_newest_is_found_at_start(void **state)
{
	struct fixture *f = *state;

	record_some(f);
	fixture_close(f);
	fixture_run_closed(
		f, FIXTURE_UNLOCK
		"UPDATE event SET json = replace(json, 'entry', 'entrx') WHERE pos = 250");
	fixture_open(f);
	assert_int_equal(f->store->head, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_log_that_was_left_alone_is_clean),
		STORE_TEST(any_flipped_bit_is_found_where_it_is),
		STORE_TEST(whatever_is_done_to_a_row_is_found),
		STORE_TEST(a_row_of_a_log_that_nobody_began_is_found),
		STORE_TEST(what_was_expunged_is_said_and_is_no_problem),
		STORE_TEST(nothing_of_what_was_expunged_is_left_on_disk),
		STORE_TEST(an_opening_goes_with_the_note_that_it_was_made_for),
		STORE_TEST(a_move_that_is_expunged_still_moves),
		STORE_TEST(a_changed_event_among_the_newest_is_found_at_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
