/* SPDX-License-Identifier: MIT */
/*
 * The milestones are a table of rules: which kind sets which milestone, under what condition, by what
 * rank. Time is `at`; an event of unknown time still changes the state, by when it was recorded, but
 * sets no milestone.
 */
#include "daemon/store/summary.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/stamp.h"

#define LIVE_AFTER_RESOLVED (12 * STAMP_HOUR)
#define LIVE_WHILE_SILENT   (24 * STAMP_HOUR)

const char *const milestone_names[MILESTONE_COUNT] = {
	[MILESTONE_STARTED] = "started",           [MILESTONE_DETECTED] = "detected",
	[MILESTONE_ACKNOWLEDGED] = "acknowledged", [MILESTONE_ESCALATED] = "escalated",
	[MILESTONE_IDENTIFIED] = "identified",     [MILESTONE_MITIGATED] = "mitigated",
	[MILESTONE_RESOLVED] = "resolved",         [MILESTONE_CLOSED] = "closed",
};

const char *const state_names[STATE_COUNT] = {
	[STATE_OPEN] = "open",     [STATE_MITIGATED] = "mitigated", [STATE_RESOLVED] = "resolved",
	[STATE_CLOSED] = "closed", [STATE_MERGED] = "merged",
};

void summary_clear(struct summary *summary)
{
	struct summary kept = {
		.id = summary->id,
		.root = summary->root,
		.merged_into = summary->merged_into,
		.opened_pos = summary->opened_pos,
		.dirty = true,
		.marked = true,
	};

	memcpy(kept.ref, summary->ref, sizeof(kept.ref));
	free(summary->title);
	*summary = kept;
	summary->opened_at = summary->impact_until = EVENT_NEVER;
	summary->severity_at = summary->reopened_at = EVENT_NEVER;
	summary->mitigated_at = summary->resolved_at = summary->closed_at = EVENT_NEVER;
	summary->resolved_recorded_at = EVENT_NEVER;
	summary->person_recorded_at = summary->last_recorded_at = EVENT_NEVER;
}

void summary_finish(struct summary *summary)
{
	free(summary->title);
	summary->title = NULL;
}

/* When it happened, as far as order goes. */
static int64_t moment_of(const struct event *event)
{
	return event->at != EVENT_NEVER ? event->at : event->recorded_at;
}

static void latest(int64_t *known, int64_t at)
{
	if (at > *known)
		*known = at;
}

static bool is_current(const struct summary *summary, const struct event *event)
{
	return summary->reopened_at == EVENT_NEVER || moment_of(event) > summary->reopened_at;
}

/* Not of one that was merged into it: to close a duplicate does not close what goes on. */
static bool is_own(const struct summary *summary, const struct event *event)
{
	return id_equal(&event->incident, &summary->id);
}

static bool closes(const struct summary *summary, const struct event *event)
{
	return is_own(summary, event) && is_current(summary, event);
}

/* A statement is no line of the timeline unless its time was given, or it was made while it lasted. */
static bool is_timely(const struct summary *summary, const struct event *event)
{
	const struct mark *resolved = &summary->marks[MILESTONE_RESOLVED];

	return event->at_given || !resolved->rank || event->recorded_at < resolved->at;
}

/* A person does something about it after it was detected. */
static bool shows_attention(const struct summary *summary, const struct event *event)
{
	const struct mark *detected = &summary->marks[MILESTONE_DETECTED];

	return detected->rank && event->at > detected->at && event_is_persons(event) &&
	       kinds[event->kind].class == KIND_MOMENT && event->kind != KIND_IMPACT &&
	       event->kind != KIND_CHANGE && event->kind != KIND_DETECTED;
}

static bool is_given(const struct summary *summary, const struct event *event)
{
	(void)summary;
	return event->at_given;
}

