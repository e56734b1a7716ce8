/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include <string.h>

#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"

/*
 * The Issue Summary: how long, what users saw, why, and how fast people found out. Figures come from
 * the milestones.
 */
void block_title(const struct document *document)
{
	const struct timeline *timeline = document->timeline;
	int severity = (int)timeline_number(timeline, "severity", 0);

	buffer_add_text(document->out, "# Postmortem: ");
	document_text(document, outage_title(timeline->incident));
	buffer_printf(document->out, "\n\nIncident %s", timeline_text(timeline, "full_ref"));
	if (severity)
		buffer_printf(document->out, ", severity %d", severity);
	buffer_printf(document->out, ", %s.\n", timeline_text(timeline, "state"));
}

static void put_start(const struct document *document, int64_t start)
{
	const struct milestone *started = timeline_milestone(document->timeline, "started");
	struct document_time time = document_time(start);

	buffer_printf(document->out, "%s, %s%s", time.date,
		      started && started->about ? "about " : "", time.clock);
}

/* "7 October 2023, 10:00 to 11:30 UTC (1 h 30 min)" */
static void put_span(const struct document *document, const struct outage *outage)
{
	struct document_time from = document_time(outage->start), to = document_time(outage->end);
	char lasted[WHEN_TEXT_SIZE];

	put_start(document, outage->start);
	if (strcmp(from.zone, to.zone) != 0)
		buffer_printf(document->out, " %s", from.zone);
	buffer_add_text(document->out, " to ");
	if (strcmp(from.date, to.date) != 0)
		buffer_printf(document->out, "%s, ", to.date);
	buffer_printf(document->out, "%s %s (%s)", to.clock, to.zone,
		      words_lasted(outage->end - outage->start, lasted));
	if (outage->unresolved)
		buffer_printf(document->out, ", when it was %s; never resolved",
			      timeline_text(document->timeline, "state"));
}

static void put_open_span(const struct document *document, int64_t start)
{
	char lasted[WHEN_TEXT_SIZE];

	buffer_add_text(document->out, "since ");
	put_start(document, start);
	buffer_printf(document->out, " %s, not over yet (%s so far)", document_time(start).zone,
		      words_lasted(document->now - start, lasted));
}

static void put_reopened(const struct document *document)
{
	for (size_t i = 0; i < document->timeline->count; i++) {
		const struct event *event = &document->timeline->entries[i].event;
		struct document_time time;

		if (event->kind != KIND_REOPENED || event->retracted || event->at == EVENT_NEVER)
			continue;
		time = document_time(event->at);
		buffer_printf(document->out, " It came back on %s at %s %s.", time.date, time.clock,
			      time.zone);
	}
}

void block_duration(const struct document *document)
{
	struct outage outage;
	int unclear = outage_read(document->timeline->incident, document->now, &outage);

	buffer_add_text(document->out, "**Duration:** ");
	if (unclear)
		document_prompt(document, "when it started and when it ended, with the zone");
	else if (outage.over)
		put_span(document, &outage);
	else
		put_open_span(document, outage.start);
	buffer_add_text(document->out, unclear ? "" : ".");
	put_reopened(document);
	buffer_add_text(document->out, "\n");
}

/* " (10:00 to 11:30)" */
static void add_interval(const struct document *document, struct buffer *words,
			 const struct event *event)
{
	int64_t start = timeline_time(document->timeline, "started");
	char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE];

	if (event->at == EVENT_NEVER)
		return;
	buffer_printf(words, " (%s%s", event->until == EVENT_NEVER ? "from " : "",
		      words_near(event->at, start, from));
	if (event->until != EVENT_NEVER)
		buffer_printf(words, " to %s", words_near(event->until, event->at, to));
	buffer_add_text(words, ")");
}

static void put_impact(const struct document *document, const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };

	words_entry(&words, entry);
	add_interval(document, &words, &entry->event);
	document_item(document, words.data);
}

