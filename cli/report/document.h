/* SPDX-License-Identifier: MIT */
#pragma once

/* What the blocks of a postmortem share. */
#include <stdio.h>

#include "cli/timeline/filter.h"
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

/* Which entries the timeline of a document shows; the others are left to its appendix. */
enum document_events {
	DOCUMENT_EVENTS_AUTO, /* all, while they fit into DOCUMENT_LINES, else the key ones */
	DOCUMENT_EVENTS_KEY,  /* milestones, impact, misleading paths, escalations, pinned ones */
	DOCUMENT_EVENTS_ALL,
};

#define DOCUMENT_LINES 15

/* How a document is made. It stands in its first line, and a refresh obeys it. */
struct document_options {
	enum document_events events;
	const struct diagram *diagram; /* NULL: the default */
	const char *kinds_typed;       /* --kinds as typed, or NULL */
	struct filter filter; /* the same, read: kinds that no part of the timeline shows */
};

/* What stands in the block `diagram`: its name, the language of its fence, and what draws it. */
struct diagram {
	const char *name, *fence; /* fence NULL: there is none */
	void (*draw)(struct buffer *out, const struct timeline *timeline,
		     const struct filter *filter, int64_t now);
};

/* Ends with a row without a name. The first one is the default. */
extern const struct diagram diagrams[];

/* NULL if there is none of that name. */
const struct diagram *diagram_find(const char *name);

struct document {
	struct buffer *out;
	const struct timeline *timeline;
	const struct document_options *options;
	int64_t now;
};

/* "auto", "key", "all"; and back: a name that is none of these is auto. */
const char *document_events_name(enum document_events events);
enum document_events document_events_find(const char *name);

/* A block of a template: its name, what it holds, and what writes it (ends with a newline, or is empty). */
struct document_block {
	const char *name, *help;
	void (*write)(const struct document *document);
};

/* All blocks; ends with a row without a name. */
extern const struct document_block document_blocks[];

/* Their names and what they hold, one a line. */
void document_block_list(FILE *stream);

/* NULL if there is none of that name. */
const struct document_block *document_block_find(const char *name);

/* Append a person's text, escaped, on one line; as an item of a list, where it may have several. */
void document_text(const struct document *document, const char *text);
void document_item(const struct document *document, const char *text);

/* A prompt for people: \<what belongs here\>. */
void document_prompt(const struct document *document, const char *what);

/* The entries of a kind that stand, as items under a heading line; how many. heading may be NULL. */
size_t document_list(const struct document *document, enum kind kind, const char *heading);

/* Is it an entry that stands: not struck out? */
static inline bool document_stands(const struct entry *entry)
{
	return !entry->event.retracted;
}

/* The moment that a document is made: now, or what $SOURCE_DATE_EPOCH says (reproducible-builds.org/specs/source-date-epoch). */
int64_t document_now(int64_t now);

/* "10:00 UTC on 7 October 2023" has these parts. */
struct document_time {
	char date[64], clock[8], zone[16];
};
struct document_time document_time(int64_t at);

void block_title(const struct document *document);
void block_duration(const struct document *document);
void block_impact(const struct document *document);
void block_cause(const struct document *document);
void block_detection(const struct document *document);
void block_diagram(const struct document *document);
void block_timeline(const struct document *document);
void block_root_cause(const struct document *document);
void block_resolution(const struct document *document);
void block_improvements(const struct document *document);
void block_tasks(const struct document *document);
void block_conclusion(const struct document *document);
void block_appendix(const struct document *document);
void block_facts(const struct document *document);
void block_responders(const struct document *document);
void block_messages(const struct document *document);
void block_links(const struct document *document);
void block_lead_up(const struct document *document);
void block_impact_list(const struct document *document);
void block_response(const struct document *document);
void block_went_well(const struct document *document);
void block_went_badly(const struct document *document);
void block_were_lucky(const struct document *document);
void block_learned(const struct document *document);
