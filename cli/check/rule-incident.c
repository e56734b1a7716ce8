/* SPDX-License-Identifier: MIT */
#include "cli/check/check.h"

#include <string.h>

#include "cli/check/phrase.h"
#include "cli/timeline/task.h"
#include "lib/secret.h"
#include "lib/spooled.h"
#include "lib/stamp.h"
#include "lib/when.h"

/*
 * What an incident lacks. Its facts are kinds: one entry of the right kind is enough, and where there was
 * none, an entry that says so. The fix is the command that records it.
 */

/* A clock may differ by so much. */
#define AHEAD (2 * STAMP_MINUTE)

static const char *ref_of(const struct check *check)
{
	return timeline_text(check->timeline, "ref");
}

/* Does any entry that stands say one of these? */
static bool says(const struct check *check, const char *phrases)
{
	for (size_t i = 0; i < check->timeline->count; i++) {
		const struct event *event = &check->timeline->entries[i].event;

		if (!event->retracted && event->text && phrase_find(event->text, phrases))
			return true;
	}
	return false;
}

static bool has(const struct check *check, enum kind kind)
{
	return timeline_last(check->timeline, kind) != NULL;
}

void rule_detection_incident(struct check *check)
{
	const struct milestone *detected = timeline_milestone(check->timeline, "detected");
	const struct entry *entry =
		detected ? detected->from : timeline_last(check->timeline, KIND_DETECTED);

	if (!entry)
		check_entry(
			check, NULL, NULL,
			check_words("incident detect -i %s TEXT --by monitoring", ref_of(check)));
	else if (!event_text(&entry->event, "by"))
		check_entry(check, entry->handle, NULL,
			    check_words("incident amend %s --by monitoring", entry->handle));
}

void rule_impact_incident(struct check *check)
{
	if (!has(check, KIND_IMPACT))
		check_entry(check, NULL, NULL,
			    check_words("incident impact -i %s TEXT --users SHARE --at TIME",
					ref_of(check)));
}

void rule_cause_incident(struct check *check)
{
	if (!has(check, KIND_CAUSE))
		check_entry(check, NULL, NULL,
			    check_words("incident cause -i %s TEXT", ref_of(check)));
}

void rule_misleading_incident(struct check *check)
{
	for (size_t i = 0; i < check->timeline->count; i++)
		if (entry_is_dead_end(&check->timeline->entries[i]))
			return;
	if (!says(check, "no misleading path*|no wrong track*|no dead end*"))
		check_entry(check, NULL, NULL,
			    check_words("incident rule-out WHICH WHY, or incident note -i %s "
					"\"no misleading path\"",
					ref_of(check)));
}

void rule_escalation_incident(struct check *check)
{
	if (!has(check, KIND_ESCALATED) &&
	    !says(check, "no escalation*|not escalated|nobody was called in"))
		check_entry(check, NULL, NULL,
			    check_words("incident escalate -i %s TEXT --to WHOM, or incident "
					"note -i %s \"no escalation\"",
					ref_of(check), ref_of(check)));
}

void rule_resolution_incident(struct check *check)
{
	if (!has(check, KIND_RESOLVED))
		check_entry(check, NULL, NULL,
			    check_words("incident resolve -i %s TEXT --at TIME", ref_of(check)));
}

/* What cannot come before what. */
static const struct {
	const char *first, *then;
} orders[] = {
	{ "started", "detected" },   { "detected", "acknowledged" }, { "started", "identified" },
	{ "started", "mitigated" },  { "detected", "mitigated" },    { "started", "resolved" },
	{ "mitigated", "resolved" }, { "acknowledged", "resolved" }, { "detected", "resolved" },
	{ "resolved", "closed" },
};

void rule_order_incident(struct check *check)
{
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		const struct milestone *first =
			timeline_milestone(check->timeline, orders[i].first);
		const struct milestone *then = timeline_milestone(check->timeline, orders[i].then);
		char first_at[WHEN_TEXT_SIZE], then_at[WHEN_TEXT_SIZE];

		if (!first || !then || first->about || then->about || then->at >= first->at)
			continue;
		check_entry(check, then->handle,
			    check_words("%s %s, before %s %s", then->name,
					when_format(then->at, WHEN_FULL, then_at), first->name,
					when_format(first->at, WHEN_FULL, first_at)),
			    check_words("incident amend %s --at TIME", then->handle));
	}
}

void rule_future(struct check *check)
{
	for (size_t i = 0; i < check->timeline->count; i++) {
		const struct entry *entry = &check->timeline->entries[i];
		char at[WHEN_TEXT_SIZE];

		if (entry->hidden || entry->event.at == EVENT_NEVER ||
		    entry->event.at <= check->now + AHEAD)
			continue;
		check_entry(check, entry->handle,
			    check_words("%s", when_format(entry->event.at, WHEN_FULL, at)),
			    check_words("incident amend %s --at TIME", entry->handle));
	}
}

void rule_hypothesis(struct check *check)
{
	for (size_t i = 0; i < check->timeline->count; i++) {
		const struct entry *entry = &check->timeline->entries[i];

		if (!entry->suspicion || entry->ended_by || entry->event.retracted)
			continue;
		check_entry(check, entry->handle,
			    check_words("\"%s\"", entry->event.text ? entry->event.text : ""),
			    check_words("incident rule-out %s WHY", entry->handle));
	}
}

/* The note's own words, and what the draft was, "ruled_out, which 3fk2". */
void rule_named_nothing(struct check *check)
{
	for (size_t i = 0; i < check->timeline->count; i++) {
		const struct entry *entry = &check->timeline->entries[i];
		bool stands = entry->event.kind == KIND_NOTE && !entry->event.retracted;
		const char *text = stands ? entry->event.text : NULL;
		const char *was = text ? strstr(text, SPOOLED_AS) : NULL;

		if (was && strstr(was, SPOOLED_LOST))
			check_entry(check, entry->handle, check_words("\"%s\"", text),
				    check_words("record it again where it belongs, then incident "
						"retract %s",
						entry->handle));
	}
}

/* An open task without this field. */
static void ask_tasks(struct check *check, const char *field, const char *value)
{
	for (size_t i = 0; i < check->timeline->count; i++) {
		const struct entry *task = &check->timeline->entries[i];

		if (task->event.kind != KIND_TASK || task->event.retracted ||
		    task_state(check->timeline, task) != TASK_OPEN ||
		    event_text(&task->event, field))
			continue;
		check_entry(check, task->handle,
			    check_words("\"%s\"", task->event.text ? task->event.text : ""),
			    check_words("incident amend %s --%s %s", task->handle, field, value));
	}
}

void rule_owner_incident(struct check *check)
{
	ask_tasks(check, "owner", "WHO");
}

void rule_due_incident(struct check *check)
{
	ask_tasks(check, "due", "DAY");
}

void rule_secret_incident(struct check *check)
{
	for (size_t i = 0; i < check->timeline->count; i++) {
		const struct entry *entry = &check->timeline->entries[i];
		struct secret secret;

		if (!entry->event.text || entry->event.expunged ||
		    !secret_find(entry->event.text, &secret))
			continue;
		check_entry(check, entry->handle, check_words("looks like a %s", secret.name),
			    check_words("incident expunge %s WHY", entry->handle));
	}
}
