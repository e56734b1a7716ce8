/* SPDX-License-Identifier: MIT */
#include "cli/report/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/timeline/words.h"
#include "lib/stamp.h"
#include "lib/text.h"

/*
 * RFC 4180: CRLF, every cell in quotes, quotes doubled. A cell that a spreadsheet would take for a
 * formula gets a ' in front of it.
 */
static const char header[] =
	"handle,at,until,about,kind,text,author,actor,source,recorded_at,corrected,pinned,data,id,pos\r\n";

static void put_cell(const struct screen *screen, const char *text, const char *end)
{
	drop(free) char *safe = screen->terminal ? text_safe(text, true) : NULL;

	fputc('"', screen->stream);
	if (*text && strchr("=+-@\t\r", *text))
		fputc('\'', screen->stream);
	for (const char *at = safe ? safe : text; *at; at++) {
		if (*at == '"')
			fputc('"', screen->stream);
		fputc(*at, screen->stream);
	}
	fprintf(screen->stream, "\"%s", end);
}

static void put_time(const struct screen *screen, int64_t at)
{
	char text[STAMP_SIZE] = "";

	if (at != EVENT_NEVER)
		stamp_format(at, text);
	put_cell(screen, text, ",");
}

static void put_number(const struct screen *screen, int64_t number, const char *end)
{
	fprintf(screen->stream, "%" PRId64 "%s", number, end);
}

static void put_author(const struct screen *screen, const struct event *event)
{
	drop(buffer_free) struct buffer who = { 0 };
	struct event recorder = { .author = event->author };

	words_author(&who, &recorder);
	put_cell(screen, who.data ? who.data : "", ",");
}

static void put_text(const struct screen *screen, const char *text)
{
	put_cell(screen, text ? text : "", ",");
}

static void put_entry(const struct screen *screen, const struct entry *entry)
{
	const struct event *event = &entry->event;
	drop(free) char *data = json_dumps(event->data, JSON_COMPACT | JSON_SORT_KEYS);
	char id[ID_TEXT_SIZE];

	put_text(screen, entry->handle);
	put_time(screen, event->at);
	put_time(screen, event->until);
	put_text(screen, event->about ? "about" : "");
	put_text(screen, kinds[event->kind].name);
	put_text(screen, event->expunged ? "(expunged)" : event->text);
	put_author(screen, event);
	put_text(screen, event->actor);
	put_text(screen, event->source);
	put_time(screen, event->recorded_at);
	put_number(screen, event->corrected, ",");
	put_text(screen, event->pinned ? "pinned" : "");
	put_text(screen, data);
	put_text(screen, id_format(&event->id, id));
	put_number(screen, entry->pos, "\r\n");
}

void report_csv(const struct report *report)
{
	fputs(header, report->screen->stream);
	for (size_t i = 0; i < report->timeline->count; i++)
		if (report_takes(report, &report->timeline->entries[i]))
			put_entry(report->screen, &report->timeline->entries[i]);
	report_footer(report, "\"\",\"\",\"\",\"\",\"veiled\",\"",
		      "\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\r\n");
}
