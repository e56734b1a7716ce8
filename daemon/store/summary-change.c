/* SPDX-License-Identifier: MIT */
/*
 * What comes is mostly folded in and done. Where others hang on it, only that is noted here: what decides is few
 * entries, found by an index (incident-fold.c), so that no entry ever costs a walk through all the others.
 */
#include "daemon/store/summary.h"

void summary_forget(struct summary *summary)
{
	struct summary kept = *summary;

	summary_clear(summary);
	summary->entries = kept.entries;
	summary->corrected = kept.corrected;
	summary->retracted = kept.retracted;
	summary->person_recorded_at = kept.person_recorded_at;
	summary->last_recorded_at = kept.last_recorded_at;
	summary->unheeded = kept.unheeded;
	summary->untimed = kept.untimed;
	if (!kept.unheeded)
		summary->marks[MILESTONE_ACKNOWLEDGED] = kept.marks[MILESTONE_ACKNOWLEDGED];
}

bool summary_decides(enum kind kind)
{
	/* The same as of the index event_decides and its statement. */
	static const bool decides[KIND_COUNT] = {
		[KIND_OPENED] = true,   [KIND_DETECTED] = true,  [KIND_ACKNOWLEDGED] = true,
		[KIND_IMPACT] = true,   [KIND_ESCALATED] = true, [KIND_SEVERITY] = true,
		[KIND_RETITLED] = true, [KIND_CAUSE] = true,     [KIND_MITIGATED] = true,
		[KIND_RESOLVED] = true, [KIND_SHARED] = true,    [KIND_CLOSED] = true,
		[KIND_REOPENED] = true,
	};

	return decides[kind];
}

bool summary_is_judged(enum kind kind)
{
	return kind == KIND_MITIGATED || kind == KIND_CAUSE;
}

void summary_forget_judged(struct summary *summary)
{
	summary->marks[MILESTONE_MITIGATED] = (struct mark){ 0 };
	summary->marks[MILESTONE_IDENTIFIED] = (struct mark){ 0 };
	summary->marked = true;
	summary->unsure = false;
}

bool summary_awaits_attention(const struct summary *summary, int64_t at)
{
	const struct mark *detected = &summary->marks[MILESTONE_DETECTED];
	const struct mark *known = &summary->marks[MILESTONE_ACKNOWLEDGED];

	if (!detected->rank || known->rank == 1 || at <= detected->at)
		return false;
	return !known->rank || at <= known->at;
}

static bool is_pivot(const struct summary *summary, const struct event *event)
{
	const struct mark *detected = &summary->marks[MILESTONE_DETECTED];

	if (event->kind == KIND_DETECTED)
		return event->at != EVENT_NEVER && (!detected->rank || event->at < detected->at);
	return event->kind == KIND_RESOLVED || event->kind == KIND_REOPENED;
}

int summary_add(struct summary *summary, const struct event *event, int64_t pos)
{
	/* What comes next in the batch is decided by this; the flush makes it exact. */
	if (is_pivot(summary, event)) {
		if (event->kind != KIND_DETECTED)
			summary->unsure = true;
		else if (summary->marks[MILESTONE_ACKNOWLEDGED].rank != 1)
			summary->shaken = summary->unheeded = true;
		summary_pivot(summary, event, pos);
	}
	return summary_fold(summary, event, pos);
}

static bool sets_milestone(const struct summary *summary, int64_t pos)
{
	for (int i = 0; i < MILESTONE_COUNT; i++)
		if (summary->marks[i].rank && summary->marks[i].pos == pos)
			return true;
	return false;
}

/* What others are judged by, or what a milestone is taken from, is not what it was. */
static void shake(struct summary *summary, enum kind kind, int64_t pos)
{
	summary->shaken |= summary_decides(kind) || sets_milestone(summary, pos);
	summary->unheeded |= kind == KIND_DETECTED || kind == KIND_ACKNOWLEDGED ||
			     summary->marks[MILESTONE_ACKNOWLEDGED].pos == pos;
}

/* Take away what count() added. */
static void discount(struct summary *summary, const struct event *event)
{
	if (kind_is_correction(event->kind))
		return;
	summary->entries--;
	summary->corrected -= event->corrected > 0;
	summary->retracted -= event->retracted;
}

void summary_leave(struct summary *summary, const struct event *event, int64_t pos)
{
	discount(summary, event);
	shake(summary, event->kind, pos);
	summary->untimed |= event->recorded_at >= summary->person_recorded_at;
}

int summary_replace(struct summary *summary, const struct event *before, const struct event *after,
		    int64_t pos)
{
	discount(summary, before);
	shake(summary, before->kind, pos);
	shake(summary, after->kind, pos);
	return summary_fold(summary, after, pos);
}

static void add_counts(struct summary *root, const struct summary *member, int sign)
{
	root->entries += sign * member->entries;
	root->corrected += sign * member->corrected;
	root->retracted += sign * member->retracted;
	root->stale |= member->stale;
	root->shaken = root->unheeded = root->untimed = true;
}

void summary_join(struct summary *root, const struct summary *member)
{
	add_counts(root, member, 1);
}

void summary_part(struct summary *root, const struct summary *member)
{
	add_counts(root, member, -1);
}
