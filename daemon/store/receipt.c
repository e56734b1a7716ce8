/* SPDX-License-Identifier: MIT */
/* Members in the order of the interface file; lists are there even when they are empty. */
#include "daemon/store/receipt.h"

#include <errno.h>

#include "daemon/store/entry.h"
#include "daemon/store/incident.h"
#include "daemon/store/member.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/tail.h"
#include "daemon/store/which.h"
#include "include/limits.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/stamp.h"

#define UNFILED_WINDOW (2 * STAMP_HOUR)

/* What is no part of what was recorded is left out of an answer that has grown long. */
static bool has_room(const struct buffer *out)
{
	return out->size < LIMIT_ANSWER;
}

static void put_list(struct buffer *out, const char *name, const struct buffer *list)
{
	canon_name(out, name);
	buffer_add(out, "[", 1);
	if (list->data && has_room(out))
		buffer_add(out, list->data, list->size);
	buffer_add(out, "]", 1);
}

/* id, handle, pos, the incident that it is in now, and the event itself. */
static int put_event(struct store *store, const struct id *event, const char *canonical,
		     const struct id *incident, int64_t pos, struct buffer *out)
{
	char id[ID_TEXT_SIZE], handle[ID_TAIL_SIZE], ref[ID_REF_SIZE];
	struct summary *summary = NULL;
	struct id root = { { 0 } };
	int r = 0;

	if (!id_is_null(incident) && (r = incident_root(store, incident, &summary)) == 0)
		root = summary->id;
	if (r < 0 || (r = tail_handle(store, event, pos, &root, handle)) < 0)
		return r;
	buffer_add_text(out, "{\"id\":");
	canon_plain(out, id_format(event, id));
	member_plain(out, "handle", handle);
	member_integer(out, "pos", pos);
	canon_name(out, "event");
	buffer_add_text(out, canonical);
	if (!summary)
		return 0;
	member_plain(out, "incident", id_format(&root, id));
	member_text(out, "ref", incident_ref(store, summary, ref));
	if (has_room(out))
		member_text(out, "title", summary->title ? summary->title : "");
	return 0;
}

static int list_open_tasks(struct store *store, const struct id *incident, struct buffer *list)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int listed = 0, r = query_start(store, &row, QUERY_TASK_OPEN, "d", incident);

	while (r == 0 && listed++ < LIMIT_CANDIDATES && (r = query_next(store, row)) == 0) {
		struct id id = query_id(row, 0);

		r = candidate_event(store, &id, list);
	}
	return r < 0 ? r : 0;
}

static int list_unfinished(struct store *store, const struct event *event, struct buffer *list)
{
	int r = 0;

	if (event->kind == KIND_MITIGATED || event->kind == KIND_RESOLVED ||
	    event->kind == KIND_CLOSED)
		r = which_open_suspicions(store, &event->incident, list);
	if (r == 0 && event->kind == KIND_CLOSED)
		r = list_open_tasks(store, &event->incident, list);
	return r;
}

static int count_unfiled(struct store *store, int64_t *count)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_EVENT_UNFILED, "i", stamp_now() - UNFILED_WINDOW);

	if (r == 0)
		*count = query_integer(row, 0);
	return r;
}

static void put_end(struct buffer *out, const struct choice *choice,
		    const struct buffer *unfinished, int64_t unfiled, const struct buffer *before)
{
	put_list(out, "others", &choice->others);
	put_list(out, "unfinished", unfinished);
	member_integer(out, "unfiled", unfiled);
	if (choice->left_open.size && has_room(out)) {
		canon_name(out, "left_open");
		buffer_add(out, choice->left_open.data, choice->left_open.size);
	}
	if (before && before->size && has_room(out)) {
		canon_name(out, "target");
		buffer_add(out, before->data, before->size);
	}
	buffer_add(out, "}", 1);
}

int receipt_write(struct store *store, const struct completion *c, const char *text,
		  const struct buffer *before, struct buffer *out)
{
	drop(buffer_free) struct buffer unfinished = { 0 };
	bool opened = c->choice.opens || c->event.kind == KIND_OPENED;
	int64_t unfiled = 0;
	int r = put_event(store, &c->event.id, text, &c->event.incident, store->head, out);

	if (r < 0 || (r = list_unfinished(store, &c->event, &unfinished)) < 0 ||
	    (opened && (r = count_unfiled(store, &unfiled)) < 0))
		return r;
	member_flag(out, "opened", opened);
	member_flag(out, "again", false);
	put_end(out, &c->choice, &unfinished, unfiled, before);
	return out->failed ? -ENOMEM : 0;
}

/* Was an incident opened for it? */
static int has_opened(struct store *store, const struct id *id, bool *opened)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_REFERENCE_OPENED, "d", id);

	*opened = r == 0;
	return r < 0 ? r : 0;
}

int receipt_write_again(struct store *store, const struct id *id, struct buffer *out)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	const struct choice none = { .said = true };
	const struct buffer empty = { 0 };
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", id);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	struct id incident = query_id(row, 6);
	bool opened = kind_of(query_text(row, 1)) == KIND_OPENED;
	if ((r = put_event(store, id, query_text(row, 4), &incident, query_integer(row, 0), out)) <
		    0 ||
	    (!opened && (r = has_opened(store, id, &opened)) < 0))
		return r;
	member_flag(out, "opened", opened);
	member_flag(out, "again", true);
	put_end(out, &none, &empty, 0, NULL);
	return out->failed ? -ENOMEM : 0;
}
