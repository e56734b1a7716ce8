/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The storage thread, with a loop as the daemon's. A gate is a job that keeps the thread busy until the
 * test opens it: what piles up behind it is what piles up behind a slow disk, at every run the same.
 * Include cmocka.h first.
 */
#include <string.h>
#include <uv.h>

#include "daemon/storage.h"
#include "include/limits.h"
#include "tests/unit/store-fixture.h"

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
	int64_t head;              /* when it ran */
	const atomic_bool *wanted; /* of a gate: does a record wait? */
	size_t turn;
};

static inline void on_committed(void *owner, int64_t head)
{
	struct bench *bench = owner;

	assert_true(head > bench->heard);
	bench->heard = head;
}

static inline void on_closed(void *owner)
{
	struct bench *bench = owner;

	bench->closed++;
}

static inline void open_bench(struct bench *bench, struct fixture *f)
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
static inline void close_bench(struct bench *bench)
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

static inline void free_entries(struct bench *bench)
{
	while (bench->first) {
		struct entry *entry = bench->first;

		bench->first = entry->next;
		json_decref(entry->record.request);
		record_free(&entry->record);
		json_decref(entry->answer);
		free(entry);
	}
}

static inline void on_recorded(struct job *job)
{
	struct entry *entry = (struct entry *)job;

	assert_int_equal(entry->bench->closed, 0);
	entry->answers++;
	entry->turn = ++entry->bench->answered;
	entry->answer = json_loads(entry->record.answer.text.data, 0, NULL);
	assert_non_null(entry->answer);
}

/* A Record call of `count` drafts of a kind. */
static inline struct entry *submit(struct bench *bench, int64_t uid, size_t count, const char *kind)
{
	struct entry *entry = calloc(1, sizeof(*entry));
	struct record *record = &entry->record;
	char text[ID_TEXT_SIZE];
	struct id id;

	entry->bench = bench;
	entry->next = bench->first;
	bench->first = entry;
	record->author = (struct author){ .uid = uid, .name = "somebody", .login = EVENT_NOBODY };
	record->request = json_array();
	record->bytes = 100 * count;
	record->job.done = on_recorded;
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(id_make(&id), 0);
		json_array_append_new(record->request,
				      json_pack("{s:s, s:s, s:s}", "id", id_format(&id, text),
						"kind", kind, "text", "pool is empty"));
	}
	assert_int_equal(record_read(record, record->request), 0);
	bench->submitted++;
	storage_record(bench->storage, record);
	return entry;
}

/* An incident, and notes in it until there are so many events, a call each. */
static inline void submit_many(struct bench *bench, int count)
{
	submit(bench, FIRST_USER, 1, "opened");
	while (--count)
		submit(bench, FIRST_USER, 1, "note");
}

static inline int64_t pos_of(const struct entry *entry)
{
	return json_integer_value(fixture_at(entry->answer, "receipts.0.pos"));
}

static inline void on_errand_done(struct job *job)
{
	struct errand *errand = (struct errand *)job;

	assert_int_equal(errand->bench->closed, 0);
	errand->answers++;
	errand->turn = ++errand->bench->answered;
}

/* Storage thread: no assertion here, it would jump into another thread. */
static inline int on_commit(void *owner)
{
	struct bench *bench = owner;

	if (!bench->commits++ && bench->slow) {
		uv_sem_post(&bench->reached);
		uv_sem_wait(&bench->gate);
	}
	return 0;
}

static inline void keep_busy(struct job *job, struct store *store)
{
	struct errand *errand = (struct errand *)job;

	errand->runs++;
	errand->wanted = &store->turn.wanted;
	sqlite3_commit_hook(store->db, on_commit, errand->bench);
	uv_sem_post(&errand->bench->reached);
	uv_sem_wait(&errand->bench->gate);
}

static inline void look(struct job *job, struct store *store)
{
	struct errand *errand = (struct errand *)job;

	errand->runs++;
	errand->head = store->head;
}

static inline void send_job_of(struct bench *bench, struct errand *errand,
			       void (*run)(struct job *job, struct store *store), int64_t uid)
{
	*errand = (struct errand){ .job = { .run = run, .done = on_errand_done, .uid = uid },
				   .bench = bench };
	bench->submitted++;
	storage_submit(bench->storage, &errand->job);
}

static inline void send_job(struct bench *bench, struct errand *errand,
			    void (*run)(struct job *job, struct store *store))
{
	send_job_of(bench, errand, run, 0);
}

/* The thread stands at the gate from now on. */
static inline void hold(struct bench *bench, struct errand *gate)
{
	send_job(bench, gate, keep_busy);
	uv_sem_wait(&bench->reached);
}

static inline void let_go(struct bench *bench)
{
	uv_sem_post(&bench->gate);
	close_bench(bench);
}
