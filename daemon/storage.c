/* SPDX-License-Identifier: MIT */
/*
 * Two lines of work wait under one lock: records, a queue for each user, and other jobs, one queue. The
 * thread takes a batch of records in turn by user while there are any, else one job, else it has time
 * for upkeep: moving the WAL, making room. What is done goes back over one async handle.
 */
#include "daemon/storage.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/store/chain.h"
#include "daemon/store/incident.h"
#include "daemon/store/record.h"
#include "daemon/store/store.h"
#include "include/limits.h"
#include "lib/drop.h"
#include "lib/log.h"

#define IDLE_SECONDS 1 /* of quiet, before upkeep begins */

struct queue {
	struct job *first, **last;
};

/* The records of one user that wait. */
struct line {
	int64_t uid;
	struct queue queue;
	struct line *next;
};

struct storage {
	struct store *store;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct queue jobs, done;
	struct line *lines; /* users with records, in turn */
	bool stopping, upkeep, finished;
	int64_t head, told_head;
	unsigned told_written;
	int error; /* the database cannot go on */
	struct record *batch[LIMIT_BATCH];

	uv_async_t async;
	void (*committed)(void *owner, int64_t head);
	void *committed_owner;
	void (*failed)(void *owner, const char *reason);
	void *owner;
	void (*closed)(void *owner);
	void *closed_owner;
};

static void queue_init(struct queue *queue)
{
	queue->first = NULL;
	queue->last = &queue->first;
}

static void queue_push(struct queue *queue, struct job *job)
{
	job->next = NULL;
	*queue->last = job;
	queue->last = &job->next;
}

static struct job *queue_pop(struct queue *queue)
{
	struct job *job = queue->first;

	if (!job)
		return NULL;
	queue->first = job->next;
	if (!queue->first)
		queue->last = &queue->first;
	return job;
}

static struct record *record_of(struct job *job)
{
	return (struct record *)((char *)job - offsetof(struct record, job));
}

/* The line of a user, made if there is none; lines are few. NULL: no memory. */
static struct line *line_of(struct storage *storage, int64_t uid)
{
	struct line **at = &storage->lines;

	while (*at && (*at)->uid != uid)
		at = &(*at)->next;
	if (!*at && (*at = calloc(1, sizeof(**at)))) {
		(*at)->uid = uid;
		queue_init(&(*at)->queue);
	}
	return *at;
}

/* One record of the first line, which then goes to the end, or away if it is empty. */
static struct record *take_record(struct storage *storage)
{
	struct line *line = storage->lines, **end = &storage->lines;
	struct job *job = queue_pop(&line->queue);

	storage->lines = line->next;
	line->next = NULL;
	if (!line->queue.first) {
		free(line);
		return record_of(job);
	}
	while (*end)
		end = &(*end)->next;
	*end = line;
	return record_of(job);
}

/* As many records as one commit may have; at least one. */
static size_t take_batch(struct storage *storage)
{
	size_t count = 0, events = 0, bytes = 0;

	while (storage->lines && count < LIMIT_BATCH) {
		struct record *next = record_of(storage->lines->queue.first);

		if (count &&
		    (events + next->count > LIMIT_BATCH || bytes + next->bytes > LIMIT_BATCH_BYTES))
			break;
		storage->batch[count++] = take_record(storage);
		events += next->count;
		bytes += next->bytes;
	}
	return count;
}

static void finish_batch(struct storage *storage, size_t count, int error)
{
	pthread_mutex_lock(&storage->lock);
	for (size_t i = 0; i < count; i++)
		queue_push(&storage->done, &storage->batch[i]->job);
	storage->head = storage->store->head;
	if (error)
		storage->error = error;
	pthread_mutex_unlock(&storage->lock);
	uv_async_send(&storage->async);
}

/* A full disk passes; an I/O error that a checkpoint cannot clear does not, and the start-up must run. */
static int judge(struct storage *storage, int error)
{
	if (error == -EIO)
		return store_empty_wal(storage->store);
	if (error != -EUCLEAN)
		return 0;
	storage->store->damaged = true;
	return error;
}

