/* SPDX-License-Identifier: MIT */
/*
 * The storage thread, with a loop as the daemon's. A gate is a job that keeps the thread busy until the
 * test opens it: what piles up behind it is what piles up behind a slow disk, at every run the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

#include <cmocka.h>

#include "daemon/storage.h"
#include "include/limits.h"
#include "tests/unit/store-fixture.h"

#define USERS      16
#define EACH       40 /* records of a user */
#define READS      50
#define FIRST_USER 1000

struct bench {
	struct fixture *f;
	uv_loop_t loop;
	struct storage *storage;
	struct entry *first;
	size_t submitted, answered, reads;
	int64_t heard; /* the newest pos that was told */
	int closed;
	int commits; /* the storage thread's */
	bool slow;   /* the first commit stands at the gate, as on a slow disk */
	uv_sem_t reached, gate;
};

/* One call on its way, and what came of it. */
struct entry {
	struct record record;
	struct bench *bench;
	struct entry *next;
	json_t *answer;
	int answers;
	size_t turn; /* which one to be answered */
};

/* A job: a gate, or a read. */
struct errand {
	struct job job;
	struct bench *bench;
	int runs, answers;
	int64_t head; /* when it ran */
	size_t turn;
};

static void on_committed(void *owner, int64_t head)
{
	struct bench *bench = owner;

	assert_true(head > bench->heard);
	bench->heard = head;
}

static void on_closed(void *owner)
{
	struct bench *bench = owner;

	bench->closed++;
}

static void open_bench(struct bench *bench, struct fixture *f)
{
	struct storage_options options = { .directory = f->directory };

	*bench = (struct bench){ .f = f };
	fixture_close(f);
	assert_int_equal(uv_sem_init(&bench->reached, 0), 0);
	assert_int_equal(uv_sem_init(&bench->gate, 0), 0);
	assert_int_equal(uv_loop_init(&bench->loop), 0);
	assert_int_equal(storage_open(&bench->storage, &bench->loop, &options), 0);
	storage_listen(bench->storage, on_committed, bench);
}

/* Everything that was queued is answered once, and the loop has nothing left. */
static void close_bench(struct bench *bench)
{
	storage_close(bench->storage, on_closed, bench);
	assert_int_equal(uv_run(&bench->loop, UV_RUN_DEFAULT), 0);
	assert_int_equal(bench->closed, 1);
	assert_int_equal(uv_loop_close(&bench->loop), 0);
	assert_int_equal(bench->answered, bench->submitted);
	for (struct entry *entry = bench->first; entry; entry = entry->next)
		assert_int_equal(entry->answers, 1);
	uv_sem_destroy(&bench->reached);
	uv_sem_destroy(&bench->gate);
}

static void free_entries(struct bench *bench)
{
	while (bench->first) {
		struct entry *entry = bench->first;

		bench->first = entry->next;
		answer_free(&entry->record.answer);
		free(entry->record.drafts);
		free(entry->record.texts);
		json_decref(entry->record.request);
		json_decref(entry->answer);
		free(entry);
	}
}

static void on_recorded(struct job *job)
{
	struct entry *entry = (struct entry *)job;

	assert_int_equal(entry->bench->closed, 0);
	entry->answers++;
	entry->turn = ++entry->bench->answered;
	entry->answer = json_loads(entry->record.answer.text.data, 0, NULL);
	assert_non_null(entry->answer);
}

/* A Record call of `count` drafts of a kind. */
static struct entry *submit(struct bench *bench, int64_t uid, size_t count, const char *kind)
{
	struct entry *entry = calloc(1, sizeof(*entry));
	struct record *record = &entry->record;
	struct draft_fault fault;
	char text[ID_TEXT_SIZE];
	struct id id;

	entry->bench = bench;
	entry->next = bench->first;
	bench->first = entry;
	record->author = (struct author){ .uid = uid, .name = "somebody", .login = EVENT_NOBODY };
	record->request = json_array();
	record->drafts = calloc(count, sizeof(*record->drafts));
	record->texts = calloc(count, sizeof(json_t *));
	record->count = count;
	record->bytes = 100 * count;
	record->job.done = on_recorded;
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(id_make(&id), 0);
		record->texts[i] = json_pack("{s:s, s:s, s:s}", "id", id_format(&id, text), "kind",
					     kind, "text", "pool is empty");
		json_array_append_new(record->request, record->texts[i]);
		assert_int_equal(draft_read(record->texts[i], &record->drafts[i], &fault), 0);
	}
	bench->submitted++;
	storage_record(bench->storage, record);
	return entry;
}

