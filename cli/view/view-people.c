/* SPDX-License-Identifier: MIT */
#include "cli/view/view-people.h"

#include <string.h>

#include "cli/timeline/words.h"

/*
 * People are counted by name in a JSON object, which keeps them in the order in which they first
 * appeared: of actors, of recorders, of holders of a role.
 */
static void count(json_t *people, const char *name)
{
	json_int_t before = json_integer_value(json_object_get(people, name));

	json_object_set_new(people, name, json_integer(before + 1));
}

static bool is_entry(const struct event *event)
{
	return !event->retracted && !kind_is_correction(event->kind);
}

static json_t *recorders(const struct timeline *timeline, size_t *machines)
{
	json_t *people = json_object();

	*machines = 0;
	for (size_t i = 0; i < timeline->count; i++) {
		drop(buffer_free) struct buffer name = { 0 };
		const struct event *event = &timeline->entries[i].event;

		if (!is_entry(event))
			continue;
		words_person(&name, event);
		if (event->source)
			(*machines)++;
		else if (name.data)
			count(people, name.data);
	}
	return people;
}

/* role -> person, the last word about each; freed ones are gone. */
static json_t *roles(const struct timeline *timeline)
{
	json_t *held = json_object();

	for (size_t i = 0; i < timeline->count; i++) {
		const struct event *event = &timeline->entries[i].event;
		const char *role = event_text(event, "role"), *person = event_text(event, "person");

		if (event->kind != KIND_ROLE || !is_entry(event) || !role || !person)
			continue;
		json_object_del(held, role);
		if (strcmp(person, "-") != 0)
			json_object_set_new(held, role, json_string(person));
	}
	return held;
}

static void put_called(const struct screen *screen, const struct entry *entry, int64_t now)
{
	drop(buffer_free) struct buffer words = { 0 };
	const char *to = event_text(&entry->event, "to");
	char time[WHEN_TEXT_SIZE];

	buffer_printf(&words, "%s called", to ? to : "");
	if (entry->event.at != EVENT_NEVER)
		buffer_printf(&words, " %s", words_near(entry->event.at, now, time));
	view_label(screen, "");
	screen_wrap(screen, PAINT_PLAIN, words.data ? words.data : "", 12, 12);
	fputc('\n', screen->stream);
}

static void add_role(struct buffer *words, const json_t *held, const char *role, const char *dot)
{
	const char *name = json_string_value(json_object_get(held, role));

	if (name)
		buffer_printf(words, "%s%s %s", words->size ? dot : "", name, role);
}

static void add_roles(struct buffer *words, json_t *held, json_t *others, const char *dot)
{
	const char *role;
	json_t *person;

	add_role(words, held, "commander", dot);
	json_object_foreach (held, role, person) {
		if (strcmp(role, "commander") != 0)
			add_role(words, held, role, dot);
		json_object_del(others, json_string_value(person));
	}
}

static void add_others(struct buffer *words, json_t *others, const char *dot)
{
	const char *name, *between = words->size ? dot : "";
	json_t *entries;

	json_object_foreach (others, name, entries) {
		buffer_printf(words, "%s%s", between, name);
		between = ", ";
	}
}

void view_people(const struct screen *screen, const struct timeline *timeline, int64_t now)
{
	size_t machines;
	drop(json_decref) json_t *others = recorders(timeline, &machines);
	drop(json_decref) json_t *held = roles(timeline);
	drop(buffer_free) struct buffer words = { 0 };
	const char *dot = screen->utf8 ? " · " : " - ";

	add_roles(&words, held, others, dot);
	add_others(&words, others, dot);
	view_label(screen, "people");
	screen_wrap(screen, PAINT_PLAIN, words.data ? words.data : "", 12, 12);
	fputc('\n', screen->stream);
	for (size_t i = 0; i < timeline->count; i++)
		if (timeline->entries[i].event.kind == KIND_ESCALATED &&
		    is_entry(&timeline->entries[i].event))
			put_called(screen, &timeline->entries[i], now);
}

void view_counts(const struct screen *screen, const struct timeline *timeline)
{
	size_t machines;
	drop(json_decref) json_t *people = recorders(timeline, &machines);
	drop(buffer_free) struct buffer words = { 0 };
	const char *name;
	json_t *entries;

	json_object_foreach (people, name, entries)
		buffer_printf(&words, "%s%s %d", words.size ? ", " : "", name,
			      (int)json_integer_value(entries));
	if (machines)
		buffer_printf(&words, "%smachines %zu", words.size ? "; " : "", machines);
	view_label(screen, "people");
	screen_wrap(screen, PAINT_PLAIN, words.data ? words.data : "", 12, 12);
	fputc('\n', screen->stream);
}

const struct event *view_last_update(const struct timeline *timeline, bool outside)
{
	for (size_t i = timeline->count; i > 0; i--) {
		const struct event *event = &timeline->entries[i - 1].event;
		const char *to = event_text(event, "to");

		if (event->kind != KIND_UPDATE || !is_entry(event))
			continue;
		if (!outside || (to && strcmp(to, "internal") != 0))
			return event;
	}
	return NULL;
}

const struct event *view_last_by_person(const struct timeline *timeline)
{
	const struct entry *last = NULL;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (is_entry(&entry->event) && !entry->event.source &&
		    (!last || last->pos < entry->pos))
			last = entry;
	}
	return last ? &last->event : NULL;
}