static const struct rule {
	enum milestone milestone;
	enum kind kind; /* KIND_COUNT: any */
	int rank;
	bool last; /* the latest one counts, not the earliest */
	bool (*holds)(const struct summary *summary, const struct event *event); /* NULL: always */
} rules[] = {
	{ MILESTONE_STARTED, KIND_IMPACT, 1, false, is_given },
	{ MILESTONE_STARTED, KIND_IMPACT, 2, false, NULL },
	{ MILESTONE_STARTED, KIND_DETECTED, 2, false, NULL },
	{ MILESTONE_STARTED, KIND_OPENED, 2, false, NULL },
	{ MILESTONE_DETECTED, KIND_DETECTED, 1, false, NULL },
	{ MILESTONE_ACKNOWLEDGED, KIND_ACKNOWLEDGED, 1, false, NULL },
	{ MILESTONE_ACKNOWLEDGED, KIND_COUNT, 2, false, shows_attention },
	{ MILESTONE_ESCALATED, KIND_ESCALATED, 1, false, NULL },
	{ MILESTONE_IDENTIFIED, KIND_CAUSE, 1, false, is_timely },
	{ MILESTONE_MITIGATED, KIND_MITIGATED, 1, false, is_current },
	{ MILESTONE_RESOLVED, KIND_RESOLVED, 1, true, is_current },
	{ MILESTONE_CLOSED, KIND_CLOSED, 1, true, closes },
};

static bool is_better(const struct mark *mark, const struct mark *than, bool last)
{
	if (!than->rank || mark->rank != than->rank)
		return !than->rank || mark->rank < than->rank;
	if (mark->at != than->at)
		return last ? mark->at > than->at : mark->at < than->at;
	return last ? mark->pos > than->pos : mark->pos < than->pos;
}

static void apply_rule(struct summary *summary, const struct rule *rule, const struct event *event,
		       int64_t pos)
{
	struct mark *known = &summary->marks[rule->milestone];
	struct mark mark = {
		.rank = rule->rank, .at = event->at, .pos = pos, .about = event->about
	};

	if (rule->kind != KIND_COUNT && rule->kind != event->kind)
		return;
	if ((rule->holds && !rule->holds(summary, event)) || !is_better(&mark, known, rule->last))
		return;
	*known = mark;
	summary->marked = true;
}

static void apply_rules(struct summary *summary, const struct event *event, int64_t pos)
{
	if (event->at == EVENT_NEVER)
		return;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		apply_rule(summary, &rules[i], event, pos);
}

/* Where the latest one was before it came back, they all were. */
static void drop_past(struct summary *summary, enum milestone milestone)
{
	struct mark *mark = &summary->marks[milestone];

	if (mark->rank && mark->at <= summary->reopened_at)
		*mark = (struct mark){ 0 };
	summary->marked = true;
}

void summary_pivot(struct summary *summary, const struct event *event, int64_t pos)
{
	if (event->retracted)
		return;
	if (event->kind == KIND_REOPENED) {
		latest(&summary->reopened_at, moment_of(event));
		drop_past(summary, MILESTONE_RESOLVED);
		drop_past(summary, MILESTONE_CLOSED);
	}
	if (event->kind == KIND_DETECTED || event->kind == KIND_RESOLVED)
		apply_rules(summary, event, pos);
}

/* By when it was recorded, so that two hosts that have the same events come to the same. */
static bool is_later(const struct event *event, int64_t pos, int64_t at, int64_t known)
{
	return event->recorded_at != at ? event->recorded_at > at : pos >= known;
}

static int set_title(struct summary *summary, const struct event *event, int64_t pos)
{
	if (summary->title && !is_later(event, pos, summary->title_at, summary->title_pos))
		return 0;
	char *title = strdup(event->text ? event->text : "");
	if (!title)
		return -ENOMEM;
	free(summary->title);
	summary->title = title;
	summary->title_pos = pos;
	summary->title_at = event->recorded_at;
	return 0;
}

static void set_severity(struct summary *summary, int64_t level, int64_t at, int64_t pos)
{
	if (!level ||
	    (summary->severity && (at < summary->severity_at ||
				   (at == summary->severity_at && pos < summary->severity_pos))))
		return;
	summary->severity = (int)level;
	summary->severity_at = at;
	summary->severity_pos = pos;
}