static int64_t pos_of(const struct entry *entry)
{
	return json_integer_value(fixture_at(entry->answer, "receipts.0.pos"));
}

static void on_errand_done(struct job *job)
{
	struct errand *errand = (struct errand *)job;

	assert_int_equal(errand->bench->closed, 0);
	errand->answers++;
	errand->turn = ++errand->bench->answered;
}

/* Storage thread: no assertion here, it would jump into another thread. */
static int on_commit(void *owner)
{
	struct bench *bench = owner;

	if (!bench->commits++ && bench->slow) {
		uv_sem_post(&bench->reached);
		uv_sem_wait(&bench->gate);
	}
	return 0;
}

static void keep_busy(struct job *job, struct store *store)
{
	struct errand *errand = (struct errand *)job;

	errand->runs++;
	sqlite3_commit_hook(store->db, on_commit, errand->bench);
	uv_sem_post(&errand->bench->reached);
	uv_sem_wait(&errand->bench->gate);
}

static void look(struct job *job, struct store *store)
{
	struct errand *errand = (struct errand *)job;

	errand->runs++;
	errand->head = store->head;
}

static void send_job(struct bench *bench, struct errand *errand,
		     void (*run)(struct job *job, struct store *store))
{
	*errand = (struct errand){ .job = { .run = run, .done = on_errand_done }, .bench = bench };
	bench->submitted++;
	storage_submit(bench->storage, &errand->job);
}

/* The thread stands at the gate from now on. */
static void hold(struct bench *bench, struct errand *gate)
{
	send_job(bench, gate, keep_busy);
	uv_sem_wait(&bench->reached);
}

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
	uv_sem_post(&bench.gate);
	close_bench(&bench);
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
	uv_sem_post(&bench.gate);
	close_bench(&bench);
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
	uv_sem_post(&bench.gate);
	close_bench(&bench);
	assert_int_equal(bench.commits, 1 + 3 + 3);
	free_entries(&bench);
}

static void a_user_who_writes_much_keeps_nobody_waiting(void **state)
{
	struct errand gate;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	submit(&bench, FIRST_USER, 1, "opened");
	for (int i = 0; i < 3 * LIMIT_BATCH; i++)
		submit(&bench, FIRST_USER, 1, "note");
	struct entry *second = submit(&bench, FIRST_USER + 1, 1, "note");
	struct entry *third = submit(&bench, FIRST_USER + 2, 1, "note");
	uv_sem_post(&bench.gate);
	close_bench(&bench);
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
	uv_sem_post(&bench.gate);
	close_bench(&bench);
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
	uv_sem_post(&bench.gate);
	close_bench(&bench);
	assert_int_equal(first.head, 1);
	assert_true(gate.turn < opened->turn && opened->turn < first.turn);
	assert_true(first.turn < second.turn);
	free_entries(&bench);
}

static void a_read_has_its_turn_however_many_records_wait(void **state)
{
	struct errand gate, read;
	struct bench bench;

	open_bench(&bench, *state);
	hold(&bench, &gate);
	submit(&bench, FIRST_USER, 1, "opened");
	for (int i = 0; i < 5 * LIMIT_BATCH; i++)
		submit(&bench, FIRST_USER, 1, "note");
	send_job(&bench, &read, look);
	uv_sem_post(&bench.gate);
	close_bench(&bench);
	assert_int_equal(read.head, LIMIT_BATCH);
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
	submit(&bench, FIRST_USER, 1, "opened");
	for (int i = 0; i < 5 * LIMIT_BATCH - 2; i++)
		submit(&bench, FIRST_USER, 1, "note");
	uv_sem_post(&bench.gate);
	uv_sem_wait(&bench.reached);
	struct entry *late = submit(&bench, FIRST_USER + 1, 1, "note");
	uv_sem_post(&bench.gate);
	close_bench(&bench);
	assert_int_equal(pos_of(late), LIMIT_BATCH + 2);
	assert_int_equal(bench.commits, 6);
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
		STORE_TEST(a_storage_that_nobody_used_closes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
