/* SPDX-License-Identifier: MIT */
/* Who is answered when, in which commit, and that everybody is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/excerpt-row.h"
#include "tests/unit/storage-fixture.h"

#define USERS 16
#define EACH  40 /* records of a user */
#define READS 50
#define TRIES 100

static void everything_queued_is_answered_once_and_nothing_after_the_end(void **state)
{
	static struct errand reads[READS];
	struct bench bench;

	open_bench(&bench, *state);
	submit(&bench, FIRST_USER, 1, "opened");
	for (int i = 0; i < USERS * EACH; i++) {
		submit(&bench, FIRST_USER + i % USERS, 1 + (size_t)i % 3, "note");
		if (i % (USERS * EACH / READS) == 0 && bench.reads < READS)
			send_job(&bench, &reads[bench.reads++], look);
		if (i % 50 == 0)
			uv_run(&bench.loop, UV_RUN_NOWAIT);
	}
	close_bench(&bench);
	for (size_t i = 0; i < bench.reads; i++)
		assert_true(reads[i].runs == 1 && reads[i].answers == 1);
	fixture_open(bench.f);
	assert_int_equal(bench.heard, bench.f->store->head);
	free_entries(&bench);
}

static void what_was_answered_is_in_the_log_where_the_receipt_says(void **state)
{
	struct bench bench;
	char sql[128];

	open_bench(&bench, *state);
	submit(&bench, FIRST_USER, 1, "opened");
	for (int i = 0; i < USERS; i++)
		submit(&bench, FIRST_USER + i, 1, "note");
	close_bench(&bench);
	fixture_open(bench.f);
	for (struct entry *entry = bench.first; entry; entry = entry->next) {
		snprintf(sql, sizeof(sql),
			 "SELECT json_extract(json, '$.id') FROM event WHERE pos = %d",
			 (int)pos_of(entry));
		drop(free) char *id = fixture_rows(bench.f, sql);
		assert_memory_equal(id, fixture_text(entry->answer, "receipts.0.id"),
				    ID_TEXT_SIZE - 1);
	}
	free_entries(&bench);
}

static void what_waits_for_a_commit_shares_the_next_one(void **state)
{
	struct errand gate;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	submit(&bench, FIRST_USER, 1, "opened");
	for (int i = 1; i < LIMIT_BATCH; i++)
		submit(&bench, FIRST_USER + i % USERS, 1, "note");
	let_go(&bench);
	assert_int_equal(bench.commits, 1);
	free_entries(&bench);
}

static void a_thread_in_a_commit_is_writing_and_one_that_stands_in_a_job_is_not(void **state)
{
	struct errand gate, again;
	struct bench bench;

	open_bench(&bench, *state);
	bench.slow = true;
	hold(&bench, &gate);
	storage_is_writing(bench.storage);
	assert_false(storage_is_writing(bench.storage));
	submit(&bench, FIRST_USER, 1, "opened");
	uv_sem_post(&bench.gate);
	uv_sem_wait(&bench.reached);
	assert_true(storage_is_writing(bench.storage) && storage_is_writing(bench.storage));
	uv_sem_post(&bench.gate);
	hold(&bench, &again);
	assert_true(storage_is_writing(bench.storage)); /* it ended since */
	assert_false(storage_is_writing(bench.storage));
	let_go(&bench);
	free_entries(&bench);
}

static void a_commit_has_no_more_than_its_limits(void **state)
{
	struct errand gate;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	submit(&bench, FIRST_USER, 1, "opened");
	for (int i = 0; i < 3; i++)
		submit(&bench, FIRST_USER, LIMIT_BATCH, "note");
	for (int i = 0; i < 3; i++)
		submit(&bench, FIRST_USER, 1, "note")->record.bytes = LIMIT_BATCH_BYTES;
	let_go(&bench);
	assert_int_equal(bench.commits, 1 + 3 + 3);
	free_entries(&bench);
}

static void a_user_who_writes_much_keeps_nobody_waiting(void **state)
{
	struct errand gate;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	submit_many(&bench, 3 * LIMIT_BATCH);
	struct entry *second = submit(&bench, FIRST_USER + 1, 1, "note");
	struct entry *third = submit(&bench, FIRST_USER + 2, 1, "note");
	let_go(&bench);
	assert_int_equal(pos_of(second), 2);
	assert_int_equal(pos_of(third), 3);
	free_entries(&bench);
}

