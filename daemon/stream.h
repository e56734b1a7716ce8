/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A call that is answered piece by piece: each step is a short job on the storage thread, whose answers
 * are sent while the next step runs. So a stream holds two pages, whatever it walks over, and a reader that
 * does not read stops it.
 */
#include "daemon/call.h"
#include "daemon/storage.h"
#include "daemon/store/answer.h"

struct stream;

#define STREAM_END       1 /* nothing more will come */
#define STREAM_CAUGHT_UP 2 /* nothing more is there; go on after the next commit */

struct stream {
	/* The method's: set before stream_start(). */
	int (*step)(
		struct stream *stream, struct
		store *store); /* storage thread: 0, STREAM_…, ANSWER_REFUSED is STREAM_END with answer.error; -errno */
	void (*clear)(struct stream *stream,
		      struct store *store); /* storage thread, once, last; may be NULL */
	bool follow;
	int64_t at; /* the pos it has read up to, of one that follows */

	/* For step() to fill. */
	struct answer answer; /* the last reply's parameters, or an error */

	/* Its own. */
	struct job job;
	struct call *call;
	struct buffer messages; /* whole replies, each with a NUL behind it */
	int silent;             /* steps since something was said */
	int64_t said;           /* when the turn began in which it was, by the clock of turn.h */
	bool running, paused, idle, live, stop, ended;
	struct stream *next, **link; /* among the followers */
};

/* Takes over a stream that is the first member of a malloced struct, and the call. */
void stream_start(struct stream *stream, struct call *call);

/* step(): append the parameters of one reply. 0 or -ENOMEM. */
int stream_put(void *stream, const char *parameters, size_t size);

/* The same with the text wrapped: {"name":text}. */
int stream_put_as(struct stream *stream, const char *name, const char *text, size_t size);
