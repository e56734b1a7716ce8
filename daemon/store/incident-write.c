/* SPDX-License-Identifier: MIT */
/* Written from the summary; only who opened it, the handles of milestones and the tasks are looked up. */
#include "daemon/store/incident-write.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/entry.h"
#include "daemon/store/incident.h"
#include "daemon/store/member.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/tail.h"
#include "include/limits.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/stamp.h"

static int put_opened_by(struct store *store, const struct summary *summary, struct buffer *out)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	drop(json_decref) json_t *object = NULL;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", &summary->id);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	if ((r = query_json(row, 4, &object)) < 0)
		return r;
	const json_t *author = json_object_get(object, "author");
	if (!author)
		return -EUCLEAN;
	buffer_add_text(out, ",\"opened_by\":");
	canon_value(out, author);
	return 0;
}

static int put_milestone(struct store *store, const struct summary *summary, int number,
			 struct buffer *out)
{
	const struct mark *mark = &summary->marks[number];
	char handle[ID_TAIL_SIZE], id_text[ID_TEXT_SIZE];
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = entry_start(store, &row, mark->pos);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	struct id id = query_id(row, ENTRY_ID);
	if ((r = tail_handle(store, &id, mark->pos, &summary->id, handle)) < 0)
		return r;
	buffer_add_text(out, out->data[out->size - 1] == '[' ? "" : ",");
	buffer_printf(out, "{\"name\":\"%s\"", milestone_names[number]);
	member_time(out, "at", mark->at);
	member_flag(out, "about", mark->about);
	member_text(out, "event", id_format(&id, id_text));
	member_text(out, "handle", handle);
	member_text(out, "kind", query_text(row, ENTRY_KIND));
	buffer_add_text(out, "}");
	return 0;
}

static int put_milestones(struct store *store, const struct summary *summary, struct buffer *out)
{
	int r = 0;

	buffer_add_text(out, ",\"milestones\":[");
	for (int i = 0; i < MILESTONE_COUNT && r == 0; i++)
		if (summary->marks[i].rank)
			r = put_milestone(store, summary, i, out);
	buffer_add_text(out, "]");
	return r;
}

static int put_tasks(struct store *store, const struct summary *summary, struct buffer *out)
{
	char today[STAMP_SIZE];
	int64_t open, overdue;

	stamp_format(stamp_now(), today);
	today[strlen("2026-11-20")] = '\0';
	int r = incident_tasks(store, &summary->id, today, &open, &overdue);
	if (r < 0)
		return r;
	member_integer(out, "tasks_open", open);
	member_integer(out, "tasks_overdue", overdue);
	return 0;
}

static void put_counts(const struct summary *summary, struct buffer *out)
{
	member_integer(out, "entries", summary->entries);
	member_integer(out, "corrected", summary->corrected);
	member_integer(out, "retracted", summary->retracted);
	member_time(out, "last_recorded_at", summary->last_recorded_at);
	member_flag(out, "live", summary_is_live(summary, stamp_now()));
	member_flag(out, "shared", summary->shared);
}

static void put_head(struct store *store, const struct summary *summary, struct buffer *out)
{
	char text[ID_TEXT_SIZE], ref[ID_REF_SIZE];

	buffer_add_text(out, "{\"incident\":");
	canon_text(out, id_format(&summary->id, text));
	member_text(out, "ref", incident_ref(store, summary, ref));
	member_text(out, "full_ref", summary->ref);
	member_text(out, "title", summary->title ? summary->title : "");
	member_text(out, "state", state_names[summary->state]);
	if (summary->state == STATE_CLOSED && summary->reason[0])
		member_text(out, "reason", summary->reason);
	if (summary->severity)
		member_integer(out, "severity", summary->severity);
	if (summary->state == STATE_MERGED)
		member_text(out, "merged_into", id_format(&summary->merged_into, text));
	member_time(out, "opened_at", summary->opened_at);
	if (summary->marks[MILESTONE_STARTED].rank)
		member_time(out, "started", summary->marks[MILESTONE_STARTED].at);
	member_time(out, "ended", summary_ended(summary));
}

int incident_write(struct store *store, const struct summary *summary, const struct id *chosen,
		   struct buffer *out)
{
	int r;

	put_head(store, summary, out);
	put_counts(summary, out);
	member_flag(out, "chosen", !id_is_null(chosen) && id_equal(chosen, &summary->id));
	if ((r = put_opened_by(store, summary, out)) < 0 ||
	    (r = put_milestones(store, summary, out)) < 0 ||
	    (r = put_tasks(store, summary, out)) < 0)
		return r;
	buffer_add_text(out, "}");
	return out->failed ? -ENOMEM : 0;
}

static bool is_wanted(const struct incident_list *list, const struct summary *summary)
{
	if (!list->states[summary->state])
		return false;
	if (list->since != EVENT_NEVER && summary->opened_at < list->since)
		return false;
	return list->until == EVENT_NEVER || summary->opened_at <= list->until;
}

/* The ids of the next page; the summaries are loaded after the statement is reset. Their number or -errno. */
static int find_ids(struct store *store, const struct incident_list *list,
		    struct id ids[LIMIT_PAGE], int64_t places[LIMIT_PAGE])
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int count = 0, r = query_start(store, &row, QUERY_INCIDENT_PAGE, "ii", list->before,
				       (int64_t)LIMIT_PAGE);

	while (r == 0 && count < LIMIT_PAGE && (r = query_next(store, row)) == 0) {
		ids[count] = query_id(row, 0);
		places[count++] = query_integer(row, 1);
	}
	return r < 0 ? r : count;
}

static int list_one(struct store *store, struct incident_list *list, const struct id *id,
		    int (*fn)(void *owner, const char *incident, size_t size), void *owner)
{
	drop(buffer_free) struct buffer text = { 0 };
	struct summary *summary;
	int r = incident_get(store, id, &summary);

	if (r || !is_wanted(list, summary))
		return r;
	list->left--;
	r = incident_write(store, summary, &list->chosen, &text);
	return r ? r : fn(owner, text.data, text.size);
}

int incident_list_next(struct store *store, struct incident_list *list,
		       int (*fn)(void *owner, const char *incident, size_t size), void *owner)
{
	struct id ids[LIMIT_PAGE];
	int64_t places[LIMIT_PAGE];
	int r = 0, count = find_ids(store, list, ids, places);

	for (int i = 0; i < count && r == 0 && list->left > 0; i++) {
		list->before = places[i];
		r = list_one(store, list, &ids[i], fn, owner);
		if (r == 0 && turn_is_over(&store->turn))
			return 0;
	}
	if (count < 0 || r < 0)
		return count < 0 ? count : r;
	return count < LIMIT_PAGE || list->left <= 0;
}
