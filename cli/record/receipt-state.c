/* SPDX-License-Identifier: MIT */
/*
 * What an entry makes of its incident is the recorder's to say: it is asked again, once, and only where
 * the answer is worth the question.
 */
#include <string.h>

#include "cli/client/client.h"
#include "cli/record/receipt.h"
#include "cli/say.h"
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/kind.h"
#include "lib/when.h"

struct state {
	struct session *session;
	const struct event *event;
	const char *ref, *handle;
	const struct timeline *timeline;
};

static bool is_end(enum kind kind)
{
	return kind == KIND_MITIGATED || kind == KIND_RESOLVED || kind == KIND_CLOSED;
}

static void note_before(const struct state *state)
{
	const struct milestone *started = timeline_milestone(state->timeline, "started");
	const struct event *event = state->event;
	char time[WHEN_TEXT_SIZE];

	if (!is_end(event->kind) || !event->at_given || event->at == EVENT_NEVER || !started ||
	    event->at >= started->at)
		return;
	say_warning(state->session, "%s before it started (%s): incident amend %s --at TIME",
		    kinds[event->kind].label, when_format(started->at, WHEN_FULL, time),
		    state->handle);
}

/* Nothing is asked of what was no incident of its own. */
static bool is_whole(const struct event *closed)
{
	const char *reason = event_text(closed, "reason");

	return !reason || strcmp(reason, "resolved") == 0 || strcmp(reason, "external") == 0;
}

static void note_missing(const struct state *state)
{
	const struct timeline *timeline = state->timeline;
	const struct {
		const char *name;
		bool there;
	} wanted[] = {
		{ "detection", timeline_milestone(timeline, "detected") },
		{ "cause", timeline_last(timeline, KIND_CAUSE) },
		{ "resolution", timeline_milestone(timeline, "resolved") },
	};
	drop(buffer_free) struct buffer words = { 0 };

	if (state->event->kind != KIND_CLOSED || !is_whole(state->event) || state->session->quiet)
		return;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!wanted[i].there)
			buffer_printf(&words, "%s%s", words.size ? ", " : "", wanted[i].name);
	if (words.size)
		say_warning(state->session, "missing: %s", words.data);
}

/* What it was for: the reader of the next outage. */
static void note_unshared(const struct state *state)
{
	if (state->event->kind == KIND_CLOSED && is_whole(state->event) && !state->session->quiet &&
	    !timeline_last(state->timeline, KIND_SHARED))
		say_warning(state->session, "postmortem not shared: incident share -i %s LINK",
			    state->ref);
}

/* Without this entry it is in another state again. */
static void note_now(const struct state *state, const struct event *target)
{
	if (state->event->kind == KIND_RETRACTED &&
	    (is_end(target->kind) || target->kind == KIND_REOPENED))
		say_warning(state->session, "%s is %s now", state->ref,
			    timeline_text(state->timeline, "state"));
}

void receipt_state(struct session *session, const json_t *receipt, const struct event *event)
{
	const char *incident = json_string_value(json_object_get(receipt, "incident")), *handle;
	drop(timeline_free) struct timeline *timeline = NULL;
	struct event target = { .kind = KIND_NOTE };
	struct state state = {
		.session = session,
		.event = event,
		.ref = json_string_value(json_object_get(receipt, "ref")),
		.handle = json_string_value(json_object_get(receipt, "handle")),
	};

	receipt_target(receipt, &target, &handle);
	if (!incident || (!is_end(event->kind) && event->kind != KIND_RETRACTED) ||
	    (event->kind == KIND_RETRACTED && !is_end(target.kind) && target.kind != KIND_REOPENED))
		return;
	if (timeline_load(session, incident, &timeline))
		return;
	state.timeline = timeline;
	note_before(&state);
	note_missing(&state);
	note_unshared(&state);
	note_now(&state, &target);
}
