/* SPDX-License-Identifier: MIT */
#pragma once

/* Something to do on the storage thread; embedded in what it is about. And a queue of such, first come first. */
#include <stddef.h>
#include <stdint.h>

struct store;

struct job {
	void (*run)(struct job *job, struct store *store); /* storage thread */
	void (*done)(struct job *job);                     /* loop thread */
	struct job *next;
	int64_t uid;    /* whose turn it takes; 0: root's and the recorder's own */
	uint64_t spent; /* nanoseconds that the storage thread took for it */
};

struct queue {
	struct job *first, **last;
};

static inline void queue_init(struct queue *queue)
{
	queue->first = NULL;
	queue->last = &queue->first;
}

static inline void queue_push(struct queue *queue, struct job *job)
{
	job->next = NULL;
	*queue->last = job;
	queue->last = &job->next;
}

/* NULL: it is empty. */
static inline struct job *queue_pop(struct queue *queue)
{
	struct job *job = queue->first;

	if (!job)
		return NULL;
	queue->first = job->next;
	if (!queue->first)
		queue->last = &queue->first;
	return job;
}
