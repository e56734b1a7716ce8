/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include <string.h>

#include "cli/timeline/words.h"

/*
 * Who took part, what others were told, and where more is to be found: for the forms that have sections
 * of their own for it.
 */
static bool is_new_person(const struct timeline *timeline, size_t count, const char *person)
{
	for (size_t i = 0; i < count; i++) {
		drop(buffer_free) struct buffer other = { 0 };

		if (timeline->entries[i].event.source)
			continue;
		words_person(&other, &timeline->entries[i].event);
		if (other.data && strcmp(other.data, person) == 0)
			return false;
	}
	return true;
}

/* Everybody who recorded or did something, in the order of the timeline. */
static size_t put_people(const struct document *document, const char *before, const char *between)
{
	size_t count = 0;

	for (size_t i = 0; i < document->timeline->count; i++) {
		drop(buffer_free) struct buffer person = { 0 };

		if (document->timeline->entries[i].event.source)
			continue;
		words_person(&person, &document->timeline->entries[i].event);
		if (!person.data || !is_new_person(document->timeline, i, person.data))
			continue;
		buffer_add_text(document->out, count++ ? between : before);
		document_text(document, person.data);
	}
	return count;
}

void block_facts(const struct document *document)
{
	int64_t start = timeline_time(document->timeline, "started");

	if (start != EVENT_NEVER)
		buffer_printf(document->out, "**Date:** %s\n\n", document_time(start).date);
	buffer_add_text(document->out, "**Took part:** ");
	if (!put_people(document, "", ", "))
		document_prompt(document, "who worked on it");
	buffer_printf(document->out, "\n\n**Status:** %s\n",
		      timeline_text(document->timeline, "state"));
}

void block_responders(const struct document *document)
{
	static const char *const roles[] = { "commander", "scribe", "comms", "lead" };

	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++) {
		const char *person = timeline_role(document->timeline, roles[i]);

		if (!person)
			continue;
		buffer_printf(document->out, "- %s: ", roles[i]);
		document_text(document, person);
		buffer_add_text(document->out, "\n");
	}
	if (put_people(document, "- took part: ", ", "))
		buffer_add_text(document->out, "\n");
	else
		document_prompt(document, "who worked on it, and in what role");
}

void block_messages(const struct document *document)
{
	if (document_list(document, KIND_UPDATE, NULL))
		return;
	document_prompt(document, "what customers and colleagues were told, and when");
	buffer_add_text(document->out, "\n");
}

void block_links(const struct document *document)
{
	if (document_list(document, KIND_LINK, NULL))
		return;
	document_prompt(document, "graphs, tickets, the recording of the call");
	buffer_add_text(document->out, "\n");
}

void block_lead_up(const struct document *document)
{
	if (document_list(document, KIND_CHANGE, NULL))
		return;
	document_prompt(document, "what was changed before it, and what set it off");
	buffer_add_text(document->out, "\n");
}
