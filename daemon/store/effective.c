/* SPDX-License-Identifier: MIT */
/*
 * A new correction is mostly the last one that applies, so that it changes what stood; where it may not be, all that
 * stand apply anew to what was recorded. A retraction may retract a retraction, and so on: each step looks only at
 * the corrections that stand by now, and goes on to what the event itself corrects if its own standing has changed. A
 * loop, no recursion; it ends because a correction is newer than what it corrects. Of what was imported nobody
 * promises that, so the steps are bounded.
 */
#include "daemon/store/effective.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/incident.h"
#include "daemon/store/origin.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/drop.h"

#define STEPS_MOST 1000

/* An event before its corrections are applied, and whether it stood until now. */
struct subject {
	int64_t pos;
	enum kind kind;
	json_t *object;
	json_t *stood; /* as it stood until now */
	struct event before;
	bool changed; /* by at least one correction */
};

static void subject_clear(struct subject *subject)
{
	json_decref(subject->object);
	json_decref(subject->stood);
}

static void subject_clearp(struct subject *subject)
{
	subject_clear(subject);
}

/* As it was recorded, or as it stood. */
static int load(struct store *store, const struct id *id, bool stood, struct subject *subject)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", id);

	if (r)
		return r;
	subject->pos = query_integer(row, 0);
	subject->kind = kind_of(query_text(row, 1));
	int standing = query_text(row, 5) ? 5 : 4;
	if ((r = query_json(row, stood ? standing : 4, &subject->object)) < 0 ||
	    (r = query_json(row, standing, &subject->stood)) < 0)
		return r;
	if (subject->kind == KIND_COUNT || event_read(subject->stood, &subject->before))
		return -EUCLEAN;
	return 0;
}

