/* SPDX-License-Identifier: MIT */
/*
 * Two kinds of work wait under one lock, each with a line for every user: records, and other jobs. The
 * thread takes a batch of records in turn by user and then one job, or else it has time for upkeep:
 * making room, making excerpts, moving the WAL. What is done goes back with one bell.
 */
#include "daemon/storage.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/storage-bell.h"
#include "daemon/storage-condition.h"
#include "daemon/storage-ease.h"
#include "daemon/storage-lines.h"
#include "daemon/store/chain.h"
#include "daemon/store/excerpt-row.h"
#include "daemon/store/incident.h"
#include "daemon/store/record.h"
#include "daemon/store/store.h"
#include "lib/drop.h"
#include "lib/log.h"

#define MILLISECOND UINT64_C(1000000)

/* Of quiet, before upkeep begins; the short one where much was left undone, as something comes every second. */
#define IDLE_TIME   (1000 * MILLISECOND)
#define BEHIND_TIME (20 * MILLISECOND)

struct storage {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct lines records, jobs;
	struct queue done;
	bool stopping, upkeep, finished;
	bool recorded; /* the last thing done was a batch */
	int64_t head, told_head;
	unsigned told_written;
	int error; /* the database cannot go on */
	struct batch batch;
	struct job *served; /* by the storage thread */
	uint64_t since;
	struct ease ease;

	struct bell bell;
	void (*committed)(void *owner, int64_t head);
	void *committed_owner;
	void (*failed)(void *owner, const char *reason);
	void (*spent)(void *owner, int64_t uid, uint64_t time);
	void *owner;
	void (*closed)(void *owner);
	void *closed_owner;
};

/* What the storage does from here on is for this job. NULL: for nobody, as the commit is. */
static void serve(struct storage *storage, struct job *job)
{
	uint64_t now = uv_hrtime();

	if (storage->served)
		storage->served->spent += now - storage->since;
	storage->served = job;
	storage->since = now;
}

static struct record *next_record(void *owner)
{
	struct storage *storage = owner;

	pthread_mutex_lock(&storage->lock);
	struct record *record = lines_next(&storage->records);
	pthread_mutex_unlock(&storage->lock);
	serve(storage, record ? &record->job : NULL);
	return record;
}

static void finish_batch(struct storage *storage, int error)
{
	pthread_mutex_lock(&storage->lock);
	for (size_t i = 0; i < storage->batch.count; i++)
		queue_push(&storage->done, &storage->batch.records[i]->job);
	storage->head = storage->store->head;
	if (error)
		storage->error = error;
	pthread_mutex_unlock(&storage->lock);
	bell_ring(&storage->bell);
}

/* A full disk passes; an I/O error that a checkpoint cannot clear does not, and the start-up must run. */
static int judge(struct storage *storage, int error)
{
	if (storage->store->gone)
		return -ESTALE;
	if (error == -EIO)
		return storage->store->unread ? error : store_empty_wal(storage->store);
	if (error != -EUCLEAN)
		return 0;
	storage->store->damaged = true;
	return error;
}

static void run_batch(struct storage *storage)
{
	int r = record_batch(storage->store, &storage->batch);

	serve(storage, NULL);
	if (r < 0)
		r = judge(storage, r);
	finish_batch(storage, r);
	journal_tell(&storage->store->journal);
	if (r == 0)
		store_checkpoint(storage->store, false);
}

static void run_job(struct storage *storage, struct job *job)
{
	serve(storage, job);
	job->run(job, storage->store);
	serve(storage, NULL);
	ease_work(&storage->ease, storage->since, job->spent);
	incidents_trim(storage->store);
	pthread_mutex_lock(&storage->lock);
	queue_push(&storage->done, job);
	storage->head = storage->store->head;
	if (storage->store->damaged || storage->store->gone)
		storage->error = storage->store->gone ? -ESTALE : -EUCLEAN;
	pthread_mutex_unlock(&storage->lock);
	bell_ring(&storage->bell);
	journal_tell(&storage->store->journal);
}

/* Nothing to do for a moment. True: there is more upkeep. */
static bool do_upkeep(struct storage *storage)
{
	struct store *store = storage->store;
	int r = store_make_headroom(store);

	if (r == 0)
		r = excerpt_make_next(store);
	if (r > 0)
		return true;
	store_checkpoint(store, true);
	store_rest(store);
	return false;
}

static bool has_work(const struct storage *storage)
{
	return !lines_are_empty(&storage->jobs) || !lines_are_empty(&storage->records);
}

/* Only jobs are there, and they rest. */
static bool rests(struct storage *storage)
{
	uint64_t rest;

	if (storage->stopping || !lines_are_empty(&storage->records))
		return false;
	rest = ease_rest(&storage->ease, uv_hrtime());
	if (rest)
		condition_wait(&storage->work, &storage->lock, rest);
	return rest;
}

static uint64_t quiet_time(const struct storage *storage)
{
	return excerpt_is_behind(storage->store) ? BEHIND_TIME : IDLE_TIME;
}

static void wait_for_work(struct storage *storage)
{
	if (!storage->upkeep) {
		pthread_cond_wait(&storage->work, &storage->lock);
		return;
	}
	if (condition_wait(&storage->work, &storage->lock, quiet_time(storage)) != ETIMEDOUT)
		return;
	bool more = true;
	while (more && !has_work(storage) && !storage->stopping) {
		turn_begin(&storage->store->turn, false);
		pthread_mutex_unlock(&storage->lock);
		more = do_upkeep(storage);
		pthread_mutex_lock(&storage->lock);
	}
	storage->upkeep = more;
}

