/* SPDX-License-Identifier: MIT */
#include "cli/view/line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/timeline/words.h"
#include "lib/text.h"

/*
 * A machine that notes the same thing every two minutes would bury what people wrote: from three on,
 * notes of one source and one day that differ in digits only share a line at the end of their day.
 */
enum { author_least = 5, author_most = 20, label_least = 9, fold_least = 3 };

/* A text has so many cells, or a line of its own. */
enum { text_least = 30, text_indent = 4 };

static size_t cells(const char *text)
{
	drop(free) char *safe = text ? text_safe(text, false) : NULL;

	return safe ? text_width(safe) : 0;
}

static size_t author_width(const struct entry *entry)
{
	drop(buffer_free) struct buffer author = { 0 };

	words_author(&author, &entry->event);
	return cells(author.data);
}

static const char *ref_of(const struct log_options *options, const struct entry *entry)
{
	const char *id = json_string_value(json_object_get(entry->json, "incident"));

	return id ? json_string_value(json_object_get(options->refs, id)) : NULL;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Without a text, the line of an entry may still be too long: a long name gives way. */
static void make_narrow(struct line_layout *layout, size_t width)
{
	size_t line = layout->text_at - 2, over = line > width ? line - width : 0;

	layout->author =
		layout->author > author_least + over ? layout->author - over : author_least;
	layout->label_at = layout->handle_at + layout->handle + 2 + layout->author + 2;
	layout->text_at = text_indent;
	layout->narrow = true;
}

struct line_layout line_layout(const struct timeline *timeline, const struct log_options *options,
			       size_t width)
{
	struct line_layout layout = {
		.ref = options->refs ? ID_TAIL_SHORT : 0,
		.handle = ID_TAIL_SHORT,
		.author = author_least,
		.label = label_least,
	};

	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (!line_shows(options, entry))
			continue;
		layout.handle = larger(layout.handle, strlen(entry->handle));
		layout.author = larger(layout.author, author_width(entry));
		layout.label = larger(layout.label, strlen(words_label(entry)) +
							    (entry->event.corrected ? 2 : 0));
		layout.ref = larger(layout.ref, cells(ref_of(options, entry)));
	}
	if (layout.author > author_most)
		layout.author = author_most;
	layout.handle_at = 1 + (layout.ref ? layout.ref + 2 : 0) + 8 + 2;
	layout.label_at = layout.handle_at + layout.handle + 2 + layout.author + 2;
	layout.text_at = layout.label_at + layout.label + 2;
	if (width && layout.text_at + text_least > width)
		make_narrow(&layout, width);
	return layout;
}

bool line_shows(const struct log_options *options, const struct entry *entry)
{
	if (!filter_takes(&options->filter, &entry->event))
		return false;
	if (options->filter.some_kinds && !entry->event.retracted)
		return true;
	return !entry->hidden || (options->audit && entry->event.retracted);
}

static bool can_fold(const struct log_options *options, const struct entry *entry)
{
	return entry->event.source && entry->event.text && entry->event.kind == KIND_NOTE &&
	       entry->event.at != EVENT_NEVER && !entry->suspicion && !entry->milestone &&
	       !entry->event.pinned && !entry->event.retracted && line_shows(options, entry);
}

static bool same_but_for_digits(const char *a, const char *b)
{
	while (*a && *b) {
		a += strspn(a, "0123456789");
		b += strspn(b, "0123456789");
		if (*a != *b)
			return false;
		a += *a != '\0';
		b += *b != '\0';
	}
	return a[strspn(a, "0123456789")] == b[strspn(b, "0123456789")];
}

static bool belongs(const struct line_fold *fold, const struct entry *entry)
{
	const struct event *first = &fold->first->event, *event = &entry->event;

	return strcmp(first->source, event->source) == 0 && when_same_day(first->at, event->at) &&
	       id_equal(&first->incident, &event->incident) &&
	       same_but_for_digits(first->text, event->text);
}

static struct line_fold *fold_of(struct line_fold *folds, const struct entry *entry)
{
	while (folds->count && !belongs(folds, entry))
		folds++;
	return folds;
}

/* Room for as many as there are entries: a machine may never say the same thing twice. */
static void gather(const struct timeline *timeline, const struct log_options *options,
		   struct line_fold *folds)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];
		struct line_fold *fold;

		if (!can_fold(options, entry))
			continue;
		fold = fold_of(folds, entry);
		if (!fold->count++)
			fold->first = entry;
		fold->last = entry;
	}
}

static void drop_small(struct line_fold *folds)
{
	struct line_fold *kept = folds;

	for (; folds->count; folds++)
		if (folds->count >= fold_least)
			*kept++ = *folds;
	*kept = (struct line_fold){ 0 };
}

struct line_fold *line_folds(const struct timeline *timeline, const struct log_options *options,
			     bool *members)
{
	struct line_fold *folds = calloc(timeline->count + 1, sizeof(*folds));

	if (!folds || options->flat)
		return folds;
	gather(timeline, options, folds);
	drop_small(folds);
	for (size_t i = 0; i < timeline->count; i++)
		members[i] = can_fold(options, &timeline->entries[i]) &&
			     fold_of(folds, &timeline->entries[i])->count;
	return folds;
}
