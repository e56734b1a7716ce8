/* SPDX-License-Identifier: MIT */
/*
 * History and live are the same read: a follower that has caught up waits for a commit and reads on
 * from its cursor, so between the two there is no seam at which an event could be lost or come twice.
 */
#include "daemon/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/method.h"
#include "daemon/store/store.h"
#include "include/limits.h"
#include "lib/drop.h"

/* A reply that another one follows. */
#define BEFORE       "{\"parameters\":"
#define AFTER        ",\"continues\":true}"

#define SILENT_STEPS 64
#define SILENT_TIME  500000 /* microseconds */

static void unlink_follower(struct stream *stream)
{
	if (!stream->link)
		return;
	*stream->link = stream->next;
	if (stream->next)
		stream->next->link = stream->link;
	stream->link = NULL;
}

static void link_follower(struct stream *stream, struct stream **list)
{
	stream->next = *list;
	stream->link = list;
	if (stream->next)
		stream->next->link = &stream->next;
	*list = stream;
}

/* Who waits for what is rare, in a long log or on a slow disk, hears now and then that somebody is at work. */
static void give_sign(struct stream *stream, const struct store *store)
{
	if (!stream->said)
		stream->said = store->turn.begun;
	stream->silent++;
	if (!stream->messages.size &&
	    (stream->silent >= SILENT_STEPS || store->turn.begun - stream->said >= SILENT_TIME))
		stream_put(stream, "{}", 2);
	if (!stream->messages.size)
		return;
	stream->silent = 0;
	stream->said = store->turn.begun;
}

static void on_run(struct job *job, struct store *store)
{
	struct stream *stream = (struct stream *)((char *)job - offsetof(struct stream, job));
	int r = stream->stop ? STREAM_END : stream->step(stream, store);

	if (r < 0)
		answer_storage(&stream->answer, r);
	stream->idle = r == STREAM_CAUGHT_UP && stream->follow;
	stream->ended = r && !stream->idle;
	if (r == 0)
		give_sign(stream, store);
	if (stream->ended && stream->clear)
		stream->clear(stream, store);
}

static void submit(struct stream *stream)
{
	stream->running = true;
	stream->idle = false;
	storage_submit(stream->call->service->options.storage, &stream->job);
}

static void finish(struct stream *stream)
{
	struct call *call = stream->call;

	unlink_follower(stream);
	call->state = NULL;
	if (!stream->answer.text.data && !stream->answer.text.failed)
		call_reply(call, "{}", 2);
	else
		call_answer(call, &stream->answer);
	answer_free(&stream->answer);
	buffer_free(&stream->messages);
	free(stream);
}

/* What the stream does now that it is not running. */
static void go_on(struct stream *stream)
{
	const struct service *service = stream->call->service;

	if (stream->running)
		return;
	if (stream->call->cancelled || (stream->follow && service->draining) ||
	    (stream->idle && stream->call->parted))
		stream->stop = true;
	if (stream->idle)
		stream->live = true;
	if (stream->stop || (!stream->paused && !(stream->idle && stream->at >= service->head)))
		submit(stream);
}

static void on_done(struct job *job)
{
	struct stream *stream = (struct stream *)((char *)job - offsetof(struct stream, job));

	drop(buffer_free) struct buffer messages = stream->messages;
	bool ended = stream->ended;

	stream->messages = (struct buffer){ 0 };
	stream->running = false;
	/* The storage makes the next page while this one is sent. */
	if (!ended)
		go_on(stream);
	stream->paused = !call_send(stream->call, &messages);
	if (ended)
		finish(stream);
	else
		go_on(stream);
}

void stream_start(struct stream *stream, struct call *call)
{
	stream->call = call;
	stream->job.run = on_run;
	stream->job.uid = call_author(call).uid;
	stream->job.done = on_done;
	call->state = stream;
	if (stream->follow)
		link_follower(stream, &call->service->followers);
	submit(stream);
}

void stream_resume(struct call *call)
{
	struct stream *stream = call->state;

	stream->paused = false;
	go_on(stream);
}

void stream_cancel(struct call *call)
{
	go_on(call->state);
}

/* A live reader that does not read is let go before what it missed is more than a page walk. */
static void drop_if_behind(struct stream *stream, int64_t head)
{
	if (!stream->paused || stream->call->rests || !stream->live || stream->running ||
	    head - stream->at <= LIMIT_BEHIND)
		return;
	stream->answer.error = "Busy";
	buffer_add_text(&stream->answer.text, "{\"reason\":\"this follower is too far behind\"}");
	stream->call->fatal = true;
	stream->stop = true;
}

void stream_committed(struct service *service, int64_t head)
{
	struct stream *next;

	service->head = head;
	for (struct stream *stream = service->followers; stream; stream = next) {
		next = stream->next;
		drop_if_behind(stream, head);
		go_on(stream);
	}
}

void stream_drain(struct service *service)
{
	struct stream *next;

	for (struct stream *stream = service->followers; stream; stream = next) {
		next = stream->next;
		go_on(stream);
	}
}

int stream_put(void *owner, const char *parameters, size_t size)
{
	struct stream *stream = owner;

	buffer_add_text(&stream->messages, BEFORE);
	buffer_add(&stream->messages, parameters, size);
	buffer_add(&stream->messages, AFTER, sizeof(AFTER));
	return stream->messages.failed ? -ENOMEM : 0;
}

int stream_put_as(struct stream *stream, const char *name, const char *text, size_t size)
{
	buffer_add_text(&stream->messages, BEFORE "{\"");
	buffer_add_text(&stream->messages, name);
	buffer_add_text(&stream->messages, "\":");
	buffer_add(&stream->messages, text, size);
	buffer_add(&stream->messages, "}" AFTER, sizeof("}" AFTER));
	return stream->messages.failed ? -ENOMEM : 0;
}
