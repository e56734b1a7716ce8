/* SPDX-License-Identifier: MIT */
#include "cli/report/report.h"

#include <stdlib.h>

#include "cli/veil/veil.h"
#include "lib/canon.h"
#include "lib/text.h"

/*
 * One event a line, in the order of pos: its canonical text, which is what was hashed, and what a
 * checker of the chain needs beside it. A line is canonical JSON itself. One that was veiled is no
 * longer what was recorded: it has nothing to check, and says so.
 */
static void put_member(struct buffer *line, const char *before, const json_t *value)
{
	if (!value)
		return;
	buffer_add_text(line, before);
	canon_value(line, value);
}

static void put_line(const struct screen *screen, const char *line)
{
	drop(free) char *safe = screen->terminal ? text_safe(line, true) : NULL;

	fputs(safe ? safe : line, screen->stream);
	fputc('\n', screen->stream);
}

void report_ndjson_entry(const struct screen *screen, const json_t *entry)
{
	drop(buffer_free) struct buffer line = { 0 };
	const json_t *salt = json_object_get(entry, "salt");

	put_member(&line, "{\"event\":", json_object_get(entry, "event"));
	put_member(&line, ",\"hash\":", json_object_get(entry, "hash"));
	put_member(&line, ",\"leaf\":", json_object_get(entry, "leaf"));
	put_member(&line, ",\"pos\":", json_object_get(entry, "pos"));
	put_member(&line, ",\"salt\":", json_is_string(salt) ? salt : NULL);
	buffer_add_text(&line, json_object_get(entry, "hash") ? "}" : ",\"veiled\":true}");
	if (!line.failed)
		put_line(screen, line.data);
}

/* The last line of what is veiled, which has no event. */
static void put_veiled(const struct report *report)
{
	drop(json_decref) json_t *veiled = veil_json(report->timeline->veil);
	drop(buffer_free) struct buffer line = { 0 };

	put_member(&line, "{\"veiled\":", veiled);
	buffer_add_text(&line, "}");
	if (veiled && !line.failed)
		put_line(report->screen, line.data);
}

static int by_pos(const void *left, const void *right)
{
	const struct entry *a = *(const struct entry *const *)left;
	const struct entry *b = *(const struct entry *const *)right;

	return (a->pos > b->pos) - (a->pos < b->pos);
}

const struct entry **report_by_pos(const struct report *report)
{
	size_t count = report->timeline->count;
	const struct entry **entries = calloc(count + 1, sizeof(*entries));

	for (size_t i = 0; entries && i < count; i++)
		entries[i] = &report->timeline->entries[i];
	if (entries)
		qsort(entries, count, sizeof(*entries), by_pos);
	return entries;
}

void report_ndjson(const struct report *report)
{
	size_t count = report->timeline->count;
	drop(free) const struct entry **entries = report_by_pos(report);

	for (size_t i = 0; entries && i < count; i++)
		if (filter_takes(&report->filter, &entries[i]->event))
			report_ndjson_entry(report->screen, entries[i]->json);
	put_veiled(report);
}
