/* SPDX-License-Identifier: MIT */
#include "daemon/pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/call.h"
#include "daemon/ration.h"
#include "daemon/service.h"
#include "include/limits.h"
#include "lib/drop.h"

/*
 * The service answers when it likes, even while it is being asked. So its answers change nothing here
 * but the call they belong to, and say `changed`; all that follows from them happens in pipeline_run().
 */
struct pending {
	struct call call; /* first: the service's pointer is ours */
	struct buffer held;
	bool done, paused, cancelled;
};

static struct pipeline *owner_of(const struct pending *pending)
{
	return pending->call.owner;
}

static struct pending *first_of(const struct pipeline *pipeline)
{
	return (struct pending *)pipeline->first;
}

/* The first that was not started. */
static struct pending *waiting_of(const struct pipeline *pipeline)
{
	return (struct pending *)pipeline->waiting;
}

static struct pending *next_of(const struct pending *pending)
{
	return (struct pending *)pending->call.next;
}

/* The first one's answers go out as they come, so what counts for it is what the other end has not read. */
static bool has_too_much(const struct pipeline *pipeline, const struct pending *pending)
{
	if (pending == first_of(pipeline))
		return pipeline->unread + pending->held.size > LIMIT_UNREAD;
	return pipeline->held > LIMIT_UNREAD;
}

static bool on_answer(struct call *call, struct buffer *messages)
{
	struct pending *pending = (struct pending *)call;
	struct pipeline *pipeline = owner_of(pending);
	size_t before = pending->held.size;

	buffer_move(&pending->held, messages);
	pipeline->held += pending->held.size - before;
	pending->paused = has_too_much(pipeline, pending);
	call->rests = !pending->paused && ration_rests(pipeline->share);
	pending->paused |= call->rests;
	pipeline->changed(pipeline->owner);
	return !pending->paused;
}

static size_t weight_of(const struct pending *pending)
{
	return pending->call.size + pending->call.tree;
}

static void release(struct pending *pending)
{
	struct pipeline *pipeline = owner_of(pending);

	pipeline->calls--;
	pipeline->flight -= weight_of(pending);
	pipeline->held -= pending->held.size;
	if (pending->call.started && !pending->call.asks && !pending->call.fault)
		ration_recorded(pipeline->share);
	ration_give(pipeline->share, weight_of(pending), pending->call.more);
	buffer_free(&pending->held);
	free(pending);
}

static void on_done(struct call *call)
{
	struct pending *pending = (struct pending *)call;
	struct pipeline *pipeline = owner_of(pending);

	pending->done = true;
	if (pipeline->abandoned)
		release(pending);
	pipeline->changed(pipeline->owner);
}

static const struct call_sink sink = { .answer = on_answer, .done = on_done };

void pipeline_open(struct pipeline *pipeline)
{
	pipeline->last = &pipeline->first;
}

bool pipeline_has_room(const struct pipeline *pipeline)
{
	return pipeline->calls < LIMIT_CALLS && pipeline->flight < LIMIT_FLIGHT &&
	       pipeline->unread <= LIMIT_UNREAD && ration_allows(pipeline->share);
}

static struct pending *append(struct pipeline *pipeline, size_t size)
{
	struct pending *pending = malloc(sizeof(*pending));

	if (!pending)
		return NULL;
	*pending = (struct pending){ .call = { .sink = &sink,
					       .owner = pipeline,
					       .credential = pipeline->credential,
					       .size = size } };
	if (!pipeline->waiting)
		pipeline->waiting = &pending->call;
	*pipeline->last = &pending->call;
	pipeline->last = &pending->call.next;
	pipeline->calls++;
	return pending;
}

static void weigh(struct pipeline *pipeline, const struct pending *pending)
{
	pipeline->flight += weight_of(pending);
	ration_take(pipeline->share, weight_of(pending), pending->call.more);
}

int pipeline_add(struct pipeline *pipeline, const char *message, size_t size)
{
	struct pending *pending = append(pipeline, size);

	if (!pending)
		return -ENOMEM;
	service_parse(pipeline->service, &pending->call, message, size);
	weigh(pipeline, pending);
	return pending->call.fatal ? PIPELINE_LAST : 0;
}

