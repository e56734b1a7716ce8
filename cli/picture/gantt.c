/* SPDX-License-Identifier: MIT */
/*
 * A line of a gantt is `name :words, start, end`. Names come from people: what means something to Mermaid's
 * lexer is written as its entity, and a name that begins like one of its own words is put into quotes.
 */
#include "cli/picture/picture.h"

#include <string.h>
#include <strings.h>

#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"
#include "lib/stamp.h"
#include "lib/text.h"
#include "lib/when.h"

enum { name_cells = 48 };

static const int64_t shortest = 60 * STAMP_SECOND; /* of a bar: less has no width */

struct gantt {
	struct buffer *out;
	const struct timeline *timeline;
	struct outage outage;
	const char *section; /* that begins with its first row */
	size_t rows;
};

/* "2026-11-20T03:02:11", in the zone in use */
static void put_instant(struct buffer *out, int64_t at)
{
	char date[WHEN_TEXT_SIZE], clock[WHEN_TEXT_SIZE];

	buffer_printf(out, "%sT%s", when_format(at, WHEN_DATE, date),
		      when_format(at, WHEN_CLOCK, clock));
}

static void put_escaped(struct buffer *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("#:;<>", *text))
			buffer_printf(out, "#%d;", *text);
		else if (*text == '%')
			buffer_add_text(out, "#37;");
		else
			buffer_add(out, text, 1);
	}
}

static bool is_word_of_theirs(const char *text)
{
	static const char *const words[] = { "gantt",      "title",     "section",  "dateformat",
					     "axisformat", "tick",      "excludes", "includes",
					     "today",      "inclusive", "topaxis",  "weekday",
					     "weekend",    "click",     "acctitle", "accdescr",
					     "call",       "href",      "vert" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strncasecmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static void put_name(struct buffer *out, const char *text)
{
	drop(free) char *safe = text_safe(text, false);
	drop(free) char *fitted = safe ? text_fit(safe, name_cells, true) : NULL;
	const char *name = fitted ? fitted + strspn(fitted, " ") : "";
	bool quoted = !*name || is_word_of_theirs(name);

	buffer_add_text(out, quoted ? "\"" : "");
	put_escaped(out, name);
	buffer_add_text(out, quoted ? "\"" : "");
}

/* Begin a row, and before its first one the section. False: there is no room for it. */
static bool begin_row(struct gantt *gantt, const char *name)
{
	if (gantt->rows == PICTURE_ROWS)
		return false;
	gantt->rows++;
	if (gantt->section)
		buffer_printf(gantt->out, "    section %s\n", gantt->section);
	gantt->section = NULL;
	buffer_add_text(gantt->out, "    ");
	put_name(gantt->out, name);
	buffer_add_text(gantt->out, " :");
	return true;
}

static void put_bar(struct gantt *gantt, const char *name, const char *words, int64_t from,
		    int64_t to)
{
	if (!begin_row(gantt, name))
		return;
	buffer_add_text(gantt->out, words);
	put_instant(gantt->out, from);
	buffer_add_text(gantt->out, ", ");
	put_instant(gantt->out, to < from + shortest ? from + shortest : to);
	buffer_add_text(gantt->out, "\n");
}

static void put_impacts(struct gantt *gantt)
{
	gantt->section = "Impact";
	for (size_t i = 0; i < gantt->timeline->count; i++) {
		const struct event *event = &gantt->timeline->entries[i].event;
		int64_t until = event->until == EVENT_NEVER ? gantt->outage.end : event->until;
		drop(buffer_free) struct buffer words = { 0 };

		if (event->kind != KIND_IMPACT || event->retracted || event->at == EVENT_NEVER)
			continue;
		words_entry(&words, &gantt->timeline->entries[i]);
		put_bar(gantt, words.data ? words.data : "", "crit, ", event->at, until);
	}
}

static void put_dead_ends(struct gantt *gantt)
{
	gantt->section = "Dead ends";
	for (size_t i = 0; i < gantt->timeline->count; i++) {
		const struct entry *entry = &gantt->timeline->entries[i];
		drop(buffer_free) struct buffer words = { 0 };
		int64_t lost;

		if (!entry_is_dead_end(entry) || entry_lost(entry, &lost) != 0)
			continue;
		words_suspicion(&words, entry);
		put_bar(gantt, words.data ? words.data : "", "done, ", entry->event.at,
			entry->event.at + lost);
	}
}

static void put_milestones(struct gantt *gantt)
{
	gantt->section = "Milestones";
	for (size_t i = 0; i < MILESTONES; i++) {
		const struct milestone *milestone = &gantt->timeline->milestones[i];
		char name[WHEN_TEXT_SIZE * 2], clock[WHEN_TEXT_SIZE];

		if (milestone->at == EVENT_NEVER || strcmp(milestone->name, "closed") == 0)
			continue;
		snprintf(name, sizeof(name), "%s %s%s", milestone->name,
			 milestone->about ? "~" : "",
			 when_format(milestone->at, WHEN_SHORT, clock));
		if (!begin_row(gantt, name))
			return;
		buffer_add_text(gantt->out, "milestone, ");
		put_instant(gantt->out, milestone->at);
		buffer_add_text(gantt->out, ", 0s\n");
	}
}

void picture_mermaid(struct buffer *out, const struct timeline *timeline, int64_t now)
{
	struct gantt gantt = { .out = out, .timeline = timeline };
	bool days;

	if (!timeline->incident || outage_read(timeline->incident, now, &gantt.outage) != 0)
		return;
	days = !when_same_day(gantt.outage.start, gantt.outage.end);
	buffer_add_text(out, "gantt\n    title ");
	put_name(out, outage_title(timeline->incident));
	buffer_printf(out,
		      " (all times in %s)\n    dateFormat YYYY-MM-DDTHH:mm:ss\n    axisFormat %s\n"
		      "    todayMarker off\n",
		      when_zone(), days ? "%d %b %H:%M" : "%H:%M");
	put_impacts(&gantt);
	put_dead_ends(&gantt);
	put_milestones(&gantt);
}
