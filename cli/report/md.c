/* SPDX-License-Identifier: MIT */
#include "cli/report/report.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cli/report/markdown.h"
#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"
#include "cli/veil/veil.h"

/*
 * The timeline as a table of GitHub's Markdown, for a wiki or a ticket.
 */
void report_md_head(struct buffer *out, const struct report *report)
{
	const struct timeline *timeline = report->timeline;
	int64_t severity = timeline_number(timeline, "severity", 0);
	char lasted[WHEN_TEXT_SIZE];
	struct outage outage;

	if (!timeline->incident)
		return;
	buffer_add_text(out, "## ");
	markdown_add(out, outage_title(timeline->incident), MARKDOWN_SPACE);
	buffer_printf(out, "\n\n%s", timeline_text(timeline, "full_ref"));
	if (severity)
		buffer_printf(out, " · sev%d", (int)severity);
	buffer_printf(out, " · %s", timeline_text(timeline, "state"));
	if (outage_read(timeline->incident, report->now, &outage) == 0)
		buffer_printf(out, " · %s%s", words_lasted(outage.end - outage.start, lasted),
			      outage.over ? "" : " so far");
	buffer_add_text(out, outage.unresolved ? ", never resolved" : "");
	buffer_add_text(out, "\n\n");
}

static void put_cell(struct buffer *out, const struct buffer *words)
{
	buffer_add_text(out, " | ");
	markdown_add(out, words->data ? words->data : "", MARKDOWN_CELL);
}

/* "ruled out 03:22, 20 min lost" */
static void add_ruling(struct buffer *words, const struct entry *entry)
{
	char time[WHEN_TEXT_SIZE], cost[WHEN_TEXT_SIZE];
	int64_t lost;

	if (!entry->ended_by)
		return;
	buffer_printf(words, "\n%s", kinds[entry->ended_by->event.kind].label);
	if (entry->ended_by->event.at != EVENT_NEVER)
		buffer_printf(words, " %s",
			      words_near(entry->ended_by->event.at, entry->order, time));
	if (entry_is_dead_end(entry) && entry_lost(entry, &lost) == 0)
		buffer_printf(words, ", %s lost", words_lasted(lost, cost));
	else if (entry_is_dead_end(entry))
		buffer_add_text(words, ", time lost not recorded");
}

static void put_entry(struct buffer *out, const struct entry *entry)
{
	drop(buffer_free) struct buffer who = { 0 }, what = { 0 };
	const struct event *event = &entry->event;
	char time[WHEN_TEXT_SIZE], date[WHEN_TEXT_SIZE] = "";

	if (event->at != EVENT_NEVER)
		when_format(event->at, WHEN_DATE, date);
	words_author(&who, event);
	words_entry(&what, entry);
	add_ruling(&what, entry);
	words_time(event, time);
	buffer_printf(out, "| %s%s%s", date, *date ? " " : "", time);
	if (event->until != EVENT_NEVER)
		buffer_printf(out, " to %s", words_near(event->until, event->at, date));
	buffer_printf(out, " | %s", words_label(entry));
	put_cell(out, &who);
	put_cell(out, &what);
	buffer_add_text(out, " |\n");
}

void report_md_table(struct buffer *out, const struct report *report)
{
	drop(buffer_free) struct buffer hidden = { 0 };

	buffer_printf(out, "| Time (%s) | Kind | Who | What |\n| --- | --- | --- | --- |\n",
		      when_zone());
	for (size_t i = 0; i < report->timeline->count; i++) {
		const struct entry *entry = &report->timeline->entries[i];

		if (report_takes(report, entry) && (!entry->hidden || report->filter.some_kinds))
			put_entry(out, entry);
	}
	veil_footer(&hidden, report->timeline->veil);
	if (hidden.size)
		buffer_printf(out, "\n%s\n", hidden.data);
}

void report_md(const struct report *report)
{
	drop(buffer_free) struct buffer out = { 0 };

	report_md_head(&out, report);
	report_md_table(&out, report);
	if (out.data)
		fwrite(out.data, 1, out.size, report->screen->stream);
}
