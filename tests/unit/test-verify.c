/* SPDX-License-Identifier: MIT */
/* Forgeries that look whole at first sight; what test-chain.c does by chance, this does with intent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "daemon/store/verify.h"
#include "tests/unit/store-fixture.h"

#define LOOKED_AT 1000 /* at start: the last so many events */

struct findings {
	struct verify walk;
	int problems;
	int64_t first; /* pos of the first problem */
	char problem[128];
};

static int on_finding(void *owner, int64_t pos, const struct id *id, const char *problem)
{
	struct findings *found = owner;

	(void)id;
	if (problem && found->problems++ == 0) {
		found->first = pos;
		snprintf(found->problem, sizeof(found->problem), "%s", problem);
	}
	return 0;
}

static struct findings verify(struct fixture *f)
{
	struct findings found = { .problems = 0 };

	while (!found.walk.done)
		assert_int_equal(verify_next(f->store, &found.walk, on_finding, &found), 0);
	return found;
}

/* An incident and notes, `events` in all, and the log unlocked. */
static void fill(struct fixture *f, int events)
{
	drop(json_decref) json_t *calls =
		json_pack("[[{s:s, s:s}]]", "kind", "opened", "text", "Down");

	for (int i = 1; i < events; i++)
		json_array_append_new(
			calls, json_pack("[{s:s, s:s}]", "kind", "note", "text", "pool is empty"));
	fixture_calls(f, &alice, calls);
	fixture_run(f, FIXTURE_UNLOCK);
	assert_int_equal(verify(f).problems, 0);
}

/* The last of `events` + 2 is the `expunged`, the one before it is what it took. */
static void fill_and_expunge(struct fixture *f, int events)
{
	fill(f, events);
	json_t *note = fixture_record(f, &alice, "{'kind': 'note', 'text': 'hunter2'}");

	assert_null(json_object_get(fixture_expunge(f, fixture_text(note, "id")), "error"));
	assert_int_equal(verify(f).problems, 0);
}

/* Forged, found with these words at pos, and taken back. */
static void assert_found(struct fixture *f, const char *sql, int64_t pos, const char *problem)
{
	fixture_run(f, "BEGIN");
	fixture_run(f, sql);
	struct findings found = verify(f);
	fixture_run(f, "ROLLBACK");
	if (!found.problems)
		fail_msg("not found: %s", sql);
	assert_string_equal(found.problem, problem);
	assert_int_equal(found.first, pos);
}

static void copy(sqlite3_stmt *row, int column, uint8_t *bytes, size_t size)
{
	assert_int_equal(sqlite3_column_bytes(row, column), size);
	memcpy(bytes, sqlite3_column_blob(row, column), size);
}

static void leaf_and_hash_are_what_the_header_says(void **state)
{
	static const char sql[] =
		"SELECT leaf, hash, salt || CAST(json AS BLOB) FROM event ORDER BY seq";
	uint8_t both[64] = { 0 }, made[32], stored[32];
	struct fixture *f = *state;
	sqlite3_stmt *row;
	int events = 0;

	fill(f, 20);
	assert_int_equal(sqlite3_prepare_v2(f->store->db, sql, -1, &row, NULL), SQLITE_OK);
	for (; sqlite3_step(row) == SQLITE_ROW; events++) {
		crypto_generichash(made, 32, sqlite3_column_blob(row, 2),
				   (size_t)sqlite3_column_bytes(row, 2), NULL, 0);
		copy(row, 0, stored, 32);
		assert_memory_equal(stored, made, 32);
		memcpy(both + 32, made, 32);
		crypto_generichash(made, 32, both, 64, NULL, 0);
		copy(row, 1, stored, 32);
		assert_memory_equal(stored, made, 32);
		memcpy(both, made, 32);
	}
	sqlite3_finalize(row);
	assert_int_equal(events, 20);
	assert_memory_equal(f->store->origin.hash, both, 32);
}

static void equal_texts_have_unequal_leaves(void **state)
{
	struct fixture *f = *state;

	fill(f, 100);
	drop(free) char *salts = fixture_rows(f, "SELECT count(DISTINCT salt) FROM event");
	assert_string_equal(salts, "100\n");
}