static void the_records_of_a_user_keep_their_order(void **state)
{
	int64_t newest[USERS] = { 0 };
	struct errand gate;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	for (int i = 0; i < USERS * EACH; i++)
		submit(&bench, FIRST_USER + i % USERS, 1, "opened");
	let_go(&bench);
	for (int i = 0; i < USERS; i++)
		newest[i] = INT64_MAX;
	for (struct entry *entry = bench.first; entry; entry = entry->next) { /* newest first */
		int64_t *before = &newest[entry->record.author.uid - FIRST_USER];

		assert_true(pos_of(entry) < *before);
		*before = pos_of(entry);
	}
	free_entries(&bench);
}

static void records_go_before_reads_and_reads_keep_their_order(void **state)
{
	struct errand gate, first, second;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	send_job(&bench, &first, look);
	send_job(&bench, &second, look);
	struct entry *opened = submit(&bench, FIRST_USER, 1, "opened");
	let_go(&bench);
	assert_int_equal(first.head, 1);
	assert_true(gate.turn < opened->turn && opened->turn < first.turn);
	assert_true(first.turn < second.turn);
	free_entries(&bench);
}

/* First it rests, as the gate was a long job: some commits, each of which has a millisecond or more. */
static void a_read_has_its_turn_however_many_records_wait(void **state)
{
	struct errand gate, read;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	submit_many(&bench, 30 * LIMIT_BATCH);
	send_job(&bench, &read, look);
	let_go(&bench);
	assert_in_range(read.head, LIMIT_BATCH, 15 * LIMIT_BATCH);
	free_entries(&bench);
}

/* Five full commits wait. Who comes while the first one lasts is in the second, which is a small one for that. */
static void who_comes_late_waits_for_no_full_commit(void **state)
{
	struct errand gate;
	struct bench bench;

	open_bench(&bench, *state);
	bench.slow = true;
	hold(&bench, &gate);
	submit_many(&bench, 5 * LIMIT_BATCH - 1);
	uv_sem_post(&bench.gate);
	uv_sem_wait(&bench.reached);
	struct entry *late = submit(&bench, FIRST_USER + 1, 1, "note");
	let_go(&bench);
	assert_int_equal(pos_of(late), LIMIT_BATCH + 1);
	assert_int_equal(bench.commits, 6);
	free_entries(&bench);
}

/* One long call is written as a whole, but the next one after what somebody else has to say; and then it is. */
static void nor_for_more_than_one_long_call(void **state)
{
	struct errand gate;
	struct bench bench;

	open_bench(&bench, *state);
	bench.slow = true;
	hold(&bench, &gate);
	submit(&bench, FIRST_USER, 1, "opened");
	struct entry *first = submit(&bench, FIRST_USER, LIMIT_DRAFTS, "note");
	struct entry *second = submit(&bench, FIRST_USER, LIMIT_DRAFTS, "note");
	uv_sem_post(&bench.gate);
	uv_sem_wait(&bench.reached);
	struct entry *late = submit(&bench, FIRST_USER + 1, 1, "note");
	uv_sem_post(&bench.gate);
	close_bench(&bench);
	assert_int_equal(pos_of(late), 2);
	assert_int_equal(pos_of(first), 3);
	assert_int_equal(pos_of(second), 3 + LIMIT_DRAFTS);
	free_entries(&bench);
}

static void a_job_under_way_hears_of_a_record_that_waits(void **state)
{
	struct errand gate, before, again;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	uv_sem_post(&bench.gate);
	hold(&bench, &before);
	assert_false(atomic_load(before.wanted));
	submit(&bench, FIRST_USER, 1, "opened");
	assert_true(atomic_load(before.wanted));
	uv_sem_post(&bench.gate);
	hold(&bench, &again);
	assert_false(atomic_load(again.wanted));
	let_go(&bench);
	free_entries(&bench);
}

/* An opening and a note, whose users are done, and another call: how many commits are they? */
static int commits_of(struct fixture *f, size_t count, size_t seekers, int64_t user)
{
	struct errand gate;
	struct bench bench;

	open_bench(&bench, f);
	hold(&bench, &gate);
	submit(&bench, FIRST_USER, 1, "opened");
	submit(&bench, FIRST_USER + 1, 1, "note");
	submit(&bench, user, count, "note")->record.seekers = seekers;
	let_go(&bench);
	free_entries(&bench);
	fixture_open(f);
	return bench.commits;
}

