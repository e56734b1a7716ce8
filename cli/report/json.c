/* SPDX-License-Identifier: MIT */
#include "cli/report/report.h"

#include <stdlib.h>

#include "cli/veil/veil.h"

/*
 * One document: {"entries": […], "incident": {…}, "log": […]}. An entry is the event as it stands after
 * corrections, with its handle and pos. The log has all events as they were recorded, with what they are
 * checked by: who imports the document takes that. What is veiled has none.
 */
static json_t *recorded_json(const struct entry *entry)
{
	static const char *const names[] = { "event", "hash", "leaf", "pos", "salt" };
	json_t *object = json_object();

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (json_object_get(entry->json, names[i]))
			json_object_set(object, names[i], json_object_get(entry->json, names[i]));
	return object;
}

/* By pos, as they were recorded: entries stand by time. */
static json_t *log_json(const struct report *report)
{
	size_t count = report->timeline->count;
	drop(free) const struct entry **entries = report_by_pos(report);
	json_t *log = json_array();

	for (size_t i = 0; entries && i < count; i++)
		if (filter_takes(&report->filter, &entries[i]->event))
			json_array_append_new(log, recorded_json(entries[i]));
	return log;
}

static json_t *entry_json(const struct entry *entry)
{
	const json_t *effective = json_object_get(entry->json, "effective");
	json_t *object = json_copy((json_t *)(json_is_object(effective)
						      ? effective
						      : json_object_get(entry->json, "event")));

	json_object_set_new(object, "handle", json_string(entry->handle));
	json_object_set_new(object, "pos", json_integer(entry->pos));
	return object;
}

void report_json(const struct report *report)
{
	drop(json_decref) json_t *document = json_object();
	json_t *entries = json_array();

	for (size_t i = 0; i < report->timeline->count; i++)
		if (report_takes(report, &report->timeline->entries[i]))
			json_array_append_new(entries, entry_json(&report->timeline->entries[i]));
	json_object_set_new(document, "entries", entries);
	if (report->timeline->incident)
		json_object_set(document, "incident", report->timeline->incident);
	if (!report->timeline->veil)
		json_object_set_new(document, "log", log_json(report));
	else
		json_object_set_new(document, "veiled", veil_json(report->timeline->veil));
	json_dumpf(document, report->screen->stream,
		   JSON_INDENT(2) | JSON_SORT_KEYS |
			   (report->screen->terminal ? JSON_ENSURE_ASCII : 0));
	fputc('\n', report->screen->stream);
}
