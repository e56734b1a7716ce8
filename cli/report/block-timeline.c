/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include <stdlib.h>
#include <string.h>

#include "cli/report/markdown.h"
#include "cli/report/sentence.h"
#include "cli/timeline/words.h"
#include "cli/view/line.h"

/*
 * The timeline of a postmortem, and the appendix that takes what would make it too long. Entries of one
 * instant share a line; what machines repeat is left to the appendix, a line for all.
 */
enum { lines_most = 15 };

/* Which entries go where. */
struct plan {
	bool *folded, *key;
	struct line_fold *folds;
	bool is_short; /* everything fits: no appendix */
};

static bool is_key(const struct entry *entry)
{
	const struct event *event = &entry->event;

	if (entry->milestone || event->pinned || entry_is_dead_end(entry))
		return true;
	if (event->kind == KIND_RULED_OUT)
		return entry->target && entry->target->ended_by == entry;
	return event->kind == KIND_IMPACT || event->kind == KIND_ESCALATED ||
	       event->kind == KIND_MITIGATED || event->kind == KIND_RESOLVED ||
	       event->kind == KIND_REOPENED;
}

static bool same_instant(const struct entry *a, const struct entry *b)
{
	return a->event.at != EVENT_NEVER && a->event.at == b->event.at;
}

/* Lines that entries with this mark (NULL: all) make. */
static size_t count_lines(const struct timeline *timeline, const bool *folded)
{
	const struct entry *before = NULL;
	size_t lines = 0;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (entry->hidden || folded[i])
			continue;
		lines += !before || !same_instant(before, entry);
		before = entry;
	}
	return lines;
}

static void plan_free(struct plan *plan)
{
	free(plan->folded);
	free(plan->key);
	free(plan->folds);
}

static void plan_freep(struct plan *plan)
{
	plan_free(plan);
}

static struct plan plan_make(const struct timeline *timeline)
{
	const struct log_options options = { .filter = { .since = EVENT_NEVER,
							 .until = EVENT_NEVER } };
	struct plan plan = {
		.folded = calloc(timeline->count + 1, sizeof(bool)),
		.key = calloc(timeline->count + 1, sizeof(bool)),
	};

	if (!plan.folded || !plan.key)
		return plan;
	plan.folds = line_folds(timeline, &options, plan.folded);
	plan.is_short = count_lines(timeline, plan.folded) <= lines_most;
	for (size_t i = 0; i < timeline->count; i++)
		plan.key[i] = plan.is_short || is_key(&timeline->entries[i]);
	return plan;
}

/* A time, and the day above it where it changes. */
static void put_time(const struct document *document, const struct entry *entry, int64_t *day)
{
	const struct event *event = &entry->event;
	bool known = event->at != EVENT_NEVER;

	if (known && (*day == EVENT_NEVER || !when_same_day(*day, event->at))) {
		buffer_printf(document->out, "%s**%s**\n\n", *day == EVENT_NEVER ? "" : "\n",
			      document_time(event->at).date);
		*day = event->at;
	}
	if (known)
		buffer_printf(document->out, "- **%s%s** –", event->about ? "about " : "",
			      document_time(event->at).clock);
	else
		buffer_add_text(document->out, "- **time unknown** –");
}

static void put_sentence(const struct document *document, const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };

	sentence_add(&words, entry);
	if (words.size)
		buffer_add_text(document->out, " ");
	markdown_add(document->out, words.data ? words.data : "", MARKDOWN_ITEM);
}

/* The entries that are marked so, in lines. */
static void put_entries(const struct document *document, const struct plan *plan, bool key)
{
	const struct entry *before = NULL;
	int64_t day = EVENT_NEVER;

	for (size_t i = 0; i < document->timeline->count; i++) {
		const struct entry *entry = &document->timeline->entries[i];

		if (entry->hidden || plan->folded[i] || plan->key[i] != key)
			continue;
		if (!before || !same_instant(before, entry)) {
			buffer_add_text(document->out, before ? "\n" : "");
			put_time(document, entry, &day);
		}
		put_sentence(document, entry);
		before = entry;
	}
	buffer_add_text(document->out, before ? "\n" : "");
}

void block_timeline(const struct document *document)
{
	drop(plan_free) struct plan plan = plan_make(document->timeline);

	buffer_printf(document->out, "## Timeline (all times in %s)\n\n", when_zone());
	if (!plan.folded || !plan.key)
		return;
	put_entries(document, &plan, true);
	if (!plan.is_short)
		buffer_add_text(document->out, "\nAll other entries are in the appendix.\n");
}

/* "- **03:05 to 04:06** – 37 times, cron: disk 91% on log1" */
static void put_fold(const struct document *document, const struct line_fold *fold)
{
	struct document_time from = document_time(fold->first->event.at);
	struct document_time to = document_time(fold->last->event.at);
	drop(buffer_free) struct buffer words = { 0 };

	buffer_printf(&words, "%zu times, %s: %s", fold->count, fold->last->event.source,
		      fold->last->event.text);
	buffer_printf(document->out, "- **%s, %s to %s** – ", from.date, from.clock, to.clock);
	markdown_add(document->out, words.data ? words.data : "", MARKDOWN_ITEM);
	buffer_add_text(document->out, "\n");
}

void block_appendix(const struct document *document)
{
	drop(plan_free) struct plan plan = plan_make(document->timeline);
	bool repeated = plan.folds && plan.folds->count;

	if (!plan.folded || !plan.key || (plan.is_short && !repeated))
		return;
	buffer_printf(document->out, "## Appendix: other entries (all times in %s)\n\n",
		      when_zone());
	if (!plan.is_short)
		put_entries(document, &plan, false);
	if (!plan.is_short && repeated)
		buffer_add_text(document->out, "\n");
	if (repeated)
		buffer_add_text(document->out, "**Repeated by machines**\n\n");
	for (const struct line_fold *fold = plan.folds; repeated && fold->count; fold++)
		put_fold(document, fold);
}
