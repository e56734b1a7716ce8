/* SPDX-License-Identifier: MIT */
#include "cli/view/view.h"

#include <stdlib.h>
#include <string.h>

#include "cli/timeline/words.h"
#include "cli/view/view-people.h"
#include "lib/text.h"

/*
 * Where an incident stands, to be read aloud and pasted: no handles in it. Every line but the first two
 * is left out where there is nothing to say.
 */
enum { value_column = 12 };

struct status {
	const struct screen *screen;
	const struct timeline *timeline;
	int64_t now;
};

static void wrap(const struct status *status, const struct buffer *words, size_t column)
{
	screen_wrap(status->screen, PAINT_PLAIN, words->data ? words->data : "", column,
		    value_column);
}

static void end_line(const struct status *status)
{
	fputc('\n', status->screen->stream);
}

static void put_state(const struct status *status)
{
	int severity = (int)timeline_number(status->timeline, "severity", 0);

	if (severity)
		screen_print(status->screen, screen_paint_severity(severity), "sev%d", severity);
	if (severity)
		screen_print(status->screen, PAINT_PLAIN, ", ");
	view_standing(status->screen, status->timeline, status->now,
		      severity ? strlen("sev1, ") : 0);
}

/* "…, since 03:02" or "…, 03:02 to 04:10" */
static void put_impact(const struct status *status, const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };
	const struct event *event = &entry->event;
	char time[WHEN_TEXT_SIZE];

	words_entry(&words, entry);
	if (event->at != EVENT_NEVER)
		buffer_printf(&words, ", %s%s", event->until == EVENT_NEVER ? "since " : "",
			      words_near(event->at, status->now, time));
	if (event->until != EVENT_NEVER)
		buffer_printf(&words, "%s%s", event->at != EVENT_NEVER ? " to " : ", until ",
			      words_near(event->until, status->now, time));
	view_label(status->screen, "impact");
	wrap(status, &words, value_column);
	end_line(status);
}

static void put_impacts(const struct status *status)
{
	for (size_t i = 0; i < status->timeline->count; i++) {
		const struct entry *entry = &status->timeline->entries[i];

		if (entry->event.kind == KIND_IMPACT && !entry->event.retracted)
			put_impact(status, entry);
	}
}

/* "pool limited to 20 (bob, 04:07)" */
static void add_said(const struct status *status, struct buffer *words, const struct entry *entry)
{
	char time[WHEN_TEXT_SIZE];

	words_entry(words, entry);
	if (!words->size)
		buffer_add_text(words, words_label(entry));
	buffer_add_text(words, " (");
	words_person(words, &entry->event);
	if (entry->event.at != EVENT_NEVER)
		buffer_printf(words, ", %s", words_near(entry->event.at, status->now, time));
	buffer_add_text(words, ")");
}

static void put_cause(const struct status *status)
{
	drop(buffer_free) struct buffer words = { 0 };
	const struct entry *cause = timeline_last(status->timeline, KIND_CAUSE);
	const struct entry *known = timeline_last(status->timeline, KIND_FINDING);

	if (!cause)
		buffer_add_text(&words, known ? "not stated yet.  Known: " : "not stated yet");
	if (cause || known)
		add_said(status, &words, cause ? cause : known);
	view_label(status->screen, "cause");
	wrap(status, &words, value_column);
	end_line(status);
}

static const struct entry *later(const struct entry *a, const struct entry *b)
{
	if (!a || !b)
		return a ? a : b;
	return a > b ? a : b;
}

static void put_doing(const struct status *status)
{
	drop(buffer_free) struct buffer words = { 0 };
	const struct timeline *timeline = status->timeline;
	const struct entry *doing = later(timeline_last(timeline, KIND_ACTION),
					  timeline_last(timeline, KIND_MITIGATED));

	doing = later(doing, timeline_last(timeline, KIND_RESOLVED));
	if (!doing)
		return;
	add_said(status, &words, doing);
	view_label(status->screen, "doing");
	wrap(status, &words, value_column);
	end_line(status);
}

