/* SPDX-License-Identifier: MIT */
#include "cli/view/view.h"

#include <stdlib.h>
#include <string.h>

#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"
#include "cli/view/line.h"
#include "lib/drop.h"
#include "lib/text.h"

/*
 * The timeline for people: a heading, then a line an entry, with its day above it where the day
 * changes, silences of a quarter of an hour and more, and what repeats folded to one line.
 */
#define LONG_SILENCE (15 * STAMP_MINUTE)

enum { title_room = 44 };

static void put_fold(const struct lines *lines, const struct line_fold *fold)
{
	const struct screen *screen = lines->screen;
	char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE], line[256];
	size_t width;

	snprintf(line, sizeof(line), "%s %zu %s %s%s%s  ", screen_sign(screen, "↻"), fold->count,
		 screen_sign(screen, "×"), when_format(fold->first->event.at, WHEN_SHORT, from),
		 screen_sign(screen, "–"), when_format(fold->last->event.at, WHEN_SHORT, to));
	width = lines->layout.handle_at + text_width(line);
	screen_spaces(screen, lines->layout.handle_at);
	screen_print(screen, PAINT_DIM, "%s", line);
	screen_cell(screen, PAINT_DIM, fold->last->event.source,
		    width + 2 < lines->layout.text_at ? lines->layout.text_at - width - 2 : 0);
	line_to_text(lines, lines->layout.text_at - 2);
	screen_wrap(screen, PAINT_DIM, fold->last->event.text, lines->layout.text_at,
		    lines->layout.text_at);
	fputc('\n', screen->stream);
}

/* The folds of the day that ends. */
static void end_day(const struct lines *lines)
{
	for (const struct line_fold *fold = lines->folds; fold && fold->count; fold++)
		if (lines->before != EVENT_NEVER &&
		    when_same_day(fold->first->event.at, lines->before))
			put_fold(lines, fold);
}

static void begin_day(const struct lines *lines, int64_t at, bool first)
{
	char day[WHEN_TEXT_SIZE];

	screen_print(lines->screen, PAINT_DIM, "%s%s, %s\n\n", first ? "" : "\n",
		     when_format(at, WHEN_HEADING, day), when_zone());
}

static void put_silence(const struct lines *lines, int64_t silence)
{
	const char *dots = screen_sign(lines->screen, "···");
	char text[WHEN_TEXT_SIZE];

	if (silence < LONG_SILENCE || lines->options->flat)
		return;
	screen_spaces(lines->screen, lines->layout.handle_at);
	screen_print(lines->screen, PAINT_DIM, "%s %s %s\n", dots, words_lasted(silence, text),
		     dots);
}

/* What stands between the line before and one of this time. */
static void advance(struct lines *lines, int64_t at)
{
	if (at == EVENT_NEVER)
		return;
	if (lines->before == EVENT_NEVER || !when_same_day(lines->before, at)) {
		end_day(lines);
		begin_day(lines, at, lines->before == EVENT_NEVER);
	} else {
		put_silence(lines, at - lines->before);
	}
	lines->before = at;
}

/* It was not recorded while it happened; that is said once. */
static void put_afterwards(const struct lines *lines)
{
	const char *text = timeline_text(lines->timeline, "opened_at");
	char begun[WHEN_TEXT_SIZE];
	int64_t opened;

	if (!text || stamp_parse(text, &opened) || lines->begun - opened < LONG_SILENCE)
		return;
	screen_print(lines->screen, PAINT_DIM, "recorded afterwards, from %s on\n",
		     when_format(lines->begun, WHEN_PLAIN, begun));
}

/* Cells for the title; 0: all that it needs. */
static size_t room_of(const struct lines *lines)
{
	size_t width = lines->screen->width;
	size_t ref = strlen(timeline_text(lines->timeline, "ref")) + 2;

	if (lines->layout.narrow)
		return width > ref ? width - ref : 1;
	return width > title_room ? width - title_room : width / 2;
}

static void put_heading(const struct lines *lines, int64_t now)
{
	const struct screen *screen = lines->screen;
	const char *commander = timeline_role(lines->timeline, "commander");

	if (!lines->timeline->incident)
		return;
	screen_text(screen, PAINT_REF, timeline_text(lines->timeline, "ref"), 0);
	screen_spaces(screen, 2);
	screen_text(screen, PAINT_BOLD, outage_title(lines->timeline->incident), room_of(lines));
	screen_print(screen, PAINT_PLAIN, lines->layout.narrow ? "\n" : "   ");
	view_state(screen, lines->timeline, now);
	if (commander)
		screen_print(screen, PAINT_PLAIN, "%scommander ",
			     lines->layout.narrow ? "\n" : "   ");
	screen_text(screen, PAINT_PLAIN, commander ? commander : "", 0);
	fputc('\n', screen->stream);
	put_afterwards(lines);
}

static void put_entries(struct lines *lines, const bool *folded)
{
	for (size_t i = 0; i < lines->timeline->count; i++) {
		const struct entry *entry = &lines->timeline->entries[i];

		if (!line_shows(lines->options, entry))
			continue;
		if (folded[i] && !when_same_day(entry->event.at, lines->before))
			advance(lines, entry->event.at);
		if (folded[i])
			continue;
		advance(lines, entry->event.at);
		line_put(lines, entry);
	}
	end_day(lines);
}

static void put_footnote(const struct screen *screen)
{
	fputc('\n', screen->stream);
	screen_wrap(screen, PAINT_DIM, "* corrected after it was recorded: incident log --audit", 0,
		    2);
	fputc('\n', screen->stream);
}

int64_t view_log(const struct screen *screen, const struct timeline *timeline,
		 const struct log_options *options, int64_t now)
{
	drop(free) bool *folded = calloc(timeline->count + 1, sizeof(*folded));
	drop(free) struct line_fold *folds = folded ? line_folds(timeline, options, folded) : NULL;
	struct lines lines = {
		.screen = screen,
		.timeline = timeline,
		.options = options,
		.layout = line_layout(timeline, options, screen->width),
		.folds = folds,
		.before = EVENT_NEVER,
		.begun = line_begun(timeline),
	};

	if (!folds)
		return EVENT_NEVER;
	put_heading(&lines, now);
	put_entries(&lines, folded);
	if (lines.starred && !options->audit)
		put_footnote(screen);
	return lines.before;
}

int64_t view_log_entry(const struct screen *screen, const struct timeline *timeline,
		       const struct log_options *options, const struct entry *entry, int64_t before)
{
	struct lines lines = {
		.screen = screen,
		.timeline = timeline,
		.options = options,
		.layout = line_layout(timeline, options, screen->width),
		.before = before,
		.begun = line_begun(timeline),
	};
	int64_t at = entry->event.at;

	/* No silence: one that is told late stands behind those that happened after it. */
	if (at != EVENT_NEVER && (before == EVENT_NEVER || !when_same_day(before, at)))
		begin_day(&lines, at, before == EVENT_NEVER);
	line_put(&lines, entry);
	return at != EVENT_NEVER ? at : before;
}