int pipeline_add_last(struct pipeline *pipeline, char *text)
{
	drop(free) char *answer = text;
	struct pending *pending = answer ? append(pipeline, 0) : NULL;
	struct buffer message = { 0 };

	if (!pending)
		return -ENOMEM;
	weigh(pipeline, pending);
	pending->call.fatal = true;
	buffer_add(&message, answer, strlen(answer) + 1);
	on_answer(&pending->call, &message);
	on_done(&pending->call);
	return 0;
}

static bool may_start(const struct pipeline *pipeline, const struct pending *pending)
{
	if (pipeline->ended || pipeline->unread > LIMIT_UNREAD)
		return false;
	return pending == first_of(pipeline) ||
	       (!pending->call.alone && !has_too_much(pipeline, pending));
}

/* What waits is looked at once, however much is on its way before it. */
static void start(struct pipeline *pipeline)
{
	struct pending *first = first_of(pipeline), *pending = waiting_of(pipeline);

	if (pending != first && first && first->call.alone)
		return;
	for (; pending && may_start(pipeline, pending); pending = waiting_of(pipeline)) {
		pipeline->waiting = pending->call.next;
		if (!pending->done) {
			pending->call.started = true;
			service_start(&pending->call);
		}
		if (pending->call.alone)
			return;
	}
}

/* Hand over what the first one has. */
static void hand_over(struct pipeline *pipeline, struct buffer *held, struct buffer *out)
{
	pipeline->held -= held->size;
	pipeline->unread += held->size;
	buffer_move(out, held);
}

static void remove_first(struct pipeline *pipeline)
{
	struct pending *pending = first_of(pipeline);

	pipeline->first = pending->call.next;
	if (pipeline->waiting == &pending->call)
		pipeline->waiting = pipeline->first;
	if (!pipeline->first)
		pipeline->last = &pipeline->first;
	pipeline->ended |= pending->call.fatal;
	release(pending);
}

static void collect(struct pipeline *pipeline, struct buffer *out)
{
	while (pipeline->first && !pipeline->ended) {
		struct pending *pending = first_of(pipeline);

		hand_over(pipeline, &pending->held, out);
		if (!pending->done)
			return;
		remove_first(pipeline);
	}
}

int pipeline_run(struct pipeline *pipeline, struct buffer *out)
{
	const struct call *first;

	do {
		first = pipeline->first;
		start(pipeline);
		collect(pipeline, out);
	} while (pipeline->first != first && !pipeline->ended);
	return out->failed ? -ENOMEM : 0;
}

void pipeline_unread(struct pipeline *pipeline, size_t unread)
{
	struct pending *pending = first_of(pipeline);

	pipeline->unread = unread;
	if (!pending || !pending->paused || pending->done || unread > LIMIT_UNREAD / 2 ||
	    ration_rests(pipeline->share))
		return;
	pending->paused = false;
	service_resume(&pending->call);
}

bool pipeline_is_empty(const struct pipeline *pipeline)
{
	return pipeline->calls == 0;
}

bool pipeline_has_ended(const struct pipeline *pipeline)
{
	return pipeline->ended;
}

static void cancel(struct pending *pending)
{
	if (pending->done || pending->cancelled)
		return;
	pending->cancelled = true;
	service_cancel(&pending->call);
}

void pipeline_cancel_questions(struct pipeline *pipeline)
{
	for (struct pending *pending = first_of(pipeline); pending; pending = next_of(pending)) {
		if (pending->call.asks)
			cancel(pending);
	}
}

void pipeline_part(struct pipeline *pipeline)
{
	for (struct pending *pending = first_of(pipeline); pending; pending = next_of(pending)) {
		if (pending->call.parted)
			continue;
		pending->call.parted = true;
		if (!pending->paused)
			service_resume(&pending->call);
	}
}

void pipeline_abandon(struct pipeline *pipeline)
{
	struct pending *pending = (struct pending *)steal(&pipeline->first);

	pipeline->abandoned = true;
	pipeline->waiting = NULL;
	for (struct pending *next; pending; pending = next) {
		next = next_of(pending);
		if (pending->done)
			release(pending);
		else
			cancel(pending);
	}
}
