/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * An incident as the reading verbs and the documents see it: its entries as they stand after
 * corrections, in order of time, with what follows from them. The one place where this is computed;
 * log, status, show, exports and the postmortem only print it.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/session.h"
#include "cli/timeline/pool.h"
#include "lib/drop.h"
#include "lib/event.h"

struct veil;

struct entry {
	struct event event; /* effective; borrows from `json`, or from the pool of the timeline */
	const json_t
		*json; /* the Entry of the interface; NULL in a timeline that was loaded brief */
	const char *handle;
	int64_t pos;
	struct entry *
		target; /* of ruled_out, confirmed, task_done …: the entry it is about, if it is here */
	struct entry
		*ended_by; /* of a hypothesis (or what became one): its ruled_out or confirmed */
	bool suspicion;    /* a hypothesis, or an entry that was ruled out or confirmed */
	bool milestone;    /* a milestone follows from it */
	bool hidden; /* no line of the timeline: a correction, retracted, a statement without a milestone, an opening that a note made */
	int64_t order; /* the time by which it stands in the timeline */
};

struct milestone {
	const char *name;
	int64_t at; /* EVENT_NEVER: not reached */
	bool about;
	const struct entry *from; /* NULL if it is not here */
	const char *handle, *kind;
};

#define MILESTONES \
	8 /* started detected acknowledged escalated identified mitigated resolved closed */

struct timeline {
	json_t *incident;     /* the Incident of the interface; NULL: entries of several */
	json_t *entries_json; /* keeps the Entry objects alive; NULL: loaded brief */
	struct pool pool;     /* the texts of entries that were loaded brief */
	struct entry *
		entries; /* in order of time; one of unknown time stands behind the entry recorded before it */
	size_t count, room;
	struct milestone milestones[MILESTONES];
	const struct veil *veil; /* what was hidden in it, or NULL; borrowed from the session */
};

/* Is it a suspicion that was ruled out: a misleading path? */
bool entry_is_dead_end(const struct entry *entry);

/* What a dead end cost: 0 and *lost in microseconds, or 1 if a time is unknown or out of order ("not recorded"). */
int entry_lost(const struct entry *suspicion, int64_t *lost);

/* Union of the dead ends' intervals, microseconds; *unknown counts those without a time. */
int64_t timeline_lost(const struct timeline *timeline, size_t *unknown);

/* Is it the name of a milestone? */
bool timeline_is_milestone(const char *name);

/* A milestone that was reached, or NULL. */
const struct milestone *timeline_milestone(const struct timeline *timeline, const char *name);

/* A string of the Incident, "" if it has none; an integer, or `missing`; a time, or EVENT_NEVER. */
const char *timeline_text(const struct timeline *timeline, const char *name);
int64_t timeline_number(const struct timeline *timeline, const char *name, int64_t missing);
int64_t timeline_time(const struct timeline *timeline, const char *name);

/* The entry with this id, or NULL. */
struct entry *timeline_find(const struct timeline *timeline, const struct id *id);

/* The newest visible entry of a kind (by time), or NULL. */
const struct entry *timeline_last(const struct timeline *timeline, enum kind kind);

/* Who has this role now, or NULL. */
const char *timeline_role(const struct timeline *timeline, const char *role);

/* {name: true, …} for the services it is about, in the order in which they were named. NULL: no memory. */
json_t *timeline_services(const struct timeline *timeline);

/* Load an incident (NULL: the one a reading verb means). An exit code; not OK: the error was printed. */
int timeline_load(struct session *session, const char *incident, struct timeline **timeline);

/*
 * The same for a document: entries keep what a timeline says of them and no JSON, a tenth of the memory.
 * What is veiled is loaded as above.
 */
int timeline_load_brief(struct session *session, const char *incident, struct timeline **timeline);

/* Load the entries that Read gives for these parameters (taken), of one incident or several. An exit code, as above. */
int timeline_load_some(struct session *session, json_t *parameters, struct timeline **timeline);

/* Make a brief one, entry by entry (borrowed, by pos): begin (`incident` is taken; NULL: no memory), add (0, or -ENOMEM), finish. */
struct timeline *timeline_begin(json_t *incident);
int timeline_add(struct timeline *timeline, const json_t *entry);
void timeline_finish(struct timeline *timeline);

/* Make one from an Incident and an array of Entry objects, both taken. NULL: no memory. */
struct timeline *timeline_new(json_t *incident, json_t *entries);

/* The same, with what the veil (or NULL) hides hidden in them. NULL: no memory. */
struct timeline *timeline_veiled(struct veil *veil, json_t *incident, json_t *entries);

/* Put entries, which stand by pos, in order of time. */
void timeline_order(struct entry *entries, size_t count);

void timeline_free(struct timeline *timeline);
DROP(struct timeline, timeline_free)
