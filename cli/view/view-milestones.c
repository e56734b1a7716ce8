/* SPDX-License-Identifier: MIT */
#include "cli/view/view-people.h"

#include <string.h>

#include "cli/timeline/words.h"

/*
 * The milestones as a table: what was reached when, how long after the start, and from which entry it
 * follows. One that was not reached stays in the table, but for the last.
 */
enum { name_width = 14, plain_width = 18, clock_width = 13, after_least = 13 };

struct columns {
	bool days; /* with its date */
	size_t time, after;
};

static bool over_days(const struct timeline *timeline)
{
	int64_t first = timeline->milestones[0].at;

	for (size_t i = 1; i < MILESTONES; i++)
		if (timeline->milestones[i].at != EVENT_NEVER && first != EVENT_NEVER &&
		    !when_same_day(timeline->milestones[i].at, first))
			return true;
	return false;
}

/* "q2mm monitoring", "9p1x first entry by a person" */
static void put_from(const struct screen *screen, const struct milestone *milestone)
{
	const struct event *event = milestone->from ? &milestone->from->event : NULL;
	const char *by = event ? event_text(event, "by") : NULL, *words = by ? by : "";

	if (strcmp(milestone->name, "acknowledged") == 0 && event &&
	    event->kind != KIND_ACKNOWLEDGED)
		words = "first entry by a person";
	else if (strcmp(milestone->name, "started") == 0 && event)
		words = kinds[event->kind].label;
	screen_print(screen, PAINT_HANDLE, "%s", milestone->handle ? milestone->handle : "");
	screen_print(screen, PAINT_PLAIN, "%s%s\n", *words ? " " : "", words);
}

/* A cause that was stated when all was over does not say when it was found. */
static void put_cause(const struct screen *screen, const struct timeline *timeline)
{
	const struct entry *cause = timeline_last(timeline, KIND_CAUSE);

	if (!cause) {
		screen_print(screen, PAINT_DIM, "(cause not stated)");
		return;
	}
	screen_print(screen, PAINT_DIM, "(stated afterwards: incident amend ");
	screen_print(screen, PAINT_HANDLE, "%s", cause->handle);
	screen_print(screen, PAINT_DIM, " --at TIME)");
}

static void put_missing(const struct screen *screen, const struct timeline *timeline,
			const struct milestone *milestone, const struct columns *columns)
{
	screen_print(screen, PAINT_OPEN, "%s", screen_sign(screen, "–"));
	if (strcmp(milestone->name, "identified") == 0) {
		screen_spaces(screen, columns->time + columns->after - 1);
		put_cause(screen, timeline);
	}
	fputc('\n', screen->stream);
}

/* "35 min", "9 min before" */
static char *after_start(const struct timeline *timeline, const struct milestone *milestone,
			 char text[WHEN_TEXT_SIZE])
{
	int64_t start = timeline->milestones[0].at, after = milestone->at - start;
	char lasted[WHEN_TEXT_SIZE];

	text[0] = '\0';
	if (start == EVENT_NEVER || milestone->at == EVENT_NEVER)
		return text;
	words_lasted_exact(after < 0 ? -after : after, lasted);
	snprintf(text, WHEN_TEXT_SIZE, "%.48s%s", lasted, after < 0 ? " before" : "");
	return text;
}

static void put_reached(const struct screen *screen, const struct timeline *timeline,
			const struct milestone *milestone, const struct columns *columns)
{
	char time[WHEN_TEXT_SIZE], after[WHEN_TEXT_SIZE];
	size_t about = milestone->about;

	when_format(milestone->at, columns->days ? WHEN_PLAIN : WHEN_CLOCK, time);
	screen_print(screen, PAINT_PLAIN, "%s%-*s", about ? "~" : "", (int)(columns->time - about),
		     time);
	screen_print(screen, PAINT_BOLD, "%-*s", (int)columns->after,
		     after_start(timeline, milestone, after));
	put_from(screen, milestone);
}

static struct columns columns_of(const struct timeline *timeline, const char *heading)
{
	struct columns columns = { .days = over_days(timeline), .after = after_least };
	char after[WHEN_TEXT_SIZE];

	columns.time = columns.days ? plain_width : clock_width;
	if (strlen(heading) + 2 > columns.time)
		columns.time = strlen(heading) + 2;
	for (size_t i = 0; i < MILESTONES; i++) {
		size_t size = strlen(after_start(timeline, &timeline->milestones[i], after)) + 2;

		columns.after = size > columns.after ? size : columns.after;
	}
	return columns;
}

void view_milestones(const struct screen *screen, const struct timeline *timeline)
{
	char time[WHEN_TEXT_SIZE + 8];
	struct columns columns;

	snprintf(time, sizeof(time), "TIME (%s)", when_zone());
	columns = columns_of(timeline, time);
	screen_print(screen, PAINT_DIM, "%-*s%-*s%-*sFROM\n", name_width, "MILESTONE",
		     (int)columns.time, time, (int)columns.after, "AFTER START");
	for (size_t i = 0; i < MILESTONES; i++) {
		const struct milestone *milestone = &timeline->milestones[i];

		if (milestone->at == EVENT_NEVER && strcmp(milestone->name, "closed") == 0)
			continue;
		screen_print(screen, PAINT_PLAIN, "%-*s", name_width, milestone->name);
		if (milestone->at == EVENT_NEVER)
			put_missing(screen, timeline, milestone, &columns);
		else
			put_reached(screen, timeline, milestone, &columns);
	}
}