static void run_batch(struct storage *storage, size_t count)
{
	int r = record_batch(storage->store, storage->batch, count);

	if (r < 0)
		r = judge(storage, r);
	finish_batch(storage, count, r);
	journal_tell(&storage->store->journal);
	if (r == 0)
		store_checkpoint(storage->store, false);
}

static void run_job(struct storage *storage, struct job *job)
{
	job->run(job, storage->store);
	incidents_trim(storage->store);
	pthread_mutex_lock(&storage->lock);
	queue_push(&storage->done, job);
	storage->head = storage->store->head;
	if (storage->store->damaged)
		storage->error = -EUCLEAN;
	pthread_mutex_unlock(&storage->lock);
	uv_async_send(&storage->async);
	journal_tell(&storage->store->journal);
}

/* Nothing to do for a moment. True: there is more upkeep. */
static bool do_upkeep(struct storage *storage)
{
	return store_checkpoint(storage->store, true) == 0 &&
	       store_make_headroom(storage->store) > 0;
}

static void wait_for_work(struct storage *storage)
{
	struct timespec until;

	if (!storage->upkeep) {
		pthread_cond_wait(&storage->work, &storage->lock);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += IDLE_SECONDS;
	if (pthread_cond_timedwait(&storage->work, &storage->lock, &until) != ETIMEDOUT)
		return;
	bool more = true;
	while (more && !storage->lines && !storage->jobs.first && !storage->stopping) {
		pthread_mutex_unlock(&storage->lock);
		more = do_upkeep(storage);
		pthread_mutex_lock(&storage->lock);
	}
	storage->upkeep = more;
}

/* False: there is nothing left, and it is to stop. */
static bool step(struct storage *storage)
{
	size_t count = 0;
	struct job *job = NULL;

	pthread_mutex_lock(&storage->lock);
	while (!storage->lines && !storage->jobs.first && !storage->stopping)
		wait_for_work(storage);
	if (storage->lines)
		count = take_batch(storage);
	else
		job = queue_pop(&storage->jobs);
	storage->upkeep = true;
	pthread_mutex_unlock(&storage->lock);
	if (count)
		run_batch(storage, count);
	else if (job)
		run_job(storage, job);
	return count || job;
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
	uv_async_send(&storage->async);
	return NULL;
}

static void on_closed(uv_handle_t *handle)
{
	struct storage *storage = handle->data;
	void (*closed)(void *owner) = storage->closed;
	void *owner = storage->closed_owner;

	pthread_mutex_destroy(&storage->lock);
	pthread_cond_destroy(&storage->work);
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

static void on_done(uv_async_t *async)
{
	struct storage *storage = async->data;

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
		job->done(job);
	}
	tell(storage, head, error);
	if (finished && !uv_is_closing((uv_handle_t *)async)) {
		pthread_join(storage->thread, NULL);
		uv_close((uv_handle_t *)async, on_closed);
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
	pthread_cond_init(&storage->work, NULL);
	queue_init(&storage->jobs);
	queue_init(&storage->done);
	storage->upkeep = true;
	storage->failed = options->failed;
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
	if ((r = uv_async_init(loop, &storage->async, on_done)) < 0) {
		store_close(storage->store);
		return fail(r, "async");
	}
	storage->async.data = storage;
	if ((r = start_thread(storage)) < 0) {
		store_close(storage->store);
		storage->closed = nothing;
		uv_close((uv_handle_t *)&steal(&storage)->async, on_closed);
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

void storage_submit(struct storage *storage, struct job *job)
{
	pthread_mutex_lock(&storage->lock);
	queue_push(&storage->jobs, job);
	pthread_cond_signal(&storage->work);
	pthread_mutex_unlock(&storage->lock);
}

void storage_record(struct storage *storage, struct record *record)
{
	pthread_mutex_lock(&storage->lock);
	struct line *line = line_of(storage, record->author.uid);
	if (line) {
		queue_push(&line->queue, &record->job);
		pthread_cond_signal(&storage->work);
	} else {
		answer_storage(&record->answer, -ENOMEM);
		queue_push(&storage->done, &record->job);
		uv_async_send(&storage->async);
	}
	pthread_mutex_unlock(&storage->lock);
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
	pthread_cond_signal(&storage->work);
	pthread_mutex_unlock(&storage->lock);
}