static bool is_of_event(const char *name)
{
	static const char *const names[] = { "text", "at",    "until",  "about",
					     "kind", "actor", "pinned", "tags" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool is_unknown_time(const char *name, const json_t *value)
{
	const char *text = json_string_value(value);

	return strcmp(name, "at") == 0 && text && strcmp(text, "unknown") == 0;
}

/* null, false and an unknown time take a field away. */
static int set(json_t *object, const char *name, json_t *value)
{
	if (json_is_null(value) || json_is_false(value) || is_unknown_time(name, value)) {
		json_object_del(object, name);
		return 0;
	}
	return json_object_set(object, name, value) < 0 ? -ENOMEM : 0;
}

static json_t *data_of(json_t *object)
{
	if (!json_object_get(object, "data"))
		json_object_set_new(object, "data", json_object());
	return json_object_get(object, "data");
}

static int apply_field(json_t *object, const char *name, json_t *value)
{
	int r = set(is_of_event(name) ? object : data_of(object), name, value);

	if (r == 0 && strcmp(name, "at") == 0)
		r = set(object, "at_given",
			json_object_get(object, "at") ? json_true() : json_null());
	return r;
}

/* Only a change of what was said counts as a correction; a pin does not. */
int effective_amend(json_t *object, const json_t *new)
{
	json_int_t corrected = json_integer_value(json_object_get(object, "corrected"));
	const char *name;
	json_t *value;
	int r;

	json_object_foreach ((json_t *)new, name, value)
		if ((r = apply_field(object, name, value)) < 0)
			return r;
	if (json_object_size(new) == 0 ||
	    (json_object_size(new) == 1 && json_object_get(new, "pinned")))
		return 0;
	return json_object_set_new(object, "corrected", json_integer(corrected + 1)) < 0 ? -ENOMEM
											 : 0;
}

static int apply(json_t *object, enum kind kind, const json_t *data)
{
	if (kind == KIND_AMENDED)
		return effective_amend(object, json_object_get(data, "new"));
	if (kind == KIND_MOVED)
		return json_object_set(object, "incident", json_object_get(data, "to"));
	if (kind == KIND_RETRACTED)
		return json_object_set(object, "retracted", json_true());
	return json_object_set(object, "expunged", json_true());
}

static int apply_all(struct store *store, const struct id *id, struct subject *subject)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = origin_is_alone(store);

	if (r >= 0)
		r = query_start(store, &row,
				r ? QUERY_REFERENCE_APPLYING : QUERY_REFERENCE_CORRECTIONS, "d",
				id);
	while (r == 0 && (r = query_next(store, row)) == 0) {
		drop(json_decref) json_t *correction = NULL;

		if ((r = query_json(row, 1, &correction)) < 0)
			return r;
		subject->changed = true;
		store->sought++;
		r = apply(subject->object, kind_of(query_text(row, 0)),
			  json_object_get(correction, "data"));
	}
	return r < 0 ? r : 0;
}

static int save(struct store *store, const struct subject *subject, const struct event *event)
{
	drop(buffer_free) struct buffer text = { 0 };

	if (!subject->changed)
		return query_run(store, QUERY_EFFECTIVE_DROP, "i", subject->pos);
	event_write(event, &text);
	if (text.failed)
		return -ENOMEM;
	return query_run(store, QUERY_EFFECTIVE_SAVE, "idtIit", subject->pos, &event->incident,
			 kinds[event->kind].name, event->at, (int64_t)event->retracted, text.data);
}

/* Does it decide whether an incident is live? */
static bool decides(enum kind kind)
{
	return kind == KIND_RESOLVED || kind == KIND_CLOSED || kind == KIND_REOPENED;
}

/* Where it was, and where it is. What decides whether an incident is live is known to the rest of the batch. */
static int refold(struct store *store, const struct subject *subject, const struct event *event)
{
	int r = incident_replace(store, &subject->before, event, subject->pos);

	if (r < 0 || (!decides(subject->kind) && !decides(event->kind)))
		return r;
	r = incident_refresh(store, &subject->before.incident);
	return r < 0 ? r : incident_refresh(store, &event->incident);
}

/* From what was recorded, or, newest: only that one applies to what stood. */
static int make(struct store *store, const struct id *id, const struct event *newest,
		struct subject *subject)
{
	int r = load(store, id, newest != NULL, subject);

	if (r)
		return r;
	if (!newest)
		return apply_all(store, id, subject);
	subject->changed = true;
	return apply(subject->object, newest->kind, newest->data);
}

/* One event; *next is the event to go on with, or the null id. */
static int update_one(struct store *store, const struct id *id, const struct event *newest,
		      struct id *next)
{
	drop(subject_clear) struct subject subject = { 0 };
	struct event event;
	int r = make(store, id, newest, &subject);

	*next = (struct id){ { 0 } };
	if (r)
		return r < 0 ? r : 0;
	if (event_read(subject.object, &event))
		return -EUCLEAN;
	if ((r = save(store, &subject, &event)) < 0 || (r = refold(store, &subject, &event)) < 0)
		return r;
	if (subject.before.retracted == event.retracted)
		return 0;
	if (event.kind == KIND_MERGED)
		return incident_reroot(store, &event.incident);
	if (kind_is_correction(event.kind))
		event_target(&event, next);
	return 0;
}

static int update(struct store *store, const struct id *target, const struct event *newest)
{
	struct id id = *target, next;
	int r = 0;

	for (int steps = 0; r == 0 && !id_is_null(&id) && steps < STEPS_MOST; steps++) {
		r = update_one(store, &id, newest, &next);
		newest = NULL;
		id = next;
	}
	return r;
}

int effective_update(struct store *store, const struct id *target)
{
	return update(store, target, NULL);
}

/* What an event points at: its target, or, merged, the incident that goes. */
static bool find_target(const struct event *event, struct id *target)
{
	if (event->kind != KIND_MERGED)
		return event_target(event, target) == 0;
	*target = event->incident;
	return true;
}

int effective_note(struct store *store, const struct event *event, int64_t pos)
{
	struct id target;

	if (!event->data || !find_target(event, &target))
		return 0;
	return query_run(store, QUERY_REFERENCE_ADD, "di", &target, pos);
}

int effective_refer(struct store *store, const struct event *event, int64_t pos)
{
	struct id target;
	int r = effective_note(store, event, pos);

	if (r < 0 || !kind_is_correction(event->kind) || !find_target(event, &target))
		return r;
	if (event->kind == KIND_MERGED)
		return incident_reroot(store, &event->incident);
	if ((r = origin_is_alone(store)) < 0)
		return r;
	return update(store, &target, r ? event : NULL);
}
