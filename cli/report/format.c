/* SPDX-License-Identifier: MIT */
#include "cli/report/report.h"

#include <string.h>

#include "cli/veil/veil.h"

/* To add an export: its row here, its file beside this one. */
const struct report_format report_formats[] = {
	{ "md", "a Markdown table, for pasting", report_md, NULL, false },
	{ "html", "the same table as a page: one file, no script", report_html, NULL, false },
	{ "ndjson", "events as recorded and their hashes, one a line", report_ndjson,
	  report_ndjson_entry, true },
	{ "json",
	  "one document: the incident, its entries after corrections, and the log as recorded",
	  report_json, NULL, false },
	{ "text", "what `incident log` prints", report_text, NULL, false },
	{ "svg", "the picture of it: lanes, bars, milestones", report_svg, NULL, false },
	{ "csv", "entries after corrections, for a spreadsheet (RFC 4180)", report_csv, NULL,
	  false },
	{ 0 },
};

const struct report_format *report_format_find(const char *name)
{
	for (const struct report_format *format = report_formats; format->name; format++)
		if (strcmp(format->name, name) == 0)
			return format;
	return NULL;
}

void report_format_list(const struct screen *screen)
{
	for (const struct report_format *format = report_formats; format->name; format++)
		screen_print(screen, PAINT_PLAIN, "%-8s%s\n", format->name, format->help);
}

void report_footer(const struct report *report, const char *before, const char *after)
{
	drop(buffer_free) struct buffer words = { 0 };

	veil_footer(&words, report->timeline->veil);
	if (words.size)
		fprintf(report->screen->stream, "%s%s%s", before, words.data, after);
}

bool report_takes(const struct report *report, const struct entry *entry)
{
	return !entry->event.retracted && !kind_is_correction(entry->event.kind) &&
	       filter_takes(&report->filter, &entry->event);
}
