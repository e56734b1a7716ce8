/* SPDX-License-Identifier: MIT */
#include "cli/view/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/timeline/words.h"
#include "lib/drop.h"

/*
 * One entry whole: the event as it stands, who wrote it where and when, what is hashed, and every
 * correction of it. The text is neither wrapped nor cut.
 */
static void put_line(const struct screen *screen, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	view_label(screen, label);
	screen_text(screen, PAINT_PLAIN, text, 0);
	fputc('\n', screen->stream);
}

static void put_time(const struct screen *screen, const char *label, int64_t at, const char *more)
{
	char time[WHEN_TEXT_SIZE] = "unknown";

	if (at != EVENT_NEVER)
		when_format(at, WHEN_FULL, time);
	view_label(screen, label);
	screen_print(screen, PAINT_PLAIN, "%s%s\n", time, more);
}

static void put_head(const struct screen *screen, const struct entry *entry)
{
	const struct event *event = &entry->event;

	screen_print(screen, PAINT_HANDLE, "%s", entry->handle);
	screen_print(screen, screen_paint_kind((int)event->kind), "  %s", kinds[event->kind].label);
	if (event->retracted)
		screen_print(screen, PAINT_STRUCK, "  retracted");
	if (event->pinned)
		screen_print(screen, PAINT_BOLD, "  pinned");
	fputc('\n', screen->stream);
}

static void put_author(const struct screen *screen, const struct event *event)
{
	drop(buffer_free) struct buffer who = { 0 };

	words_author(&who, event);
	buffer_printf(&who, " (uid %" PRId64, event->author.uid);
	if (event->author.login != EVENT_NOBODY)
		buffer_printf(&who, ", login uid %" PRId64, event->author.login);
	buffer_add_text(&who, ")");
	put_line(screen, "author", who.data);
}

/* The entry that it is about, as one can type it. */
static void put_target(const struct screen *screen, const struct entry *target)
{
	drop(buffer_free) struct buffer words = { 0 };

	words_entry(&words, target);
	view_label(screen, "about");
	screen_print(screen, PAINT_HANDLE, "%s", target->handle);
	screen_spaces(screen, 1);
	screen_text(screen, PAINT_PLAIN, words.data ? words.data : "", 0);
	fputc('\n', screen->stream);
}

static void put_data(const struct screen *screen, const struct event *event, bool known)
{
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)event->data, name, value) {
		drop(buffer_free) struct buffer words = { 0 };

		if (json_is_object(value) || strcmp(name, "users_about") == 0 ||
		    (known && strcmp(name, "target") == 0))
			continue;
		words_value(&words, event->data, name);
		put_line(screen, name, words.data);
	}
}

static void put_changes(const struct screen *screen, const struct event *event)
{
	drop(buffer_free) struct buffer words = { 0 };

	if (event->kind == KIND_AMENDED)
		words_change(&words, event);
	put_line(screen, "changed", words.data);
}

static void put_tags(const struct screen *screen, const struct event *event)
{
	drop(buffer_free) struct buffer tags = { 0 };
	json_t *tag;
	size_t index;

	json_array_foreach (event->tags, index, tag)
		if (json_is_string(tag))
			buffer_printf(&tags, "%s%s", tags.size ? ", " : "", json_string_value(tag));
	put_line(screen, "tags", tags.data);
}

static void put_text(const struct screen *screen, const struct event *event)
{
	const char *text = event->expunged ? "(expunged)" : event->text;

	if (!text)
		return;
	view_label(screen, "text");
	screen_wrap(&(struct screen){ .stream = screen->stream,
				      .colour = screen->colour,
				      .utf8 = screen->utf8 },
		    PAINT_PLAIN, text, 12, 12);
	fputc('\n', screen->stream);
}

static void put_log(const struct screen *screen, const struct entry *entry,
		    const struct event *event)
{
	char id[ID_TEXT_SIZE], place[64];

	snprintf(place, sizeof(place), "pos %" PRId64 ", seq %" PRId64, entry->pos, event->seq);
	put_line(screen, "host", event->host);
	put_line(screen, "clock",
		 event->synchronised ? "synchronised" : "not known to be synchronised");
	put_line(screen, "log", place);
	put_line(screen, "id", id_format(&event->id, id));
	put_line(screen, "hash", json_string_value(json_object_get(entry->json, "hash")));
	put_line(screen, "leaf", json_string_value(json_object_get(entry->json, "leaf")));
}