static void fold_opened(struct summary *summary, const struct event *event, int64_t pos)
{
	if (!id_equal(&event->id, &summary->id))
		return;
	summary->opened_pos = pos;
	summary->opened_at = event->at;
	set_severity(summary, event_number(event, "severity", 0), moment_of(event), pos);
}

static void fold_impact(struct summary *summary, const struct event *event)
{
	summary->impacts++;
	if (event->until == EVENT_NEVER)
		summary->impacts_open++;
	latest(&summary->impact_until, event->until);
}

static void fold_closed(struct summary *summary, const struct event *event, int64_t pos)
{
	const char *reason = event_text(event, "reason");
	int64_t at = moment_of(event);

	if (at < summary->closed_at || (at == summary->closed_at && pos < summary->closed_pos))
		return;
	summary->closed_at = at;
	summary->closed_pos = pos;
	strncpy(summary->reason, reason ? reason : "", sizeof(summary->reason) - 1);
}

static void fold_resolved(struct summary *summary, const struct event *event)
{
	latest(&summary->resolved_at, moment_of(event));
	latest(&summary->resolved_recorded_at, event->recorded_at);
}

void summary_settle(struct summary *summary)
{
	int64_t since = summary->reopened_at;

	summary->state = STATE_OPEN;
	if (summary->mitigated_at > since)
		summary->state = STATE_MITIGATED;
	if (summary->resolved_at > since)
		summary->state = STATE_RESOLVED;
	if (summary->closed_at > since)
		summary->state = STATE_CLOSED;
	if (!id_equal(&summary->root, &summary->id))
		summary->state = STATE_MERGED;
}

void summary_date(struct summary *summary, const struct event *event)
{
	latest(&summary->last_recorded_at, event->recorded_at);
	if (!kind_is_correction(event->kind) && (!event->source || event->kind == KIND_OPENED))
		latest(&summary->person_recorded_at, event->recorded_at);
}

static void count(struct summary *summary, const struct event *event)
{
	summary_date(summary, event);
	if (kind_is_correction(event->kind))
		return;
	summary->entries++;
	summary->corrected += event->corrected > 0;
	summary->retracted += event->retracted;
}

int summary_decide(struct summary *summary, const struct event *event, int64_t pos)
{
	int r = 0;

	if (event->retracted || kind_is_correction(event->kind))
		return 0;
	apply_rules(summary, event, pos);
	if (event->kind == KIND_OPENED)
		fold_opened(summary, event, pos);
	if ((event->kind == KIND_RETITLED && is_own(summary, event)) ||
	    (event->kind == KIND_OPENED && id_equal(&event->id, &summary->id)))
		r = set_title(summary, event, pos);
	if (event->kind == KIND_SEVERITY)
		set_severity(summary, event_number(event, "to", 0), moment_of(event), pos);
	if (event->kind == KIND_IMPACT)
		fold_impact(summary, event);
	if (event->kind == KIND_MITIGATED)
		latest(&summary->mitigated_at, moment_of(event));
	if (event->kind == KIND_RESOLVED)
		fold_resolved(summary, event);
	if (event->kind == KIND_CLOSED && is_own(summary, event))
		fold_closed(summary, event, pos);
	if (event->kind == KIND_SHARED)
		summary->shared = true;
	summary_settle(summary);
	return r;
}

int summary_fold(struct summary *summary, const struct event *event, int64_t pos)
{
	count(summary, event);
	return summary_decide(summary, event, pos);
}

int64_t summary_ended(const struct summary *summary)
{
	const struct mark *resolved = &summary->marks[MILESTONE_RESOLVED];

	/* What was over before it came back says nothing of the end. */
	if (summary->impacts && !summary->impacts_open &&
	    summary->impact_until > summary->reopened_at)
		return summary->impact_until;
	return resolved->rank ? resolved->at : EVENT_NEVER;
}

bool summary_is_live(const struct summary *summary, int64_t now)
{
	if (summary->state == STATE_CLOSED || summary->state == STATE_MERGED)
		return false;
	if (summary->state == STATE_RESOLVED &&
	    summary->resolved_recorded_at < now - LIVE_AFTER_RESOLVED)
		return false;
	return summary->person_recorded_at >= now - LIVE_WHILE_SILENT;
}
