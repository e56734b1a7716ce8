/* SPDX-License-Identifier: MIT */
/* When excerpts are made, when they are gone, and whose bytes are believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/rebuild.h"
#include "tests/unit/excerpt-fixture.h"

#define FLIPS 300

static bool is_in(const char *path, const char *text)
{
	drop(file_close) FILE *file = fopen(path, "r");
	size_t size = 64 << 20;
	drop(free) char *bytes = malloc(size);

	assert_true(file && bytes);
	size = fread(bytes, 1, size, file);
	return memmem(bytes, size, text, strlen(text));
}

/* Not even packed, in which form a word that occurs once stands as it is. */
static void expect_on_disk(struct fixture *f, bool expected)
{
	bool there = is_in(f->store->path, RARE) || is_in(f->store->wal, RARE);

	assert_int_equal(there, expected);
}

static void what_was_expunged_is_in_no_excerpt(void **state)
{
	struct fixture *f = *state;
	const char *incident = fixture_opened(f, &alice, "an outage"),
		   *incidents[] = { incident, incident };
	json_t *secret = fixture_record(f, &alice, "{'kind': 'note', 'text': 'in the " RARE "'}");

	for (int half = 0; half < 2; half++)
		record_some(f, incidents, EXCERPT_EVENTS / 2);
	make_excerpts(f);
	assert_int_equal(excerpts(f), 1);
	expect_on_disk(f, true);
	fixture_expunge(f, fixture_text(secret, "id"));
	assert_int_equal(excerpts(f), 0);
	expect_on_disk(f, false);
	make_excerpts(f);
	assert_int_equal(excerpts(f), 1);
	drop(free) char *found = answer(f, RARE, INT64_MAX);
	assert_string_equal(found, "");
}

static void one_made_by_other_rules_is_not_believed_and_made_anew(void **state)
{
	struct fixture *f = *state;

	make_history(f, 5);
	drop(free) char *before = answer(f, "network", INT64_MAX);
	make_excerpts(f);
	fixture_run(
		f,
		"UPDATE excerpt SET made = 'otherwise', texts = (SELECT texts FROM excerpt WHERE block = 1)");
	excerpt_forget(f->store);
	drop(free) char *after = answer(f, "network", INT64_MAX);
	assert_string_equal(before, after);
	make_excerpts(f);
	drop(free) char *others =
		fixture_rows(f, "SELECT count(*) FROM excerpt WHERE made = 'otherwise'");
	assert_string_equal(others, "0\n");
}

static char *rows_of_excerpts(struct fixture *f)
{
	return fixture_rows(f, "SELECT block, made, quote(texts) FROM excerpt ORDER BY block");
}

static void that_of_another_block_is_not_believed(void **state)
{
	const struct excerpt *excerpt;
	struct fixture *f = *state;

	make_history(f, 7);
	drop_excerpts(f);
	make_excerpts(f);
	assert_int_equal(excerpt_get(f->store, 0, &excerpt), 0);
	fixture_run(f, "UPDATE excerpt SET block = 11 - block");
	fixture_run(f, "UPDATE excerpt SET block = block - 10");
	excerpt_forget(f->store);
	assert_int_equal(excerpt_get(f->store, 0, &excerpt), QUERY_NONE);
	assert_int_equal(excerpt_get(f->store, 1, &excerpt), QUERY_NONE);
}

static void flip_one(struct fixture *f, int64_t block)
{
	sqlite3_blob *row;
	uint8_t byte;

	assert_int_equal(
		sqlite3_blob_open(f->store->db, "main", "excerpt", "texts", block, true, &row), 0);
	int at = (int)below((size_t)sqlite3_blob_bytes(row));
	assert_int_equal(sqlite3_blob_read(row, &byte, 1, at), 0);
	byte ^= (uint8_t)(1 << below(8));
	assert_int_equal(sqlite3_blob_write(row, &byte, 1, at), 0);
	assert_int_equal(sqlite3_blob_close(row), 0);
	excerpt_rest(f->store);
}

static void a_flipped_bit_changes_no_answer_and_the_row_is_made_anew(void **state)
{
	struct fixture *f = *state;

	make_history(f, 10);
	drop_excerpts(f);
	drop(free) char *log = answer(f, "network", INT64_MAX);
	make_excerpts(f);
	drop(free) char *whole = rows_of_excerpts(f);
	for (int i = 0; i < FLIPS; i++) {
		flip_one(f, i % BLOCKS);
		drop(free) char *spoilt = rows_of_excerpts(f);
		assert_string_not_equal(spoilt, whole);
		drop(free) char *found = answer(f, "network", INT64_MAX);
		assert_string_equal(found, log);
		make_excerpts(f);
		drop(free) char *anew = rows_of_excerpts(f);
		assert_string_equal(anew, whole);
	}
}

static void while_a_record_waits_none_is_made(void **state)
{
	struct fixture *f = *state;

	make_history(f, 6);
	drop_excerpts(f);
	turn_begin(&f->store->turn, false);
	f->store->turn.begun -= 2 * TURN_TIME;
	turn_want(&f->store->turn);
	assert_int_equal(excerpt_make_next(f->store), 1);
	assert_int_equal(excerpts(f), 0);
}

static void made_anew_they_are_the_same(void **state)
{
	struct fixture *f = *state;

	make_history(f, 8);
	make_excerpts(f);
	drop(free) char *live = rows_of_excerpts(f);
	assert_int_equal(rebuild_all(f->store), 0);
	assert_int_equal(excerpts(f), 0);
	make_excerpts(f);
	drop(free) char *anew = rows_of_excerpts(f);
	assert_string_equal(live, anew);
}

static void spoilt_bytes_are_refused_or_read_within_their_bounds(void **state)
{
	struct fixture *f = *state;
	drop(excerpt_free) struct excerpt *excerpt = excerpt_new();
	drop(buffer_free) struct buffer packed = { 0 };
	const struct excerpt *made;
	int refused = 0;

	make_history(f, 9);
	drop_excerpts(f);
	make_excerpts(f);
	assert_int_equal(excerpt_get(f->store, 1, &made), 0);
	assert_int_equal(excerpt_pack(made, &packed), 0);
	for (int i = 0; i < 1000; i++) {
		size_t at = below(packed.size);
		char kept = packed.data[at];

		packed.data[at] = (char)below(256);
		excerpt_begin(excerpt, 1);
		refused += excerpt_unpack(excerpt, packed.data,
					  packed.size - (i % 2 ? 0 : below(packed.size)));
		for (size_t k = 0; k < excerpt->count; k++)
			assert_true(excerpt->entries[k].text + excerpt->entries[k].size <=
				    excerpt->bytes.size);
		packed.data[at] = kept;
	}
	assert_true(refused > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_was_expunged_is_in_no_excerpt),
		STORE_TEST(one_made_by_other_rules_is_not_believed_and_made_anew),
		STORE_TEST(that_of_another_block_is_not_believed),
		STORE_TEST(a_flipped_bit_changes_no_answer_and_the_row_is_made_anew),
		STORE_TEST(while_a_record_waits_none_is_made),
		STORE_TEST(made_anew_they_are_the_same),
		STORE_TEST(spoilt_bytes_are_refused_or_read_within_their_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
