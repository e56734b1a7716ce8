/* SPDX-License-Identifier: MIT */
#include "cli/view/line.h"

#include <stdlib.h>
#include <string.h>

#include "cli/timeline/words.h"

/*
 * One entry of a log, and under its text what is to be known about it: what became of the suspicion,
 * when it was told if that was much later, and with --audit every correction of it.
 */
#define TOLD_LATE (5 * STAMP_MINUTE)

static void put_author(const struct lines *lines, const struct event *event)
{
	drop(buffer_free) struct buffer author = { 0 };

	words_author(&author, event);
	screen_cell(lines->screen, PAINT_DIM, author.data ? author.data : "", lines->layout.author);
	screen_spaces(lines->screen, 2);
}

static enum paint label_paint(const struct entry *entry)
{
	if (entry->event.retracted)
		return PAINT_STRUCK;
	if (!entry->suspicion)
		return screen_paint_kind(entry->event.kind);
	if (!entry->ended_by)
		return PAINT_OPEN;
	return entry_is_dead_end(entry) ? PAINT_DEAD : PAINT_FOUND;
}

/* Returns the column in which it ends. */
static size_t put_label(struct lines *lines, const struct entry *entry)
{
	const char *label = words_label(entry);
	bool star = entry->event.corrected > 0;
	size_t width = strlen(label) + (star ? 2 : 0);

	screen_print(lines->screen, label_paint(entry), "%s%s", label, star ? " *" : "");
	lines->starred |= star;
	return lines->layout.label_at + width;
}

/* Such a word is typed back: one that came later may be longer than those that made its column. */
static void put_name(const struct lines *lines, enum paint paint, const char *name, size_t cells)
{
	screen_text(lines->screen, paint, name, 0);
	screen_spaces(lines->screen, strlen(name) < cells ? cells - strlen(name) : 0);
	screen_spaces(lines->screen, 2);
}

static void put_ref(const struct lines *lines, const struct entry *entry)
{
	const char *id = json_string_value(json_object_get(entry->json, "incident"));
	const char *ref = id ? json_string_value(json_object_get(lines->options->refs, id)) : NULL;

	if (lines->layout.ref)
		put_name(lines, PAINT_REF, ref ? ref : "-", lines->layout.ref);
}

void line_to_text(const struct lines *lines, size_t column)
{
	size_t text_at = lines->layout.text_at;

	if (lines->layout.narrow)
		fputc('\n', lines->screen->stream);
	if (lines->layout.narrow)
		column = 0;
	screen_spaces(lines->screen, column < text_at ? text_at - column : 2);
}

static void put_text(const struct lines *lines, const struct entry *entry, size_t column)
{
	drop(buffer_free) struct buffer words = { 0 };
	const struct event *event = &entry->event;

	words_entry(&words, entry);
	if (words.size)
		line_to_text(lines, column);
	screen_wrap(lines->screen, event->retracted ? PAINT_STRUCK : PAINT_PLAIN,
		    words.data ? words.data : "", lines->layout.text_at, lines->layout.text_at);
	fputc('\n', lines->screen->stream);
}

/* A line of ours under the text of an entry. */
static void under(const struct lines *lines)
{
	screen_spaces(lines->screen, lines->layout.text_at);
}

static void put_ruling(const struct lines *lines, const struct entry *entry)
{
	bool dead = entry_is_dead_end(entry);
	char time[WHEN_TEXT_SIZE], cost[WHEN_TEXT_SIZE];
	const struct event *end = entry->ended_by ? &entry->ended_by->event : NULL;
	int64_t lost;

	if (!end)
		return;
	under(lines);
	screen_print(lines->screen, dead ? PAINT_DEAD : PAINT_FOUND, "%s %s",
		     screen_sign(lines->screen, dead ? "✗" : "✓"), kinds[end->kind].label);
	if (end->at != EVENT_NEVER)
		screen_print(lines->screen, dead ? PAINT_DEAD : PAINT_FOUND, " %s",
			     words_near(end->at, entry->order, time));
	if (dead && entry_lost(entry, &lost) == 0)
		screen_print(lines->screen, PAINT_DEAD, ", %s lost", words_lasted(lost, cost));
	else if (dead)
		screen_print(lines->screen, PAINT_DEAD, ", time lost not recorded");
	fputc('\n', lines->screen->stream);
}