/* "2026-11-20 03:02:11 UTC by root (uid 0)" */
static void put_imported(const struct screen *screen, const json_t *imported)
{
	drop(buffer_free) struct buffer words = { 0 };
	const char *at = NULL, *name = NULL;
	char text[WHEN_TEXT_SIZE];
	json_int_t uid = 0;
	int64_t when;

	if (json_unpack((json_t *)imported, "{s:s, s:I, s?s}", "at", &at, "uid", &uid, "name",
			&name) ||
	    stamp_parse(at, &when) != 0)
		return;
	buffer_printf(&words, "%s by %s (uid %" JSON_INTEGER_FORMAT ")",
		      when_format(when, WHEN_FULL, text), name ? name : "somebody", uid);
	put_line(screen, "imported", words.data);
}

static void put_change(const struct screen *screen, const struct event *correction)
{
	drop(buffer_free) struct buffer words = { 0 };

	words_change(&words, correction);
	if (!words.size)
		return;
	screen_spaces(screen, 2);
	screen_text(screen, PAINT_DIM, words.data, 0);
}

static void put_related(const struct screen *screen, const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };
	char time[WHEN_TEXT_SIZE];

	words_person(&words, &entry->event);
	screen_print(screen, PAINT_HANDLE, "%s", entry->handle);
	screen_print(screen, PAINT_PLAIN, "  %s  %s%s by ",
		     when_format(entry->event.recorded_at, WHEN_FULL, time),
		     kinds[entry->event.kind].label, entry->event.retracted ? " (taken back)" : "");
	screen_text(screen, PAINT_PLAIN, words.data ? words.data : "", 0);
	screen_print(screen, PAINT_PLAIN, entry->event.text ? ": " : "");
	screen_text(screen, PAINT_PLAIN, entry->event.text ? entry->event.text : "", 0);
	put_change(screen, &entry->event);
	fputc('\n', screen->stream);
}

void view_event(const struct screen *screen, const json_t *entry, const json_t *target,
		const json_t *related, const json_t *imported)
{
	drop(timeline_free) struct timeline *timeline = timeline_new(NULL, json_pack("[O]", entry));
	drop(timeline_free) struct timeline *about =
		timeline_new(NULL, target ? json_pack("[O]", target) : json_array());
	drop(timeline_free) struct timeline *others =
		timeline_new(NULL, json_copy((json_t *)related));
	const struct entry *first = timeline && timeline->count ? timeline->entries : NULL;
	struct event recorded;

	if (!first || event_read(json_object_get(entry, "event"), &recorded) != 0)
		return;
	put_head(screen, first);
	put_time(screen, "at", first->event.at, first->event.about ? ", about" : "");
	if (first->event.until != EVENT_NEVER)
		put_time(screen, "until", first->event.until, "");
	put_time(screen, "recorded", first->event.recorded_at, "");
	put_author(screen, &recorded);
	put_line(screen, "actor", first->event.actor);
	put_line(screen, "source", first->event.source);
	put_tags(screen, &first->event);
	if (about && about->count)
		put_target(screen, about->entries);
	put_data(screen, &first->event, about && about->count);
	put_changes(screen, &first->event);
	put_text(screen, &first->event);
	put_log(screen, first, &recorded);
	put_imported(screen, imported);
	for (size_t i = 0; others && i < others->count; i++)
		put_related(screen, &others->entries[i]);
}

void view_found(const struct screen *screen, const struct entry *entry, const char *ref)
{
	drop(buffer_free) struct buffer words = { 0 }, who = { 0 };
	char time[WHEN_TEXT_SIZE] = "unknown";

	if (entry->event.at != EVENT_NEVER)
		when_format(entry->event.at, WHEN_FULL, time);
	words_entry(&words, entry);
	words_author(&who, &entry->event);
	screen_print(screen, PAINT_HANDLE, "%s", entry->handle);
	screen_print(screen, PAINT_DIM, "  %s  ", time);
	screen_text(screen, PAINT_DIM, who.data ? who.data : "", 0);
	screen_print(screen, screen_paint_kind((int)entry->event.kind), "  %s  ",
		     words_label(entry));
	screen_text(screen, PAINT_PLAIN, words.data ? words.data : "", 0);
	if (*ref)
		screen_print(screen, PAINT_PLAIN, "  [");
	screen_text(screen, PAINT_REF, ref, 0);
	screen_print(screen, PAINT_PLAIN, *ref ? "]\n" : "\n");
}