/* The column in which wrapped words end. */
static size_t last_column(const struct status *status, const struct buffer *words)
{
	drop(free) char *safe = text_safe(words->data ? words->data : "", true);
	drop(free) char *lines = NULL;
	size_t size = 0;
	FILE *stream = safe ? open_memstream(&lines, &size) : NULL;
	const char *last;

	if (!stream)
		return 0;
	text_wrap(stream, safe, value_column, value_column, status->screen->width);
	if (fclose(stream) != 0)
		return 0;
	last = strrchr(lines, '\n');
	return last ? text_width(last + 1) : value_column + text_width(lines);
}

/* When the next update is due, behind the words of the last one or under them. */
static void put_due(const struct status *status, const struct buffer *words, int64_t due)
{
	size_t width = status->screen->width, column = last_column(status, words);
	char time[WHEN_TEXT_SIZE];

	words_near(due, status->now, time);
	if (width && column + strlen("   next due ") + strlen(time) > width) {
		end_line(status);
		screen_spaces(status->screen, value_column);
	} else {
		screen_spaces(status->screen, 3);
	}
	screen_print(status->screen, due < status->now ? PAINT_BAD : PAINT_PLAIN, "next due %s",
		     time);
}

/* What was told: to whom, when, in which words, and when the next is due. outside: to customers or the public only. */
static void put_told(const struct status *status, bool outside)
{
	drop(buffer_free) struct buffer words = { 0 };
	const struct event *told = view_last_update(status->timeline, outside);
	const char *to = told ? event_text(told, "to") : NULL;
	const char *next = told ? event_text(told, "next") : NULL;
	char time[WHEN_TEXT_SIZE];
	int64_t due;

	if (!told)
		return;
	buffer_printf(&words, "%s%s", to ? to : "", to ? " " : "");
	if (told->at != EVENT_NEVER)
		buffer_printf(&words, "%s: ", words_near(told->at, status->now, time));
	buffer_printf(&words, "\"%s\"",
		      told->expunged ? "(expunged)"
		      : told->text   ? told->text
				     : "");
	view_label(status->screen, "told");
	wrap(status, &words, value_column);
	if (next && stamp_parse(next, &due) == 0)
		put_due(status, &words, due);
	end_line(status);
}

static void put_last(const struct status *status)
{
	drop(buffer_free) struct buffer words = { 0 };
	const struct event *last = view_last_by_person(status->timeline);
	char ago[WHEN_TEXT_SIZE];

	if (!last)
		return;
	buffer_printf(&words, "%s (", words_ago(status->now - last->recorded_at, ago));
	words_person(&words, last);
	buffer_add_text(&words, ")");
	view_label(status->screen, "last entry");
	wrap(status, &words, value_column);
	end_line(status);
}

static void put_missing(const struct status *status)
{
	const struct timeline *timeline = status->timeline;
	const struct {
		const char *name;
		bool there;
	} wanted[] = {
		{ "impact", timeline_last(timeline, KIND_IMPACT) },
		{ "detection", timeline_milestone(timeline, "detected") },
		{ "cause", timeline_last(timeline, KIND_CAUSE) },
		{ "resolution", timeline_milestone(timeline, "resolved") },
	};
	drop(buffer_free) struct buffer words = { 0 };

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!wanted[i].there)
			buffer_printf(&words, "%s%s", words.size ? ", " : "", wanted[i].name);
	if (!words.size)
		return;
	view_label(status->screen, "missing");
	screen_wrap(status->screen, PAINT_OPEN, words.data, value_column, value_column);
	end_line(status);
}

void view_status(const struct screen *screen, const struct timeline *timeline, int64_t now)
{
	const struct status status = { screen, timeline, now };

	view_heading(screen, timeline, now);
	put_state(&status);
	put_impacts(&status);
	put_cause(&status);
	view_suspicions(screen, timeline);
	put_doing(&status);
	view_people(screen, timeline, now);
	put_told(&status, false);
	put_last(&status);
	put_missing(&status);
}

void view_status_customers(const struct screen *screen, const struct timeline *timeline,
			   int64_t now)
{
	const struct status status = { screen, timeline, now };
	char time[WHEN_TEXT_SIZE];

	view_label(screen, "incident");
	screen_text(screen, PAINT_REF, timeline_text(timeline, "ref"), 0);
	end_line(&status);
	view_label(screen, "state");
	view_standing(screen, timeline, now, value_column);
	put_impacts(&status);
	put_told(&status, true);
	view_label(screen, "as of");
	screen_print(screen, PAINT_DIM, "%s\n", when_format(now, WHEN_MINUTES, time));
}
