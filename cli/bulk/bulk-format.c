/* SPDX-License-Identifier: MIT */
/*
 * Everything is written so that it can be read in one way only: the kind is always there, values are
 * quoted where a blank or a colon could end them, and a text that blanks or newlines are a part of
 * stands below its entry, behind bars.
 */
#include "cli/bulk/bulk-format.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/bulk/bulk-head.h"
#include "lib/kind.h"
#include "lib/when.h"
#include "lib/zone.h"

#define LONGEST (20 * STAMP_HOUR) /* of an interval that is written as clock times */

bool bulk_format_shows(const struct entry *entry)
{
	const struct event *event = &entry->event;

	return !event->retracted && !event->expunged && !kind_is_correction(event->kind) &&
	       !(event->kind == KIND_OPENED && event_text(event, "target"));
}

static int64_t whole_second(int64_t at)
{
	return at - at % STAMP_SECOND;
}

static void put_day(struct buffer *out, int64_t at)
{
	char day[WHEN_TEXT_SIZE];

	buffer_printf(out, "\ndate %s %s\n", when_format(at, WHEN_DATE, day), when_zone());
}

static void put_clock(struct buffer *out, int64_t at)
{
	char clock[WHEN_TEXT_SIZE];

	buffer_printf(out, "%s", when_format(at, WHEN_CLOCK, clock));
}

/* The clocks showed this time once. */
static bool is_clear(int64_t at)
{
	struct zone_time shown = zone_show(whole_second(at));

	return zone_find(&shown.civil).count == 1;
}

static bool is_short(const struct event *event)
{
	return event->at != EVENT_NEVER && event->until != EVENT_NEVER && is_clear(event->at) &&
	       is_clear(event->until) && event->until - event->at < LONGEST &&
	       whole_second(event->until) >= whole_second(event->at);
}

static void put_time(struct buffer *out, const struct event *event)
{
	char offset[ZONE_OFFSET_SIZE];

	if (event->at == EVENT_NEVER) {
		buffer_add_text(out, "?");
		return;
	}
	buffer_add_text(out, event->about ? "~" : "");
	put_clock(out, event->at);
	if (is_short(event)) {
		buffer_add_text(out, "-");
		put_clock(out, event->until);
	}
	if (!is_clear(event->at))
		buffer_printf(out, " %s", zone_offset(zone_show(event->at).offset, offset));
}

static bool is_plain(const char *value)
{
	for (const char *at = value; *at; at++)
		if (!isalnum((unsigned char)*at) && !strchr("_-.~%/@+", *at))
			return false;
	return *value;
}

static void put_pair(struct buffer *out, const char *key, const char *value)
{
	drop(json_decref) json_t *text = json_string(value);
	drop(free) char *quoted = is_plain(value) ? NULL : json_dumps(text, JSON_ENCODE_ANY);

	buffer_printf(out, " %s=%s", key, quoted ? quoted : value);
}

/* "80%", "0.0003%" */
static void put_share(struct buffer *out, const struct event *event, const struct field_row *row,
		      int64_t share)
{
	char about[64], text[64];

	snprintf(about, sizeof(about), "%s_about", row->name);
	int size = snprintf(text, sizeof(text), "%" PRId64 ".%04" PRId64, share / 10000,
			    share % 10000);
	while (text[size - 1] == '0')
		size--;
	size -= text[size - 1] == '.';
	buffer_printf(out, " %s=%s%.*s%%", row->name,
		      json_is_true(json_object_get(event->data, about)) ? "~" : "", size, text);
}

static void put_texts(struct buffer *out, const char *key, const json_t *texts)
{
	const json_t *text;
	size_t i;

	json_array_foreach ((json_t *)texts, i, text)
		put_pair(out, key, json_string_value(text));
}

static void put_field(struct buffer *out, const struct event *event, const struct field_row *row)
{
	const json_t *value = json_object_get(event->data, row->name);

	switch (row->type) {
	case FIELD_TEXTS:
		put_texts(out, row->words, value);
		return;
	case FIELD_SHARE:
		if (json_is_integer(value))
			put_share(out, event, row, json_integer_value(value));
		return;
	case FIELD_LEVEL:
		if (json_is_integer(value))
			buffer_printf(out, " %s=%" JSON_INTEGER_FORMAT, row->name,
				      json_integer_value(value));
		return;
	case FIELD_FLAG: /* "about" is the ~ of its share */
		if (json_is_true(value) && !strstr(row->name, "_about"))
			buffer_printf(out, " %s", row->name);
		return;
	case FIELD_TEXT:
	case FIELD_WORD:
	case FIELD_CHOICE:
	case FIELD_TIME:
	case FIELD_DAY:
		if (json_is_string(value))
			put_pair(out, row->name, json_string_value(value));
		return;
	case FIELD_EVENT:
	case FIELD_INCIDENT:
	case FIELD_FIELDS:
		return;
	}
}

/* The entry it is about. */
static void put_which(struct buffer *out, const struct entry *entry)
{
	const char *target = event_text(&entry->event, "target");

	if (target)
		buffer_printf(out, " %s", entry->target ? entry->target->handle : target);
}

static void put_head(struct buffer *out, const struct entry *entry)
{
	const struct event *event = &entry->event;
	const struct kind_row *kind = &kinds[event->kind];
	bool person = event->actor && bulk_head_is_person(event->actor);
	char stamp[STAMP_SIZE];

	if (person)
		buffer_printf(out, " %s:", event->actor);
	buffer_printf(out, " %s", kind->verb ? kind->verb : kind->name);
	put_which(out, entry);
	for (const struct field_row *row = fields; row->name; row++)
		if (row->kind == event->kind && row->need != FIELD_COMPUTED)
			put_field(out, event, row);
	if (event->actor && !person)
		put_pair(out, "actor", event->actor);
	put_texts(out, "tag", event->tags);
	if (event->until != EVENT_NEVER && !is_short(event))
		put_pair(out, "until", stamp_format(whole_second(event->until), stamp));
	buffer_add_text(out, ":");
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void put_text(struct buffer *out, const char *text)
{
	size_t size = text ? strlen(text) : 0;

	if (!size)
		return;
	if (!memchr(text, '\n', size) && !is_blank(*text) && !is_blank(text[size - 1])) {
		buffer_printf(out, " %s", text);
		return;
	}
	for (const char *line = text; line;
	     line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		buffer_printf(out, "\n    | %.*s", (int)strcspn(line, "\n"), line);
}

void bulk_format(struct buffer *out, const struct timeline *timeline)
{
	int64_t before = EVENT_NEVER;

	if (!zone_exists(when_zone()))
		when_use_zone("UTC");
	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];
		int64_t at = entry->event.at;

		if (!bulk_format_shows(entry))
			continue;
		if (at != EVENT_NEVER && (before == EVENT_NEVER || !when_same_day(before, at)))
			put_day(out, at);
		before = at == EVENT_NEVER ? before : at;
		buffer_printf(out, "%s  ", entry->handle);
		put_time(out, &entry->event);
		put_head(out, entry);
		put_text(out, entry->event.text);
		buffer_add_text(out, "\n");
	}
}
