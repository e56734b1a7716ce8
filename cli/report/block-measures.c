/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include <string.h>

#include "cli/timeline/task.h"
#include "cli/timeline/words.h"

/*
 * What was wrong, how it ended, and what follows from it. Much of this only people know: the prompts
 * stand beside what the log has.
 */
static void put_confirmed(const struct document *document)
{
	const char *heading = "\nConfirmed:\n\n";

	for (size_t i = 0; i < document->timeline->count; i++) {
		const struct entry *entry = &document->timeline->entries[i];

		if (!entry->ended_by || entry->ended_by->event.kind != KIND_CONFIRMED ||
		    !document_stands(entry))
			continue;
		buffer_add_text(document->out, heading);
		document_item(document, entry->event.text);
		heading = "";
	}
}

void block_root_cause(const struct document *document)
{
	const struct entry *cause = timeline_last(document->timeline, KIND_CAUSE);

	if (cause) {
		document_text(document, cause->event.text);
		buffer_add_text(document->out, "\n\n");
	}
	document_prompt(document, "what exactly was wrong, in detail");
	buffer_add_text(document->out, "\n");
	put_confirmed(document);
	document_list(document, KIND_FINDING, "\nFound on the way:");
	document_list(document, KIND_CHANGE, "\nChanged before or around it:");
}

/* "**Resolved** on 20 November 2026 at 04:07 UTC: pool limited" */
static size_t put_end(const struct document *document, enum kind kind, const char *word)
{
	const struct entry *entry = timeline_last(document->timeline, kind);
	struct document_time time;

	if (!entry)
		return 0;
	buffer_printf(document->out, "- **%s**", word);
	if (entry->event.at != EVENT_NEVER) {
		time = document_time(entry->event.at);
		buffer_printf(document->out, " on %s at %s %s", time.date, time.clock, time.zone);
	}
	if (entry->event.text)
		buffer_add_text(document->out, ": ");
	document_text(document, entry->event.text);
	buffer_add_text(document->out, "\n");
	return 1;
}

void block_resolution(const struct document *document)
{
	size_t ends;

	ends = put_end(document, KIND_MITIGATED, "Mitigated");
	ends += put_end(document, KIND_RESOLVED, "Resolved");
	if (ends)
		buffer_add_text(document->out, "\n");
	document_prompt(document, "how it was mended, and why that was enough");
	buffer_add_text(document->out, "\n");
	document_list(document, KIND_ACTION, "\nDone about it:");
}

void block_improvements(const struct document *document)
{
	if (document_list(document, KIND_IMPROVEMENT, "Improvements:"))
		return;
	document_prompt(document, "what should be better, broadly");
	buffer_add_text(document->out, "\n");
}

static void add_fact(struct buffer *facts, const char *before, const char *fact)
{
	if (fact)
		buffer_printf(facts, "%s%s%s", facts->size ? ", " : "", before, fact);
}

static void put_task(const struct document *document, const struct entry *task)
{
	drop(buffer_free) struct buffer facts = { 0 };
	const struct event *event = &task->event;
	enum task_state state = task_state(document->timeline, task);

	add_fact(&facts, "", event_text(event, "sort"));
	add_fact(&facts, "owner ", event_text(event, "owner"));
	add_fact(&facts, "due ", event_text(event, "due"));
	add_fact(&facts, "", event_text(event, "link"));
	add_fact(&facts, "", state == TASK_DROPPED ? "dropped" : NULL);
	buffer_printf(document->out, "- [%s] ", state == TASK_OPEN ? " " : "x");
	document_text(document, event->text);
	if (facts.data) {
		buffer_add_text(document->out, " (");
		document_text(document, facts.data);
		buffer_add_text(document->out, ")");
	}
	buffer_add_text(document->out, "\n");
}

void block_tasks(const struct document *document)
{
	size_t count = 0;

	for (size_t i = 0; i < document->timeline->count; i++) {
		const struct entry *entry = &document->timeline->entries[i];

		if (entry->event.kind != KIND_TASK || !document_stands(entry))
			continue;
		if (!count++)
			buffer_add_text(document->out, "Tasks:\n\n");
		put_task(document, entry);
	}
	if (count)
		return;
	document_prompt(document, "specific tasks, each with its owner and the day it is due");
	buffer_add_text(document->out, "\n");
}

static size_t put_lessons(const struct document *document, const char *sort, const char *heading)
{
	size_t count = 0;

	for (size_t i = 0; i < document->timeline->count; i++) {
		const struct event *event = &document->timeline->entries[i].event;
		const char *this = event_text(event, "sort");

		if (event->kind != KIND_LESSON || event->retracted ||
		    strcmp(this ? this : "", sort) != 0)
			continue;
		if (!count++ && heading)
			buffer_printf(document->out, "%s\n\n", heading);
		document_item(document, event->text);
	}
	if (count && heading)
		buffer_add_text(document->out, "\n");
	return count;
}

void block_conclusion(const struct document *document)
{
	put_lessons(document, "well", "What went well:");
	put_lessons(document, "badly", "What went badly:");
	put_lessons(document, "lucky", "Where we were lucky:");
	put_lessons(document, "", "What we learned:");
	document_prompt(document, "one or two sentences: what we take from this, and what changes");
	buffer_add_text(document->out, "\n");
}

static void put_section(const struct document *document, const char *sort, const char *prompt)
{
	if (put_lessons(document, sort, NULL))
		return;
	document_prompt(document, prompt);
	buffer_add_text(document->out, "\n");
}

void block_went_well(const struct document *document)
{
	put_section(document, "well", "what helped");
}

void block_went_badly(const struct document *document)
{
	put_section(document, "badly", "what was slow, missing or misleading");
}

void block_were_lucky(const struct document *document)
{
	put_section(document, "lucky", "what could have made it worse, and did not");
}

void block_learned(const struct document *document)
{
	put_section(document, "", "what we know now that we did not know before");
}