static void put_until(const struct lines *lines, const struct event *event)
{
	char time[WHEN_TEXT_SIZE];

	if (event->until == EVENT_NEVER)
		return;
	under(lines);
	screen_print(lines->screen, PAINT_DIM, "(until %s)\n",
		     words_near(event->until, event->at, time));
}

int64_t line_begun(const struct timeline *timeline)
{
	int64_t begun = INT64_MAX;

	for (size_t i = 0; i < timeline->count; i++)
		if (timeline->entries[i].event.recorded_at < begun)
			begun = timeline->entries[i].event.recorded_at;
	return begun;
}

static void put_told(const struct lines *lines, const struct entry *entry)
{
	const struct event *event = &entry->event;
	int64_t since = event->at > lines->begun ? event->at : lines->begun;
	char time[WHEN_TEXT_SIZE];

	if (event->source || event->recorded_at - since < TOLD_LATE)
		return;
	under(lines);
	screen_print(lines->screen, PAINT_DIM, "(told %s)\n",
		     words_near(event->recorded_at, entry->order, time));
}

static void put_change(const struct lines *lines, const struct event *correction)
{
	drop(buffer_free) struct buffer words = { 0 };

	words_change(&words, correction);
	if (!words.size)
		return;
	under(lines);
	screen_wrap(lines->screen, PAINT_DIM, words.data, lines->layout.text_at,
		    lines->layout.text_at);
	fputc('\n', lines->screen->stream);
}

/* What was done to an entry: a correction of it, or that it was struck out. */
static void put_correction(const struct lines *lines, const struct entry *correction)
{
	const struct event *event = &correction->event;
	drop(buffer_free) struct buffer who = { 0 };
	char time[WHEN_TEXT_SIZE];

	words_author(&who, event);
	under(lines);
	screen_print(lines->screen, PAINT_DIM, "%s%s %s by ", kinds[event->kind].label,
		     event->retracted ? " (taken back)" : "",
		     when_format(event->recorded_at, WHEN_PLAIN, time));
	screen_text(lines->screen, PAINT_DIM, who.data ? who.data : "", 0);
	if (event->text)
		screen_print(lines->screen, PAINT_DIM, ": ");
	screen_text(lines->screen, PAINT_DIM, event->text ? event->text : "", 0);
	fputc('\n', lines->screen->stream);
	put_change(lines, event);
}

static bool corrects(const struct entry *other, const struct entry *entry)
{
	struct id target;

	if (!kind_is_correction(other->event.kind))
		return false;
	if (other->target)
		return other->target == entry;
	return event_target(&other->event, &target) == 0 && id_equal(&target, &entry->event.id);
}

static bool put_corrections(const struct lines *lines, const struct timeline *timeline,
			    const struct entry *entry)
{
	bool some = false;

	for (size_t i = 0; timeline && i < timeline->count; i++) {
		if (!corrects(&timeline->entries[i], entry))
			continue;
		put_correction(lines, &timeline->entries[i]);
		some = true;
	}
	return some;
}

/* Of an entry that was moved here all corrections were asked for, those that lie here, too. */
static void put_audit(const struct lines *lines, const struct entry *entry)
{
	const struct log_options *options = lines->options;

	if (options->audit && !put_corrections(lines, options->moved, entry))
		put_corrections(lines, lines->timeline, entry);
}

void line_put(struct lines *lines, const struct entry *entry)
{
	char time[WHEN_TEXT_SIZE];

	fputc(' ', lines->screen->stream);
	put_ref(lines, entry);
	screen_cell(lines->screen, entry->event.retracted ? PAINT_STRUCK : PAINT_BOLD,
		    words_time(&entry->event, time), 8);
	screen_spaces(lines->screen, 2);
	put_name(lines, PAINT_HANDLE, entry->handle, lines->layout.handle);
	put_author(lines, &entry->event);
	put_text(lines, entry, put_label(lines, entry));
	put_ruling(lines, entry);
	put_until(lines, &entry->event);
	put_told(lines, entry);
	put_audit(lines, entry);
}
