/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report/markdown.h"
#include "cli/timeline/words.h"
#include "lib/stamp.h"

/* To add a block: its row here, its function in a block-*.c, its markers in a template. */
const struct document_block document_blocks[] = {
	{ "title", "the title, ref, severity, state", block_title },
	{ "duration", "how long the outage lasted, and when", block_duration },
	{ "impact", "what users saw, and what share of them", block_impact },
	{ "cause", "the cause, in one sentence", block_cause },
	{ "detection", "how fast it was detected, acknowledged, escalated, identified; time lost",
	  block_detection },
	{ "timeline", "the entries; past 15 lines the key ones", block_timeline },
	{ "diagram", "a picture (--diagram)", block_diagram },
	{ "root-cause", "the cause, and the findings that led to it", block_root_cause },
	{ "resolution", "how it was mitigated and resolved", block_resolution },
	{ "improvements", "what is to be better, broadly", block_improvements },
	{ "tasks", "follow-ups as a checklist, with owner and due date", block_tasks },
	{ "conclusion", "what people conclude; a prompt until they do", block_conclusion },
	{ "appendix", "all entries, where the timeline has the key ones; counted by no check",
	  block_appendix },
	{ "facts", "a table: severity, state, services, times", block_facts },
	{ "responders", "who took part, in which role", block_responders },
	{ "messages", "updates that were sent, and to whom", block_messages },
	{ "links", "links that were recorded", block_links },
	{ "lead-up", "changes before it", block_lead_up },
	{ "impact-list", "each impact, a line", block_impact_list },
	{ "response", "who answered, and how fast", block_response },
	{ "went-well", "lessons: what went well", block_went_well },
	{ "went-badly", "lessons: what went badly", block_went_badly },
	{ "were-lucky", "lessons: where we were lucky", block_were_lucky },
	{ "learned", "all lessons", block_learned },
	{ 0 },
};

void document_block_list(FILE *stream)
{
	for (const struct document_block *block = document_blocks; block->name; block++)
		fprintf(stream, "%-14s%s\n", block->name, block->help);
}

const struct document_block *document_block_find(const char *name)
{
	for (const struct document_block *block = document_blocks; block->name; block++)
		if (strcmp(block->name, name) == 0)
			return block;
	return NULL;
}

static const char *const events_names[] = {
	[DOCUMENT_EVENTS_AUTO] = "auto",
	[DOCUMENT_EVENTS_KEY] = "key",
	[DOCUMENT_EVENTS_ALL] = "all",
};

const char *document_events_name(enum document_events events)
{
	return events_names[events];
}

enum document_events document_events_find(const char *name)
{
	for (size_t i = 0; i < sizeof(events_names) / sizeof(*events_names); i++)
		if (strcmp(events_names[i], name) == 0)
			return (enum document_events)i;
	return DOCUMENT_EVENTS_AUTO;
}

void document_text(const struct document *document, const char *text)
{
	markdown_add(document->out, text ? text : "", MARKDOWN_SPACE);
}

void document_item(const struct document *document, const char *text)
{
	buffer_add_text(document->out, "- ");
	markdown_add(document->out, text ? text : "", MARKDOWN_ITEM);
	buffer_add_text(document->out, "\n");
}

void document_prompt(const struct document *document, const char *what)
{
	buffer_printf(document->out, "\\<%s\\>", what);
}

size_t document_list(const struct document *document, enum kind kind, const char *heading)
{
	size_t count = 0;

	for (size_t i = 0; i < document->timeline->count; i++) {
		drop(buffer_free) struct buffer words = { 0 };
		const struct entry *entry = &document->timeline->entries[i];

		if (entry->event.kind != kind || !document_stands(entry))
			continue;
		if (!count++ && heading)
			buffer_printf(document->out, "%s\n\n", heading);
		words_entry(&words, entry);
		document_item(document, words.data);
	}
	return count;
}

int64_t document_now(int64_t now)
{
	const char *typed = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	long long seconds = typed ? strtoll(typed, &end, 10) : -1;

	return seconds >= 0 && seconds < INT64_MAX / STAMP_SECOND && end != typed && !*end
		       ? seconds * STAMP_SECOND
		       : now;
}

struct document_time document_time(int64_t at)
{
	struct document_time time = { 0 };
	char prose[WHEN_TEXT_SIZE];
	const char *clock, *zone;

	when_format(at, WHEN_PROSE, prose);
	clock = strstr(prose, ", ");
	zone = strrchr(prose, ' ');
	if (!clock || !zone)
		return time;
	snprintf(time.date, sizeof(time.date), "%.*s", (int)(clock - prose), prose);
	snprintf(time.clock, sizeof(time.clock), "%.5s", clock + 2);
	snprintf(time.zone, sizeof(time.zone), "%.15s", zone + 1);
	return time;
}