/* Records go first, but of what else waits, and does not rest, one thing after every batch. */
static struct job *choose_job(struct storage *storage)
{
	if (!lines_are_empty(&storage->records) &&
	    (!storage->recorded || ease_rest(&storage->ease, uv_hrtime())))
		return NULL;
	return lines_pop(&storage->jobs);
}

/* False: there is nothing left, and it is to stop. */
static bool step(struct storage *storage)
{
	pthread_mutex_lock(&storage->lock);
	while (!has_work(storage) && !storage->stopping)
		wait_for_work(storage);
	while (!lines_are_empty(&storage->jobs) && rests(storage))
		;
	bool more = has_work(storage);
	struct job *job = choose_job(storage);
	storage->recorded = more && !job;
	storage->upkeep = true;
	lines_begin(&storage->records);
	turn_begin(&storage->store->turn, !lines_are_empty(&storage->records));
	pthread_mutex_unlock(&storage->lock);
	if (job)
		run_job(storage, job);
	else if (more)
		run_batch(storage);
	return more;
}

static void *run(void *owner)
{
	struct storage *storage = owner;

	while (step(storage))
		;
	store_close(steal(&storage->store));
	pthread_mutex_lock(&storage->lock);
	storage->finished = true;
	pthread_mutex_unlock(&storage->lock);
	bell_ring(&storage->bell);
	return NULL;
}

static void on_closed(void *owner_of_bell)
{
	struct storage *storage = owner_of_bell;
	void (*closed)(void *owner) = storage->closed;
	void *owner = storage->closed_owner;

	pthread_mutex_destroy(&storage->lock);
	pthread_cond_destroy(&storage->work);
	lines_free(&storage->records);
	lines_free(&storage->jobs);
	free(storage);
	closed(owner);
}

static void tell(struct storage *storage, int64_t head, int error)
{
	if (error && storage->failed) {
		storage->failed(storage->owner, strerror(-error));
		storage->failed = NULL;
	}
	if (head > storage->told_head && storage->committed) {
		storage->told_head = head;
		storage->committed(storage->committed_owner, head);
	}
}

static void on_done(void *owner)
{
	struct storage *storage = owner;

	pthread_mutex_lock(&storage->lock);
	struct job *done = storage->done.first;
	int64_t head = storage->head;
	int error = storage->error;
	bool finished = storage->finished;
	queue_init(&storage->done);
	pthread_mutex_unlock(&storage->lock);
	while (done) {
		struct job *job = done;

		done = job->next;
		if (storage->spent)
			storage->spent(storage->owner, job->uid, job->spent);
		job->spent = 0;
		job->done(job);
	}
	tell(storage, head, error);
	if (finished) {
		pthread_join(storage->thread, NULL);
		bell_close(&storage->bell, on_closed);
	}
}

static void nothing(void *owner)
{
	(void)owner;
}

static int start_thread(struct storage *storage)
{
	int r = pthread_create(&storage->thread, NULL, run, storage);

	return r ? fail(-r, "storage thread") : 0;
}

static struct storage *storage_new(const struct storage_options *options)
{
	struct storage *storage = calloc(1, sizeof(*storage));

	if (!storage)
		return NULL;
	pthread_mutex_init(&storage->lock, NULL);
	condition_init(&storage->work);
	storage->batch.next = next_record;
	storage->batch.owner = storage;
	lines_init(&storage->records);
	lines_init(&storage->jobs);
	queue_init(&storage->done);
	storage->upkeep = true;
	storage->failed = options->failed;
	storage->spent = options->spent;
	storage->owner = options->owner;
	return storage;
}

int storage_open(struct storage **out, uv_loop_t *loop, const struct storage_options *options)
{
	drop(free) struct storage *storage = storage_new(options);
	int r = storage ? chain_init() : -ENOMEM;

	if (r < 0 || (r = store_open(&storage->store, options->directory)) < 0)
		return r;
	storage->head = storage->told_head = storage->store->head;
	storage->store->ballast = options->ballast;
	if ((r = bell_open(&storage->bell, loop, on_done, storage)) < 0) {
		store_close(storage->store);
		return fail(r, "bell");
	}
	if ((r = start_thread(storage)) < 0) {
		store_close(storage->store);
		storage->closed = nothing;
		bell_close(&steal(&storage)->bell, on_closed);
		return r;
	}
	*out = steal(&storage);
	return 0;
}

bool storage_is_writing(struct storage *storage)
{
	unsigned written = atomic_load(&storage->store->written), told = storage->told_written;

	storage->told_written = written;
	return atomic_load(&storage->store->writing) || written != told;
}

/* Without the lock, for which who is woken would wait. */
static void wake(struct storage *storage)
{
	pthread_cond_signal(&storage->work);
}

void storage_submit(struct storage *storage, struct job *job)
{
	pthread_mutex_lock(&storage->lock);
	lines_add(&storage->jobs, job);
	pthread_mutex_unlock(&storage->lock);
	wake(storage);
}

void storage_record(struct storage *storage, struct record *record)
{
	record->job.uid = record->author.uid;
	pthread_mutex_lock(&storage->lock);
	lines_add(&storage->records, &record->job);
	turn_want(&storage->store->turn);
	ease_record(&storage->ease, uv_hrtime());
	pthread_mutex_unlock(&storage->lock);
	wake(storage);
}

void storage_listen(struct storage *storage, void (*committed)(void *owner, int64_t head),
		    void *owner)
{
	storage->committed = committed;
	storage->committed_owner = owner;
}

void storage_close(struct storage *storage, void (*closed)(void *owner), void *owner)
{
	storage->closed = closed;
	storage->closed_owner = owner;
	pthread_mutex_lock(&storage->lock);
	storage->stopping = true;
	pthread_mutex_unlock(&storage->lock);
	wake(storage);
}