/* Each impact as an item, and a prompt for what is missing. */
static void put_impacts(const struct document *document)
{
	bool some = false, shared = false;

	for (size_t i = 0; i < document->timeline->count; i++) {
		const struct entry *entry = &document->timeline->entries[i];

		if (entry->event.kind != KIND_IMPACT || !document_stands(entry))
			continue;
		put_impact(document, entry);
		some = true;
		shared |= event_number(&entry->event, "users", -1) >= 0;
	}
	if (some && shared)
		return;
	buffer_add_text(document->out, "- ");
	document_prompt(document, some ? "what share of users was affected"
				       : "which service, what users saw, and what share of them");
	buffer_add_text(document->out, "\n");
}

void block_impact(const struct document *document)
{
	buffer_add_text(document->out, "**Impact:**\n\n");
	put_impacts(document);
}

void block_impact_list(const struct document *document)
{
	put_impacts(document);
}

void block_cause(const struct document *document)
{
	const struct entry *cause = timeline_last(document->timeline, KIND_CAUSE);

	buffer_add_text(document->out, "**Root cause:** ");
	if (cause)
		document_text(document, cause->event.text);
	else
		document_prompt(document, "the root cause, in one sentence");
	buffer_add_text(document->out, "\n");
}

/* "after 19 s", "at the start", "5 min before the start" */
static void put_after_start(const struct document *document, const struct milestone *milestone)
{
	const struct milestone *started = timeline_milestone(document->timeline, "started");
	int64_t after = started ? milestone->at - started->at : 0;
	char text[WHEN_TEXT_SIZE];

	if (!started || after == 0)
		buffer_add_text(document->out, "at the start");
	else if (after > 0)
		buffer_printf(document->out, "after %s", words_lasted_exact(after, text));
	else
		buffer_printf(document->out, "%s before the start",
			      words_lasted_exact(-after, text));
}

static void put_milestone(const struct document *document, const char *name, const char *words)
{
	const struct milestone *milestone = timeline_milestone(document->timeline, name);

	if (!milestone)
		return;
	buffer_printf(document->out, "; %s ", words);
	put_after_start(document, milestone);
	if (strcmp(name, "escalated") == 0 && milestone->from) {
		buffer_add_text(document->out, ", to ");
		document_text(document, event_text(&milestone->from->event, "to"));
	}
}

static void put_detected(const struct document *document)
{
	const struct milestone *detected = timeline_milestone(document->timeline, "detected");
	const char *by =
		detected && detected->from ? event_text(&detected->from->event, "by") : NULL;

	if (!detected) {
		document_prompt(
			document,
			"when and how it was detected: monitoring, an engineer, a customer");
		return;
	}
	buffer_add_text(document->out, "detected ");
	put_after_start(document, detected);
	buffer_printf(document->out, ", by %s", by ? by : "");
	if (!by)
		document_prompt(document, "monitoring, an engineer or a customer");
}

static void put_lost(const struct document *document)
{
	size_t unknown, count = 0;
	int64_t lost = timeline_lost(document->timeline, &unknown);
	char text[WHEN_TEXT_SIZE];

	for (size_t i = 0; i < document->timeline->count; i++)
		count += entry_is_dead_end(&document->timeline->entries[i]);
	if (!count) {
		buffer_add_text(document->out, " No misleading path was recorded.");
		return;
	}
	buffer_printf(document->out, " %zu misleading path%s cost ", count, count == 1 ? "" : "s");
	if (unknown == count)
		buffer_add_text(document->out, "time that was not recorded.");
	else
		buffer_printf(document->out, "%s%s.", words_lasted(lost, text),
			      unknown ? ", and more that was not recorded" : "");
}

static void put_response(const struct document *document)
{
	put_detected(document);
	put_milestone(document, "acknowledged", "acknowledged");
	put_milestone(document, "escalated", "escalated");
	put_milestone(document, "identified", "cause identified");
	put_milestone(document, "mitigated", "mitigated");
	put_milestone(document, "resolved", "resolved");
	buffer_add_text(document->out, ".");
	put_lost(document);
	buffer_add_text(document->out, "\n");
}

void block_detection(const struct document *document)
{
	buffer_add_text(document->out, "**Detection and response:** ");
	put_response(document);
}

void block_response(const struct document *document)
{
	put_response(document);
}
