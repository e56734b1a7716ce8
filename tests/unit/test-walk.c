/* SPDX-License-Identifier: MIT */
/* A search that looks at excerpts finds what one that looks at the log finds, in the same order, and reads less. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/walk.h"
#include "tests/unit/excerpt-fixture.h"

#define QUERIES 60

struct answers {
	char *text[QUERIES];
};

static void answers_freep(struct answers *answers)
{
	for (size_t i = 0; i < QUERIES; i++)
		free(answers->text[i]);
}

/* Of the same queries every time: words, their parts, and several of them. */
static void ask(struct fixture *f, struct answers *answers)
{
	random_state = 7;
	for (size_t i = 0; i < QUERIES; i++) {
		drop(free) char *query = make_text(1 + i % 2), *part = NULL;
		size_t from = text_cut_bytes(query, strlen(query), below(3));

		part = strdup(query + from);
		part[text_cut_bytes(part, strlen(part), 1 + below(30))] = '\0';
		answers->text[i] = answer(f, part, i % 3 ? 3 : INT64_MAX);
	}
}

static size_t differ(const struct answers *one, const struct answers *other)
{
	size_t count = 0;

	for (size_t i = 0; i < QUERIES; i++)
		count += strcmp(one->text[i], other->text[i]) != 0;
	return count;
}

static void a_search_of_excerpts_answers_what_one_of_the_log_answers(void **state)
{
	struct fixture *f = *state;
	drop(answers_free) struct answers log = { { NULL } }, excerpt = { { NULL } },
					  partly = { { NULL } };

	make_history(f, 1);
	ask(f, &partly); /* what was expunged has taken some of them along */
	make_excerpts(f);
	assert_true(excerpts(f) >= BLOCKS);
	ask(f, &excerpt);
	drop_excerpts(f);
	ask(f, &log);
	assert_int_equal(differ(&log, &partly), 0);
	assert_int_equal(differ(&log, &excerpt), 0);
}

static void excerpts_that_lie_would_be_noticed(void **state)
{
	struct fixture *f = *state;
	drop(answers_free) struct answers log = { { NULL } }, lie = { { NULL } };

	make_history(f, 2);
	make_excerpts(f);
	fixture_run(f, "DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_expunged");
	fixture_run(f, "UPDATE event SET json = replace(json, 'file', 'life')");
	excerpt_forget(f->store);
	ask(f, &lie);
	drop_excerpts(f);
	ask(f, &log);
	assert_true(differ(&log, &lie) > 0);
}

/* Steps of SQLite's machine that the statements which read the log have made since they were last asked. */
static int steps(struct fixture *f)
{
	return sqlite3_stmt_status(f->store->statements[QUERY_PAGE_BACK], SQLITE_STMTSTATUS_VM_STEP,
				   true);
}

static int steps_for(struct fixture *f, const char *query)
{
	steps(f);
	drop(free) char *found = answer(f, query, 3);

	assert_non_null(strstr(found, "event"));
	return steps(f);
}

static void with_excerpts_the_log_is_read_only_behind_the_last(void **state)
{
	const char *incidents[2];
	struct fixture *f = *state;

	incidents[0] = incidents[1] = fixture_opened(f, &alice, "an outage");
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'in the " RARE "'}");
	random_state = 3;
	while (f->store->head < 8 * EXCERPT_EVENTS)
		record_some(f, incidents, CALL);
	int log = steps_for(f, RARE), common = steps_for(f, "network");
	make_excerpts(f);
	assert_int_equal(excerpts(f), 8);
	assert_true(steps_for(f, RARE) * 8 < log);
	assert_true(steps_for(f, "network") * 8 < common);
}

static void of_a_block_without_the_word_no_text_is_looked_at(void **state)
{
	struct fixture *f = *state;
	drop(sought_free) struct sought rare = { 0 }, common = { 0 };
	int64_t looked = 0;

	make_history(f, 4);
	drop_excerpts(f);
	make_excerpts(f);
	assert_int_equal(sought_read(&rare, RARE), 0);
	assert_int_equal(sought_read(&common, "network"), 0);
	for (int i = 0; i < 2; i++) {
		drop(walk_end) struct walk walk = { 0 };

		assert_int_equal(walk_begin(f->store, &walk, i ? &common : &rare, EXCERPT_EVENTS),
				 0);
		for (looked = 0; walk_next(f->store, &walk) == 0; looked++)
			assert_true(i || walk.row == walk.changed);
		assert_true(i ? looked == EXCERPT_EVENTS - 1 : looked < EXCERPT_EVENTS / 4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_search_of_excerpts_answers_what_one_of_the_log_answers),
		STORE_TEST(excerpts_that_lie_would_be_noticed),
		STORE_TEST(with_excerpts_the_log_is_read_only_behind_the_last),
		STORE_TEST(of_a_block_without_the_word_no_text_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
