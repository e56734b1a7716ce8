/* SPDX-License-Identifier: MIT */
/*
 * The cache is a plain array: there are few live incidents, and the others leave at the flush. What a
 * batch changes is folded into it at once and written at its end; only a new incident has its row from
 * the beginning, because handles are looked up through it.
 */
#include "daemon/store/incident.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/incident-fold.h"
#include "daemon/store/incident-row.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/drop.h"
#include "lib/stamp.h"

static void free_summary(struct summary *summary)
{
	if (summary)
		summary_finish(summary);
	free(summary);
}
DROP(struct summary, free_summary)

/* The cache takes the summary. */
static int keep(struct incidents *incidents, struct summary *summary)
{
	if (incidents->count == incidents->room) {
		size_t room = incidents->room * 2 + 16;
		struct summary **all = realloc(incidents->all, room * sizeof(*all));

		if (!all)
			return -ENOMEM;
		incidents->all = all;
		incidents->room = room;
	}
	incidents->all[incidents->count++] = summary;
	incidents->asked = (struct id){ { 0 } };
	return 0;
}

static struct summary *find(const struct incidents *incidents, const struct id *id)
{
	for (size_t i = incidents->count; i-- > 0;)
		if (id_equal(&incidents->all[i]->id, id))
			return incidents->all[i];
	return NULL;
}

int incident_get(struct store *store, const struct id *id, struct summary **out)
{
	int r;

	*out = find(store->incidents, id);
	if (*out)
		return 0;
	drop(free_summary) struct summary *summary = calloc(1, sizeof(*summary));
	if (!summary)
		return -ENOMEM;
	summary->id = *id;
	if ((r = incident_row_load(store, summary)) || (r = keep(store->incidents, summary)) < 0)
		return r;
	*out = steal(&summary);
	return 0;
}

int incident_root(struct store *store, const struct id *id, struct summary **summary)
{
	int r = incident_get(store, id, summary);

	if (r || id_equal(&(*summary)->root, id))
		return r;
	struct id root = (*summary)->root;
	return incident_get(store, &root, summary);
}

/* A new incident: its row is there at once. */
static int open_incident(struct store *store, const struct event *event, int64_t pos)
{
	drop(free_summary) struct summary *summary = calloc(1, sizeof(*summary));
	int r;

	if (!summary)
		return -ENOMEM;
	summary->id = summary->root = event->id;
	summary_clear(summary);
	summary->opened_pos = pos;
	id_ref(&event->id, event->at != EVENT_NEVER ? event->at : event->recorded_at, summary->ref);
	if ((r = keep(store->incidents, summary)) < 0)
		return r;
	return incident_row_add(store, steal(&summary));
}

int incidents_add(struct store *store, const struct event *event, int64_t pos)
{
	int r = 0;

	if (event->kind == KIND_OPENED && id_equal(&event->id, &event->incident))
		r = open_incident(store, event, pos);
	return r < 0 ? r : incident_take(store, event, pos);
}

int incident_refresh(struct store *store, const struct id *id)
{
	struct summary *summary;

	if (id_is_null(id))
		return 0;
	int r = incident_root(store, id, &summary);
	if (r)
		return r < 0 ? r : 0;
	return incident_fold(store, summary);
}

static bool must_stay(const struct summary *summary, int64_t now)
{
	return summary->dirty || summary_is_live(summary, now);
}

static void drop_others(struct incidents *incidents)
{
	int64_t now = stamp_now();
	size_t kept = 0;

	for (size_t i = 0; i < incidents->count; i++) {
		struct summary *summary = incidents->all[i];

		if (must_stay(summary, now))
			incidents->all[kept++] = summary;
		else
			free_summary(summary);
	}
	incidents->count = kept;
}

int incidents_flush(struct store *store)
{
	struct incidents *incidents = store->incidents;
	int r;

	for (size_t i = 0; i < incidents->count; i++) {
		struct summary *summary = incidents->all[i];

		if (!summary->dirty)
			continue;
		if ((r = incident_fold(store, summary)) < 0 ||
		    (r = incident_row_save(store, summary)) < 0)
			return r;
		summary->dirty = summary->marked = false;
	}
	drop_others(incidents);
	return 0;
}

static void empty(struct incidents *incidents)
{
	incidents->asked = (struct id){ { 0 } };
	while (incidents->count)
		free_summary(incidents->all[--incidents->count]);
}

/* Every incident that could be live; the rest is loaded when it is asked for. */
static int load_live(struct store *store)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_INCIDENT_RECENT, "i", stamp_now() - STAMP_DAY);

	while (r == 0 && (r = query_next(store, row)) == 0) {
		struct id id = query_id(row, 0);
		struct summary *summary;

		r = incident_get(store, &id, &summary);
	}
	return r < 0 ? r : 0;
}

int incidents_open(struct store *store)
{
	store->incidents = calloc(1, sizeof(*store->incidents));
	if (!store->incidents)
		return -ENOMEM;
	return load_live(store);
}

void incidents_close(struct store *store)
{
	if (!store->incidents)
		return;
	empty(store->incidents);
	free(store->incidents->all);
	free(store->incidents);
	store->incidents = NULL;
}

void incidents_forget(struct store *store)
{
	empty(store->incidents);
	store->incidents->unloaded = load_live(store) < 0;
}

int incidents_ready(struct store *store)
{
	struct incidents *incidents = store->incidents;

	if (!incidents->unloaded)
		return 0;
	int r = load_live(store);
	incidents->unloaded = r < 0;
	return r;
}

void incidents_trim(struct store *store)
{
	drop_others(store->incidents);
}

/* A batch is mostly about one incident, and asks for every receipt. */
static bool is_shared(struct store *store, const struct summary *summary, const char *tail)
{
	struct incidents *incidents = store->incidents;
	drop(query_end) sqlite3_stmt *row = NULL;

	if (id_equal(&incidents->asked, &summary->id))
		return incidents->shared;
	int r = query_one(store, &row, QUERY_INCIDENT_SAME_TAIL, "td", tail, &summary->id);
	incidents->shared = r != QUERY_NONE;
	incidents->asked = r < 0 ? (struct id){ { 0 } } : summary->id;
	return incidents->shared;
}

char *incident_ref(struct store *store, const struct summary *summary, char text[ID_REF_SIZE])
{
	const char *tail = strchr(summary->ref, '-') + 1;

	strcpy(text, is_shared(store, summary, tail) ? summary->ref : tail);
	return text;
}
