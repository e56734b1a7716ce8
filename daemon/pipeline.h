/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The calls of one connection, in the order in which they came, which is the order of their answers.
 *
 * Calls overlap as far as `alone` lets them (daemon/call.h). What is answered out of turn is held until
 * its turn comes. It knows no sockets: messages go in, the bytes to be sent come out.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/credential.h"
#include "lib/buffer.h"

struct call;
struct service;
struct share;

struct pipeline {
	/* The owner's. */
	struct service *service;
	struct share *share;
	struct credential credential;
	void (*changed)(void *owner); /* there is something to do for pipeline_run() */
	void *owner;

	/* Its own. */
	struct call *first, **last;
	struct call *waiting; /* the first that was not started */
	unsigned calls;
	size_t flight;   /* bytes of the calls, and of what they take in memory */
	size_t held;     /* bytes of answers whose turn has not come */
	size_t unread;   /* bytes of answers that were handed out and not taken */
	uint64_t served; /* ration_serve() */
	bool ended, abandoned;
};

enum pipeline_answer {
	PIPELINE_LAST = 1 /* the connection ends with the answer to this one */
};

void pipeline_open(struct pipeline *pipeline);

/* May another message be added now? */
bool pipeline_has_room(const struct pipeline *pipeline);

/* 0, PIPELINE_LAST, or -ENOMEM. */
int pipeline_add(struct pipeline *pipeline, const char *message, size_t size);

/* In place of a message that cannot be read: its answer (malloced, taken over), the last one. 0 or -ENOMEM; NULL is taken as such. */
int pipeline_add_last(struct pipeline *pipeline, char *answer);

/* Start what may start and append to `out` what may be sent. 0 or -ENOMEM. */
int pipeline_run(struct pipeline *pipeline, struct buffer *out);

/* So many of the bytes handed out were not taken yet. */
void pipeline_unread(struct pipeline *pipeline, size_t unread);

/* All was answered; or what was answered ends the connection. */
bool pipeline_is_empty(const struct pipeline *pipeline);
bool pipeline_has_ended(const struct pipeline *pipeline);

/* Nobody listens any more: what only asks is given up. What records something still runs. */
void pipeline_cancel_questions(struct pipeline *pipeline);

/* Nobody asks anything more: who follows the log is given what is there, and the end. */
void pipeline_part(struct pipeline *pipeline);

/* Give up all calls. Those under way end in their own time: `changed` is called until it is empty. */
void pipeline_abandon(struct pipeline *pipeline);
