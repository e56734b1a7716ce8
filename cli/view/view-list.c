/* SPDX-License-Identifier: MIT */
#include "cli/view/view.h"

#include <string.h>

#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"

/*
 * One line an incident, and a second one where something is left to do. Columns are as wide as
 * their widest value.
 */
enum { state_width = 9, started_width = 16, lasted_least = 6 };

struct row {
	const char *ref, *title, *state;
	int64_t severity, start;
	char lasted[WHEN_TEXT_SIZE];
	bool chosen;
};

/* Widths that depend on what is listed. */
struct widths {
	size_t ref, lasted;
};

static const char *text_of(const json_t *incident, const char *name)
{
	const char *text = json_string_value(json_object_get(incident, name));

	return text ? text : "";
}

static void set_lasted(struct row *row, const json_t *incident, int64_t now)
{
	struct outage outage;
	int unclear = outage_read(incident, now, &outage);

	row->start = outage.start;
	if (unclear == OUTAGE_BACKWARDS && outage.over)
		snprintf(row->lasted, sizeof(row->lasted), "before the start");
	else if (!unclear)
		words_lasted_short(outage.end - outage.start, row->lasted);
}

static struct row row_of(const json_t *incident, int64_t now)
{
	struct row row = {
		.ref = text_of(incident, "ref"),
		.title = outage_title(incident),
		.state = text_of(incident, "state"),
		.severity = json_integer_value(json_object_get(incident, "severity")),
		.chosen = json_is_true(json_object_get(incident, "chosen")),
	};

	set_lasted(&row, incident, now);
	return row;
}

static struct widths widths_of(const json_t *incidents, int64_t now)
{
	struct widths widths = { .ref = 4, .lasted = lasted_least };
	json_t *incident;
	size_t index;

	json_array_foreach (incidents, index, incident) {
		struct row row = row_of(incident, now);
		size_t length = strlen(row.lasted);

		widths.ref = strlen(row.ref) > widths.ref ? strlen(row.ref) : widths.ref;
		widths.lasted = length > widths.lasted ? length : widths.lasted;
	}
	return widths;
}

static void put_heading(const struct screen *screen, const struct widths *widths)
{
	char started[WHEN_TEXT_SIZE];

	snprintf(started, sizeof(started), "STARTED (%s)", when_zone());
	screen_print(screen, PAINT_DIM, "  %-*s  %-*s  SEV  %-*s  %-*s  TITLE\n", (int)widths->ref,
		     "REF", state_width, "STATE", started_width, started, (int)widths->lasted,
		     "LASTED");
}

static void put_times(const struct screen *screen, const struct row *row,
		      const struct widths *widths)
{
	char started[WHEN_TEXT_SIZE] = "";

	if (row->start != EVENT_NEVER)
		when_format(row->start, WHEN_PLAIN, started);
	screen_print(screen, PAINT_PLAIN, "%-*s  %-*s  ", started_width, started,
		     (int)widths->lasted, row->lasted);
}

/* Cells that are left for the title; 0: all that it needs. */
static size_t title_room(const struct screen *screen, const struct widths *widths)
{
	size_t column = 2 + widths->ref + 2 + state_width + 2 + 3 + 2 + started_width + 2 +
			widths->lasted + 2;

	return screen->width > column + 10 ? screen->width - column : 0;
}

static void put_row(const struct screen *screen, const struct row *row, const struct widths *widths)
{
	char severity[8] = "";

	if (row->severity > 0 && row->severity <= 5)
		snprintf(severity, sizeof(severity), "%d", (int)row->severity);
	screen_print(screen, PAINT_BOLD, row->chosen ? "> " : "  ");
	screen_cell(screen, PAINT_REF, row->ref, widths->ref);
	screen_spaces(screen, 2);
	screen_cell(screen, screen_paint_state(row->state), row->state, state_width);
	screen_spaces(screen, 2);
	screen_cell(screen, screen_paint_severity((int)row->severity), severity, 3);
	screen_spaces(screen, 2);
	put_times(screen, row, widths);
	screen_text(screen, PAINT_PLAIN, row->title, title_room(screen, widths));
	fputc('\n', screen->stream);
}

/* "to do: postmortem not shared, 2 tasks open (1 overdue)" */
static void put_to_do(const struct screen *screen, const json_t *incident, size_t ref)
{
	struct outage_rest rest;

	if (!outage_rest(incident, &rest))
		return;
	screen_spaces(screen, 2 + ref + 2 + state_width + 2 + 3 + 2);
	screen_print(screen, PAINT_OPEN, "to do: %s%s",
		     rest.unshared ? "postmortem not shared" : "",
		     rest.unshared && rest.tasks ? ", " : "");
	if (rest.tasks)
		screen_print(screen, PAINT_OPEN, "%d task%s open", (int)rest.tasks,
			     rest.tasks == 1 ? "" : "s");
	if (rest.overdue)
		screen_print(screen, PAINT_BAD, " (%d overdue)", (int)rest.overdue);
	fputc('\n', screen->stream);
}

void view_list(const struct screen *screen, const json_t *incidents, int64_t now)
{
	struct widths widths = widths_of(incidents, now);
	size_t index;
	json_t *incident;

	put_heading(screen, &widths);
	json_array_foreach (incidents, index, incident) {
		struct row row = row_of(incident, now);

		put_row(screen, &row, &widths);
		put_to_do(screen, incident, widths.ref);
	}
}
