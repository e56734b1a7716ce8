/* SPDX-License-Identifier: MIT */
#include "cli/view/view-people.h"

#include <stdlib.h>
#include <string.h>

#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"
#include "lib/text.h"

/*
 * How a status begins: which incident it is about, as of when, its state and since when.
 */
enum { as_of_column = 51, as_of_width = 30 };

static void put_as_of(const struct screen *screen, size_t column, int64_t now)
{
	char time[WHEN_TEXT_SIZE];

	when_format(now, WHEN_MINUTES, time);
	if (screen->width && column + 3 + strlen("as of ") + strlen(time) > screen->width)
		fputc('\n', screen->stream);
	else
		screen_spaces(screen, column + 3 < as_of_column ? as_of_column - column : 3);
	screen_print(screen, PAINT_DIM, "as of %s\n", time);
}

/* Cells for a title behind the ref, and whether the time has room behind it; 0: all that it needs. */
static size_t title_room(const struct screen *screen, size_t before)
{
	size_t least = before + 20;

	if (!screen->width)
		return 0;
	if (screen->width > least + as_of_width)
		return screen->width - before - as_of_width - 3;
	return screen->width > least ? screen->width - before : 20;
}

void view_heading(const struct screen *screen, const struct timeline *timeline, int64_t now)
{
	const char *ref = timeline_text(timeline, "ref");
	const char *title = outage_title(timeline->incident);
	drop(free) char *safe = text_safe(title, false);
	size_t before = strlen(ref) + 2, room = title_room(screen, before);
	size_t width = safe ? text_width(safe) : 0;

	screen_text(screen, PAINT_REF, ref, 0);
	screen_spaces(screen, 2);
	screen_text(screen, PAINT_BOLD, title, room);
	put_as_of(screen, before + (room && width > room ? room : width), now);
}

/* Since when it is in its state: the milestone of that name, or nothing. */
static void add_since(struct buffer *words, const struct timeline *timeline, int64_t now)
{
	const struct milestone *reached =
		timeline_milestone(timeline, timeline_text(timeline, "state"));
	char time[WHEN_TEXT_SIZE], ago[WHEN_TEXT_SIZE];

	if (reached)
		buffer_printf(words, " since %s (%s)", words_near(reached->at, now, time),
			      words_ago(now - reached->at, ago));
}

static void add_span(struct buffer *words, const struct timeline *timeline, int64_t now)
{
	char time[WHEN_TEXT_SIZE], length[WHEN_TEXT_SIZE];
	struct outage outage;
	int unclear = outage_read(timeline->incident, now, &outage);

	if (unclear == OUTAGE_NO_START)
		return;
	buffer_printf(words, "; began %s, ", words_near(outage.start, now, time));
	if (unclear && outage.over)
		buffer_add_text(words, "ended before the start");
	else if (outage.over)
		buffer_printf(words, "lasted %s", words_lasted(outage.end - outage.start, length));
	else
		buffer_add_text(words, words_ago(now - outage.start, length));
	buffer_add_text(words, outage.unresolved ? ", never resolved" : "");
}

void view_standing(const struct screen *screen, const struct timeline *timeline, int64_t now,
		   size_t column)
{
	drop(buffer_free) struct buffer words = { 0 };
	const char *state = timeline_text(timeline, "state");

	add_since(&words, timeline, now);
	add_span(&words, timeline, now);
	screen_text(screen, screen_paint_state(state), state, 0);
	screen_wrap(screen, PAINT_PLAIN, words.data ? words.data : "", column + strlen(state),
		    column > 8 ? column : 0);
	fputc('\n', screen->stream);
}
