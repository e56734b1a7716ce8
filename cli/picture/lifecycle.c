/* SPDX-License-Identifier: MIT */
/*
 * Where a milestone says it, the milestone counts. Monitoring and measures are tasks: taken once all that
 * were recorded of their sort are ticked off or dropped.
 */
#include "cli/picture/lifecycle.h"

#include <string.h>

#include "cli/timeline/task.h"
#include "lib/when.h"

const char *lifecycle_words(enum step_name step)
{
	static const char *const words[STEPS] = {
		[STEP_ALERT] = "Detected by an alert",
		[STEP_ENGINEER] = "Detected by an engineer",
		[STEP_CUSTOMER] = "Reported by a customer",
		[STEP_ESCALATED] = "Escalated",
		[STEP_INVESTIGATED] = "Investigated",
		[STEP_FALSE_ALARM] = "False alarm: no further action",
		[STEP_IDENTIFIED] = "Cause identified",
		[STEP_FIXED] = "Fix applied",
		[STEP_MONITORED] = "Monitoring and alerts updated",
		[STEP_POSTMORTEM] = "Postmortem prepared",
		[STEP_SHARED] = "Shared",
		[STEP_MEASURES] = "Measures implemented and watched",
		[STEP_CLOSED] = "Closed",
	};

	return words[step];
}

static void take(struct step *step, int64_t at)
{
	if (!step->taken)
		step->at = at;
	step->taken = true;
}

static void take_milestone(struct step *step, const struct timeline *timeline, const char *name)
{
	const struct milestone *milestone = timeline_milestone(timeline, name);

	if (milestone)
		take(step, milestone->at);
}

/* The earliest entry of this kind that stands. */
static void take_kind(struct step *step, const struct timeline *timeline, enum kind kind)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct event *event = &timeline->entries[i].event;

		if (event->kind == kind && !event->retracted)
			take(step, event->at == EVENT_NEVER ? event->recorded_at : event->at);
	}
}

static void take_detection(struct lifecycle *life, const struct timeline *timeline)
{
	const struct milestone *detected = timeline_milestone(timeline, "detected");
	const char *by =
		detected && detected->from ? event_text(&detected->from->event, "by") : NULL;

	if (!by)
		return;
	if (strcmp(by, "monitoring") == 0)
		take(&life->steps[STEP_ALERT], detected->at);
	else if (strcmp(by, "customer") == 0)
		take(&life->steps[STEP_CUSTOMER], detected->at);
	else if (strcmp(by, "engineer") == 0)
		take(&life->steps[STEP_ENGINEER], detected->at);
}

static void take_suspicions(struct step *step, const struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (entry->suspicion && !entry->event.retracted && entry->event.at != EVENT_NEVER)
			take(step, entry->event.at);
	}
	take_kind(step, timeline, KIND_FINDING);
}

/* A cause that sets no milestone was stated afterwards: when it was typed is not when it was found. */
static void take_cause(struct step *step, const struct timeline *timeline)
{
	if (step->taken || !timeline_last(timeline, KIND_CAUSE))
		return;
	step->taken = step->afterwards = true;
}

static bool is_of_monitoring(const struct event *task)
{
	const char *sort = event_text(task, "sort");

	return sort && strcmp(sort, "monitoring") == 0;
}

static void take_tasks(struct step *step, const struct timeline *timeline, bool monitoring)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *task = &timeline->entries[i];

		if (task->event.kind != KIND_TASK || task->event.retracted ||
		    is_of_monitoring(&task->event) != monitoring)
			continue;
		step->of++;
		step->done += task_state(timeline, task) != TASK_OPEN;
	}
	step->taken = step->of && step->done == step->of;
}

struct lifecycle lifecycle_read(const struct timeline *timeline)
{
	struct lifecycle life = { 0 };

	for (size_t i = 0; i < STEPS; i++)
		life.steps[i].at = EVENT_NEVER;
	take_detection(&life, timeline);
	take_milestone(&life.steps[STEP_ESCALATED], timeline, "escalated");
	take_suspicions(&life.steps[STEP_INVESTIGATED], timeline);
	take_milestone(&life.steps[STEP_IDENTIFIED], timeline, "identified");
	take_cause(&life.steps[STEP_IDENTIFIED], timeline);
	take_milestone(&life.steps[STEP_FIXED], timeline, "mitigated");
	take_milestone(&life.steps[STEP_FIXED], timeline, "resolved");
	take_tasks(&life.steps[STEP_MONITORED], timeline, true);
	take_kind(&life.steps[STEP_SHARED], timeline, KIND_SHARED);
	take_kind(&life.steps[STEP_POSTMORTEM], timeline, KIND_SHARED);
	take_tasks(&life.steps[STEP_MEASURES], timeline, false);
	take_milestone(&life.steps[STEP_CLOSED], timeline, "closed");
	if (strcmp(timeline_text(timeline, "reason"), "false_alarm") == 0)
		take_milestone(&life.steps[STEP_FALSE_ALARM], timeline, "closed");
	return life;
}

void lifecycle_add_facts(struct buffer *out, const struct step *step)
{
	char at[WHEN_TEXT_SIZE];

	if (step->taken && step->at != EVENT_NEVER)
		buffer_add_text(out, when_format(step->at, WHEN_MINUTES, at));
	if (step->afterwards)
		buffer_add_text(out, "stated afterwards");
	if (step->of)
		buffer_printf(out, "%zu of %zu done", step->done, step->of);
}