/* What looks for words takes long, as a long call does: however many wait, not one stands between a note and its commit. */
static void who_is_done_waits_for_nothing_that_takes_long(void **state)
{
	struct fixture *f = *state;

	for (int64_t user = FIRST_USER; user <= FIRST_USER + 2; user += 2) {
		assert_int_equal(commits_of(f, 1, 0, user), 1);
		assert_int_equal(commits_of(f, 1, 1, user), 2);
		assert_int_equal(commits_of(f, LIMIT_BATCH / 10, 0, user), 2);
	}
}

static void jobs_are_done_in_turn_by_user(void **state)
{
	struct errand gate, many[USERS], other;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	for (int i = 0; i < USERS; i++)
		send_job_of(&bench, &many[i], look, FIRST_USER);
	send_job_of(&bench, &other, look, FIRST_USER + 1);
	let_go(&bench);
	assert_true(many[0].turn < other.turn && other.turn < many[1].turn);
	for (int i = 1; i < USERS; i++)
		assert_true(many[i - 1].turn < many[i].turn);
	free_entries(&bench);
}

static void fill(struct bench *bench, size_t events)
{
	submit(bench, FIRST_USER, 1, "opened");
	for (size_t i = 0; i < events; i += LIMIT_BATCH)
		submit(bench, FIRST_USER, LIMIT_BATCH, "note");
	while (bench->answered < bench->submitted)
		uv_run(&bench->loop, UV_RUN_ONCE);
}

/* Storage thread. */
static void look_at_excerpts(struct job *job, struct store *store)
{
	((struct errand *)job)->head = store->excerpted;
}

/* How many there are, when something was asked every so often until there were enough. */
static int64_t excerpts_after(struct bench *bench, int64_t enough, useconds_t gap)
{
	struct errand errand = { .head = 0 };

	for (int i = 0; i < TRIES && errand.head < enough; i++) {
		usleep(gap);
		send_job(bench, &errand, look_at_excerpts);
		while (!errand.answers)
			uv_run(&bench->loop, UV_RUN_ONCE);
	}
	return errand.head;
}

static void after_a_moment_of_quiet_every_full_block_has_its_excerpt(void **state)
{
	struct bench bench;

	open_bench(&bench, *state);
	fill(&bench, 3 * EXCERPT_EVENTS);
	assert_int_equal(excerpts_after(&bench, 3, 1300000), 3);
	close_bench(&bench);
	free_entries(&bench);
}

static void where_something_comes_all_the_time_a_long_log_is_not_left_without(void **state)
{
	struct bench bench;

	open_bench(&bench, *state);
	fill(&bench, 20 * EXCERPT_EVENTS);
	assert_true(excerpts_after(&bench, 4, 100000) >= 4);
	close_bench(&bench);
	free_entries(&bench);
}

static void a_storage_that_nobody_used_closes(void **state)
{
	struct bench bench;

	open_bench(&bench, *state);
	close_bench(&bench);
	assert_int_equal(bench.heard, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(everything_queued_is_answered_once_and_nothing_after_the_end),
		STORE_TEST(what_was_answered_is_in_the_log_where_the_receipt_says),
		STORE_TEST(what_waits_for_a_commit_shares_the_next_one),
		STORE_TEST(a_thread_in_a_commit_is_writing_and_one_that_stands_in_a_job_is_not),
		STORE_TEST(a_commit_has_no_more_than_its_limits),
		STORE_TEST(a_user_who_writes_much_keeps_nobody_waiting),
		STORE_TEST(the_records_of_a_user_keep_their_order),
		STORE_TEST(records_go_before_reads_and_reads_keep_their_order),
		STORE_TEST(a_read_has_its_turn_however_many_records_wait),
		STORE_TEST(who_comes_late_waits_for_no_full_commit),
		STORE_TEST(nor_for_more_than_one_long_call),
		STORE_TEST(a_job_under_way_hears_of_a_record_that_waits),
		STORE_TEST(who_is_done_waits_for_nothing_that_takes_long),
		STORE_TEST(jobs_are_done_in_turn_by_user),
		STORE_TEST(after_a_moment_of_quiet_every_full_block_has_its_excerpt),
		STORE_TEST(where_something_comes_all_the_time_a_long_log_is_not_left_without),
		STORE_TEST(a_storage_that_nobody_used_closes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
