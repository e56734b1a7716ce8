/* SPDX-License-Identifier: MIT */
#include "cli/timeline/timeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/stamp.h"

/*
 * Entries come by pos; they are read in their effective form, put in order of time, and then tied to
 * each other: which suspicion an entry ends, from which one a milestone follows. What cannot be read
 * (a kind of a later version) is left out here; exports of raw events still have it.
 */
static const char *const names[MILESTONES] = {
	"started",    "detected",  "acknowledged", "escalated",
	"identified", "mitigated", "resolved",     "closed",
};

bool timeline_is_milestone(const char *name)
{
	for (size_t i = 0; i < MILESTONES; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static int64_t time_of(const json_t *text)
{
	int64_t at;

	return json_is_string(text) && stamp_parse(json_string_value(text), &at) == 0 ? at
										      : EVENT_NEVER;
}

static int entry_read(const json_t *json, struct entry *entry)
{
	json_t *raw = NULL, *effective = NULL;
	json_int_t pos = 0;

	*entry = (struct entry){ .json = json };
	if (json_unpack((json_t *)json, "{s:I, s:s, s:o, s?o}", "pos", &pos, "handle",
			&entry->handle, "event", &raw, "effective", &effective) != 0)
		return 1;
	entry->pos = pos;
	return event_read(json_is_object(effective) ? effective : raw, &entry->event);
}

static int by_pos(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return (a->pos > b->pos) - (a->pos < b->pos);
}

/* The last word about a suspicion counts: it may be ruled out first and confirmed later. */
static void tie_ruling(struct entry *entry)
{
	struct entry *target = entry->target;
	bool ruling = entry->event.kind == KIND_RULED_OUT || entry->event.kind == KIND_CONFIRMED;

	if (!ruling || !target || entry->event.retracted)
		return;
	target->suspicion = true;
	if (!target->ended_by || target->ended_by->pos < entry->pos)
		target->ended_by = entry;
}

static void tie_entries(struct timeline *timeline)
{
	struct id target;

	for (size_t i = 0; i < timeline->count; i++) {
		struct entry *entry = &timeline->entries[i];

		entry->suspicion = entry->suspicion || entry->event.kind == KIND_HYPOTHESIS;
		if (event_target(&entry->event, &target) == 0)
			entry->target = timeline_find(timeline, &target);
		tie_ruling(entry);
	}
}

static void read_milestone(struct timeline *timeline, const json_t *json)
{
	struct milestone found = { 0 };
	const char *at = NULL, *event = NULL;
	struct entry *from = NULL;
	struct id id;
	int about = 0;

	if (json_unpack((json_t *)json, "{s:s, s:s, s?b, s:s, s?s, s?s}", "name", &found.name, "at",
			&at, "about", &about, "event", &event, "handle", &found.handle, "kind",
			&found.kind) != 0 ||
	    stamp_parse(at, &found.at) != 0)
		return;
	found.about = about;
	if (id_parse(event, &id) == 0)
		found.from = from = timeline_find(timeline, &id);
	for (size_t i = 0; i < MILESTONES; i++)
		if (strcmp(names[i], found.name) == 0)
			timeline->milestones[i] = found;
	if (from)
		from->milestone = true;
}

static void read_milestones(struct timeline *timeline)
{
	const json_t *json;
	size_t index;

	for (size_t i = 0; i < MILESTONES; i++)
		timeline->milestones[i] = (struct milestone){ .name = names[i], .at = EVENT_NEVER };
	json_array_foreach (json_object_get(timeline->incident, "milestones"), index, json)
		read_milestone(timeline, json);
}

static bool is_hidden(const struct entry *entry)
{
	const struct event *event = &entry->event;

	if (event->retracted || kind_is_correction(event->kind))
		return true;
	if (event->kind == KIND_OPENED && entry->target)
		return true;
	return kinds[event->kind].class == KIND_STATEMENT && !entry->milestone;
}

/* The texts of a brief timeline are its own; of JSON it holds what few entries have. */
static int keep(struct timeline *timeline, struct entry *entry)
{
	struct event *event = &entry->event;
	const char **const texts[] = {
		&entry->handle, &event->author.name, &event->author.login_name,
		&event->actor,  &event->source,      &event->text,
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (pool_take(&timeline->pool, texts[i]) != 0)
			return -ENOMEM;
	event->host = event->boot = NULL;
	entry->json = NULL;
	json_incref((json_t *)event->tags);
	json_incref((json_t *)event->data);
	return 0;
}

static int make_room(struct timeline *timeline)
{
	size_t room = timeline->room ? timeline->room * 2 : 64;
	struct entry *entries;

	if (timeline->count < timeline->room)
		return 0;
	entries = reallocarray(timeline->entries, room, sizeof(*entries));
	if (!entries)
		return -ENOMEM;
	timeline->entries = entries;
	timeline->room = room;
	return 0;
}

struct timeline *timeline_begin(json_t *incident)
{
	struct timeline *timeline = calloc(1, sizeof(*timeline));

	if (timeline)
		timeline->incident = incident;
	else
		json_decref(incident);
	return timeline;
}

int timeline_add(struct timeline *timeline, const json_t *json)
{
	int r = make_room(timeline);

	if (r == 0 && entry_read(json, &timeline->entries[timeline->count]) == 0) {
		if (!timeline->entries_json)
			r = keep(timeline, &timeline->entries[timeline->count]);
		timeline->count += r == 0;
	}
	return r;
}

void timeline_finish(struct timeline *timeline)
{
	if (timeline->count)
		qsort(timeline->entries, timeline->count, sizeof(*timeline->entries), by_pos);
	timeline_order(timeline->entries, timeline->count);
	tie_entries(timeline);
	read_milestones(timeline);
	for (size_t i = 0; i < timeline->count; i++)
		timeline->entries[i].hidden = is_hidden(&timeline->entries[i]);
}

struct timeline *timeline_new(json_t *incident, json_t *entries)
{
	drop(timeline_free) struct timeline *timeline = timeline_begin(incident);
	const json_t *json;
	size_t index;

	if (!timeline) {
		json_decref(entries);
		return NULL;
	}
	timeline->entries_json = entries;
	json_array_foreach (entries, index, json)
		if (timeline_add(timeline, json) != 0)
			return NULL;
	timeline_finish(timeline);
	return steal(&timeline);
}

void timeline_free(struct timeline *timeline)
{
	if (!timeline)
		return;
	for (size_t i = 0; !timeline->entries_json && i < timeline->count; i++) {
		json_decref((json_t *)timeline->entries[i].event.tags);
		json_decref((json_t *)timeline->entries[i].event.data);
	}
	json_decref(timeline->incident);
	json_decref(timeline->entries_json);
	pool_free(&timeline->pool);
	free(timeline->entries);
	free(timeline);
}

const char *timeline_text(const struct timeline *timeline, const char *name)
{
	const char *text = json_string_value(json_object_get(timeline->incident, name));

	return text ? text : "";
}

int64_t timeline_number(const struct timeline *timeline, const char *name, int64_t missing)
{
	const json_t *number = json_object_get(timeline->incident, name);

	return json_is_integer(number) ? json_integer_value(number) : missing;
}

int64_t timeline_time(const struct timeline *timeline, const char *name)
{
	return time_of(json_object_get(timeline->incident, name));
}

struct entry *timeline_find(const struct timeline *timeline, const struct id *id)
{
	for (size_t i = 0; i < timeline->count; i++)
		if (id_equal(&timeline->entries[i].event.id, id))
			return &timeline->entries[i];
	return NULL;
}

const struct entry *timeline_last(const struct timeline *timeline, enum kind kind)
{
	for (size_t i = timeline->count; i > 0; i--) {
		const struct entry *entry = &timeline->entries[i - 1];

		if (entry->event.kind == kind && !entry->event.retracted)
			return entry;
	}
	return NULL;
}

const char *timeline_role(const struct timeline *timeline, const char *role)
{
	for (size_t i = timeline->count; i > 0; i--) {
		const struct event *event = &timeline->entries[i - 1].event;
		const char *name = event->kind == KIND_ROLE && !event->retracted
					   ? event_text(event, "role")
					   : NULL;
		const char *person =
			name && strcmp(name, role) == 0 ? event_text(event, "person") : NULL;

		if (person)
			return strcmp(person, "-") == 0 ? NULL : person;
	}
	return NULL;
}
