/* SPDX-License-Identifier: MIT */
/*
 * Of many, the newest ones: what is completed by hand is what was just written. A verb that is about
 * suspicions or tasks is given those that are open.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/complete/source.h"
#include "cli/timeline/task.h"
#include "cli/timeline/words.h"
#include "cli/view/look.h"

#define INCIDENTS_MOST 500
#define ENTRIES_MOST   50

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* The short ref, or the one with its date where that was begun. */
static void add_incident(struct offer *offer, const json_t *incident)
{
	drop(buffer_free) struct buffer about = { 0 };

	buffer_printf(&about, "%s: %s", text_of(incident, "state"), text_of(incident, "title"));
	if (!offer_add(offer, text_of(incident, "ref"), about.data))
		offer_add(offer, text_of(incident, "full_ref"), about.data);
}

void source_incidents(struct session *session, const struct slot *slot, struct offer *offer)
{
	drop(json_decref) json_t *incidents = NULL;
	json_t *incident;
	size_t index;

	(void)slot;
	look_list(session, NULL, NULL, INCIDENTS_MOST, &incidents);
	json_array_foreach (incidents, index, incident)
		add_incident(offer, incident);
}

static bool is_suspicion(const struct timeline *timeline, const struct entry *entry)
{
	(void)timeline;
	return entry->suspicion && !entry->event.retracted && !entry->ended_by;
}

static bool is_open_task(const struct timeline *timeline, const struct entry *entry)
{
	return entry->event.kind == KIND_TASK && !entry->event.retracted &&
	       task_state(timeline, entry) == TASK_OPEN;
}

/* What can be corrected. */
static bool is_entry(const struct timeline *timeline, const struct entry *entry)
{
	(void)timeline;
	return !kind_is_correction(entry->event.kind) && !entry->event.retracted;
}

/* What can be taken away: not what its incident began with. */
static bool is_removable(const struct timeline *timeline, const struct entry *entry)
{
	return entry->event.kind != KIND_OPENED && is_entry(timeline, entry);
}

/* A secret is still one where it was retracted; what is looked at can be anything. */
static bool is_any(const struct timeline *timeline, const struct entry *entry)
{
	(void)timeline;
	return !kind_is_correction(entry->event.kind);
}

static void add_entry(struct offer *offer, const struct entry *entry)
{
	drop(buffer_free) struct buffer about = { 0 };
	char time[WHEN_TEXT_SIZE];

	buffer_printf(&about, "%s %s: ", words_time(&entry->event, time), words_label(entry));
	words_entry(&about, entry);
	offer_add(offer, entry->handle, about.data);
}

static int compare(const void *left, const void *right)
{
	const struct entry *const *a = left, *const *b = right;

	return ((*a)->pos < (*b)->pos) - ((*a)->pos > (*b)->pos);
}

/* Those of a timeline that are wanted, the newest first. */
static void add_entries(const struct timeline *timeline, struct offer *offer,
			bool (*is_wanted)(const struct timeline *timeline,
					  const struct entry *entry))
{
	const struct entry **wanted = calloc(timeline->count + 1, sizeof(*wanted));
	size_t count = 0, most = offer->count + ENTRIES_MOST;

	for (size_t i = 0; wanted && i < timeline->count; i++)
		if (is_wanted(timeline, &timeline->entries[i]))
			wanted[count++] = &timeline->entries[i];
	if (count)
		qsort(wanted, count, sizeof(*wanted), compare);
	for (size_t i = 0; i < count && offer->count < most; i++)
		add_entry(offer, wanted[i]);
	free(wanted);
}

static void give_of_incident(struct session *session, const char *incident, struct offer *offer,
			     bool (*is_wanted)(const struct timeline *timeline,
					       const struct entry *entry))
{
	drop(timeline_free) struct timeline *timeline = NULL;

	if (timeline_load(session, incident, &timeline) == EXIT_OK)
		add_entries(timeline, offer, is_wanted);
}

/* Follow-ups outlive their incident: all that have an open one are looked at. */
static void give_tasks(struct session *session, struct offer *offer)
{
	drop(json_decref) json_t *incidents = NULL;
	json_t *incident;
	size_t index;

	if (session->incident) {
		give_of_incident(session, session->incident, offer, is_open_task);
		return;
	}
	look_list(session, NULL, NULL, 0, &incidents);
	json_array_foreach (incidents, index, incident)
		if (json_integer_value(json_object_get(incident, "tasks_open")) > 0)
			give_of_incident(session, text_of(incident, "incident"), offer,
					 is_open_task);
}

/* Any entry can be ruled out where nothing is suspected. */
static void give_suspicions(struct session *session, struct offer *offer)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	size_t before = offer->count;

	if (timeline_load(session, session->incident, &timeline) != EXIT_OK)
		return;
	add_entries(timeline, offer, is_suspicion);
	if (offer->count == before)
		add_entries(timeline, offer, is_entry);
}

static void give_entries(struct session *session, const struct slot *slot, struct offer *offer)
{
	int kind = slot->command->kind;

	if (kind == KIND_EXPUNGED || slot->command->group == GROUP_LOOK)
		give_of_incident(session, session->incident, offer, is_any);
	else if (kind == KIND_RETRACTED || kind == KIND_MOVED)
		give_of_incident(session, session->incident, offer, is_removable);
	else
		give_of_incident(session, session->incident, offer, is_entry);
}

void source_entries(struct session *session, const struct slot *slot, struct offer *offer)
{
	int kind = slot->command->kind;

	if (kind == KIND_TASK_DONE || kind == KIND_TASK_DROPPED)
		give_tasks(session, offer);
	else if (kind == KIND_RULED_OUT || kind == KIND_CONFIRMED)
		give_suspicions(session, offer);
	else
		give_entries(session, slot, offer);
}
