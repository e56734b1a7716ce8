/* SPDX-License-Identifier: MIT */
#include "cli/view/view-people.h"

#include <stdlib.h>
#include <string.h>

#include "cli/timeline/words.h"
#include "lib/text.h"

/*
 * What it was not, and what it may be: side by side where there is room.
 */
enum { value_column = 12, half = 40 };

static void add_comma(struct buffer *words)
{
	if (words->size)
		buffer_add_text(words, ", ");
}

static void add_dead_end(struct buffer *words, const struct entry *entry)
{
	char cost[WHEN_TEXT_SIZE];
	int64_t lost;

	add_comma(words);
	words_suspicion(words, entry);
	if (entry_lost(entry, &lost) == 0)
		buffer_printf(words, " (%s)", words_lasted(lost, cost));
}

static void find_suspicions(const struct timeline *timeline, struct buffer *dead,
			    struct buffer *open)
{
	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (!entry->suspicion || entry->event.retracted)
			continue;
		if (entry_is_dead_end(entry)) {
			add_dead_end(dead, entry);
		} else if (!entry->ended_by) {
			add_comma(open);
			words_suspicion(open, entry);
		}
	}
}

/* Is there room behind the dead ends for what is suspected now? */
static bool has_room(const struct screen *screen, size_t width, const struct buffer *open)
{
	return width + 2 <= half && strlen(open->size ? open->data : "") <= 24 &&
	       (!screen->width || screen->width >= half * 2);
}

void view_suspicions(const struct screen *screen, const struct timeline *timeline)
{
	drop(buffer_free) struct buffer dead = { 0 }, open = { 0 };
	drop(free) char *safe = NULL;
	size_t width;
	bool beside;

	find_suspicions(timeline, &dead, &open);
	safe = dead.size ? text_safe(dead.data, false) : NULL;
	width = value_column + (safe ? text_width(safe) : 0);
	if (dead.size) {
		view_label(screen, "ruled out");
		screen_wrap(screen, PAINT_PLAIN, dead.data, value_column, value_column);
	}
	beside = dead.size && has_room(screen, width, &open);
	if (beside) {
		screen_spaces(screen, half - width);
		screen_print(screen, PAINT_DIM, "suspected now   ");
	} else {
		screen_print(screen, PAINT_PLAIN, dead.size ? "\n" : "");
		view_label(screen, "suspected");
	}
	screen_wrap(screen, open.size ? PAINT_OPEN : PAINT_PLAIN, open.size ? open.data : "nothing",
		    beside ? half + 16 : value_column, value_column);
	fputc('\n', screen->stream);
}
