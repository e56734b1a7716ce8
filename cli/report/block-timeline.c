/* SPDX-License-Identifier: MIT */
#include "cli/report/document.h"

#include <stdlib.h>
#include <string.h>

#include "cli/report/markdown.h"
#include "cli/report/sentence.h"
#include "cli/timeline/words.h"
#include "cli/veil/veil.h"
#include "cli/view/line.h"

/*
 * The timeline of a postmortem, and the appendix that takes what would make it too long. Entries of one
 * instant share a line; what machines repeat is left to the appendix, a line for all.
 */
/* Which entries go where. */
struct plan {
	bool *folded, *key;
	bool *cut; /* too long for the timeline: whole in the appendix */
	struct line_fold *folds;
	bool is_short; /* every entry has its line in the timeline */
	bool cuts;     /* some are cut */
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
	free(plan->cut);
	free(plan->folds);
}

static void plan_freep(struct plan *plan)
{
	plan_free(plan);
}

/* Is it left out of everything, because --kinds did not name it? */
static bool is_left_out(const struct document *document, const struct entry *entry)
{
	return !filter_takes(&document->options->filter, &entry->event);
}

/* False: there was no memory for it. */
static bool plan_is_whole(const struct plan *plan)
{
	return plan->folded && plan->key && plan->cut;
}

/* Is it, as a sentence, more than the timeline shows of it? */
static bool is_long(const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };

	if (entry->hidden)
		return false;
	sentence_add(&words, entry);
	return words.size > sentence_short(words.data ? words.data : "");
}

static struct plan plan_make(const struct document *document)
{
	const struct timeline *timeline = document->timeline;
	enum document_events events = document->options->events;
	const struct log_options options = { .filter = document->options->filter };
	struct plan plan = {
		.folded = calloc(timeline->count + 1, sizeof(bool)),
		.key = calloc(timeline->count + 1, sizeof(bool)),
		.cut = calloc(timeline->count + 1, sizeof(bool)),
	};

	if (!plan_is_whole(&plan))
		return plan;
	plan.folds = line_folds(timeline, &options, plan.folded);
	for (size_t i = 0; i < timeline->count; i++)
		plan.folded[i] |= is_left_out(document, &timeline->entries[i]);
	plan.is_short = events == DOCUMENT_EVENTS_ALL ||
			(events == DOCUMENT_EVENTS_AUTO &&
			 count_lines(timeline, plan.folded) <= DOCUMENT_LINES);
	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		plan.key[i] = plan.is_short || is_key(entry);
		plan.cut[i] = plan.key[i] && !plan.folded[i] && is_long(entry);
		plan.cuts |= plan.cut[i];
	}
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

static void put_sentence(const struct document *document, const struct entry *entry, bool cut)
{
	drop(buffer_free) struct buffer words = { 0 };

	sentence_add(&words, entry);
	if (cut)
		sentence_cut(&words);
	if (words.size)
		buffer_add_text(document->out, " ");
	markdown_add(document->out, words.data ? words.data : "", MARKDOWN_ITEM);
}

/* The entries of the timeline, or (appendix) those that it leaves out or cuts, in lines. */
static void put_entries(const struct document *document, const struct plan *plan, bool appendix)
{
	const struct entry *before = NULL;
	int64_t day = EVENT_NEVER;

	for (size_t i = 0; i < document->timeline->count; i++) {
		const struct entry *entry = &document->timeline->entries[i];

		if (entry->hidden || plan->folded[i] ||
		    !(appendix ? !plan->key[i] || plan->cut[i] : plan->key[i]))
			continue;
		if (!before || !same_instant(before, entry)) {
			buffer_add_text(document->out, before ? "\n" : "");
			put_time(document, entry, &day);
		}
		put_sentence(document, entry, plan->cut[i] && !appendix);
		before = entry;
	}
	buffer_add_text(document->out, before ? "\n" : "");
}

void block_timeline(const struct document *document)
{
	drop(plan_free) struct plan plan = plan_make(document);

	buffer_printf(document->out, "## Timeline (all times in %s)\n\n", when_zone());
	if (!plan_is_whole(&plan))
		return;
	put_entries(document, &plan, false);
	if (!plan.is_short)
		buffer_add_text(document->out, "\nAll other entries are in the appendix.\n");
	else if (plan.cuts)
		buffer_add_text(document->out, "\nLong entries are whole in the appendix.\n");
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

static void put_appendix(const struct document *document)
{
	drop(plan_free) struct plan plan = plan_make(document);
	bool repeated = plan.folds && plan.folds->count, others = !plan.is_short || plan.cuts;

	if (!plan_is_whole(&plan) || (!others && !repeated))
		return;
	buffer_printf(document->out, "## Appendix: other entries (all times in %s)\n\n",
		      when_zone());
	if (others)
		put_entries(document, &plan, true);
	if (others && repeated)
		buffer_add_text(document->out, "\n");
	if (repeated)
		buffer_add_text(document->out, "**Repeated by machines**\n\n");
	for (const struct line_fold *fold = plan.folds; repeated && fold->count; fold++)
		put_fold(document, fold);
}

/* The last block of a document has its footer. */
void block_appendix(const struct document *document)
{
	drop(buffer_free) struct buffer footer = { 0 };
	size_t size = document->out->size;

	put_appendix(document);
	veil_footer(&footer, document->timeline->veil);
	if (footer.size)
		buffer_printf(document->out, "%s%s\n", document->out->size > size ? "\n" : "",
			      footer.data);
}