/* Salt, text and leaf of another event fit each other, but not the chain. */
static void a_leaf_that_was_made_anew_does_not_fit_the_chain(void **state)
{
	struct fixture *f = *state;

	fill(f, 20);
	assert_found(
		f,
		"UPDATE event SET (salt, leaf, json, id) = (SELECT salt, leaf, json, randomblob(16) "
		"FROM event WHERE pos = 9) WHERE pos = 8",
		8, "the text and its columns differ");
	fixture_run(f, "UPDATE event SET leaf = randomblob(32), salt = NULL WHERE pos = 8;"
		       "INSERT INTO reference SELECT id, 9 FROM event WHERE pos = 8");
	assert_true(verify(f).problems > 0);
}

static void an_event_before_the_first_is_found(void **state)
{
	static const char insert[] =
		"INSERT INTO event SELECT 1000, randomblob(16), origin, %d, incident, kind, at, "
		"author, digest, salt, leaf, hash, json FROM event WHERE pos = 9";
	struct fixture *f = *state;
	char sql[256];

	fill(f, 20);
	for (int seq = 0; seq > -10; seq -= 3) {
		snprintf(sql, sizeof(sql), insert, seq);
		assert_found(f, sql, 1000, "the text and its columns differ");
	}
}

static void another_order_of_positions_is_found(void **state)
{
	struct fixture *f = *state;

	fill(f, 20);
	assert_found(
		f,
		"UPDATE event SET pos = -1 WHERE pos = 7; UPDATE event SET pos = 7 WHERE pos = 8;"
		"UPDATE event SET pos = 8 WHERE pos = -1",
		7, "its position is not after the one before");
}

static void another_id_of_the_log_is_found(void **state)
{
	struct fixture *f = *state;

	fill(f, 20);
	assert_found(f, "UPDATE origin SET id = randomblob(16)", 1,
		     "the text and its columns differ");
}

static void what_nobody_expunged_is_not_passed_off_as_expunged(void **state)
{
	static const char gone[] = "its salt is gone, and it was not expunged";
	struct fixture *f = *state;

	fill_and_expunge(f, 5);
	assert_found(f, "UPDATE event SET salt = NULL, digest = NULL WHERE pos = 4", 4, gone);
	assert_found(f,
		     "UPDATE event SET salt = NULL, digest = NULL WHERE pos = 4;"
		     "INSERT INTO reference SELECT id, 7 FROM event WHERE pos = 4",
		     4, gone);
}

static void an_expunged_event_takes_no_new_words(void **state)
{
	struct fixture *f = *state;

	fill_and_expunge(f, 5);
	assert_found(
		f, "UPDATE event SET json = json_set(json, '$.text', 'all is well') WHERE pos = 6",
		6, "it was expunged, and says something");
}

static void what_was_changed_long_ago_is_found_after_a_start(void **state)
{
	struct fixture *f = *state;

	fill(f, LOOKED_AT + 10);
	fixture_run(f, "UPDATE event SET json = replace(json, 'empty', 'full!') WHERE pos = 10");
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, LOOKED_AT + 10);
	struct findings found = verify(f);
	assert_int_equal(found.problems, 1);
	assert_int_equal(found.first, 10);
	assert_string_equal(found.problem, "its text was changed");
}

static void and_lately_is_set_aside_by_the_start(void **state)
{
	struct fixture *f = *state;

	fill(f, LOOKED_AT + 10);
	fixture_run(f, "UPDATE event SET json = replace(json, 'empty', 'full!') WHERE pos = 11");
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, 0);
}

static void a_hole_where_the_look_at_the_start_begins_is_found(void **state)
{
	struct fixture *f = *state;

	fill(f, LOOKED_AT + 10);
	fixture_run(f, "DELETE FROM event WHERE pos = 10");
	fixture_close(f);
	fixture_open(f);
	assert_int_equal(f->store->head, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(leaf_and_hash_are_what_the_header_says),
		STORE_TEST(equal_texts_have_unequal_leaves),
		STORE_TEST(a_leaf_that_was_made_anew_does_not_fit_the_chain),
		STORE_TEST(an_event_before_the_first_is_found),
		STORE_TEST(another_order_of_positions_is_found),
		STORE_TEST(another_id_of_the_log_is_found),
		STORE_TEST(what_nobody_expunged_is_not_passed_off_as_expunged),
		STORE_TEST(an_expunged_event_takes_no_new_words),
		STORE_TEST(what_was_changed_long_ago_is_found_after_a_start),
		STORE_TEST(and_lately_is_set_aside_by_the_start),
		STORE_TEST(a_hole_where_the_look_at_the_start_begins_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
