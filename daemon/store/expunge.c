/* SPDX-License-Identifier: MIT */
/*
 * What is left of an event: who, when, which kind and where, so that the timeline keeps its line. The
 * pages are overwritten because secure_delete is on; the WAL, which holds copies of old pages, is
 * checkpointed and cut to nothing.
 */
#include "daemon/store/expunge.h"

#include <errno.h>

#include "daemon/store/append.h"
#include "daemon/store/choose.h"
#include "daemon/store/effective.h"
#include "daemon/store/entry.h"
#include "daemon/store/excerpt-row.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/receipt.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "daemon/store/which.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/stamp.h"

#define OWN_WINDOW (15 * STAMP_MINUTE)

/* The target's raw event. */
static int load(struct store *store, const struct id *id, json_t **object, struct event *event)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", id);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	if ((r = query_json(row, 4, object)) < 0)
		return r;
	return event_read(*object, event) == 0 ? 0 : -EUCLEAN;
}

/* Of the data only where it points. */
static json_t *pointers(const struct event *event)
{
	static const char *const names[] = { "target", "from", "to" };
	bool incidents = event->kind == KIND_MOVED || event->kind == KIND_MERGED;
	json_t *data = json_object();

	for (int i = 0; data && i < (incidents ? 3 : 1); i++)
		if (json_object_get(event->data, names[i]))
			json_object_set(data, names[i], json_object_get(event->data, names[i]));
	return data;
}

/* The row without its text and data. */
static int strip(struct store *store, const struct id *id)
{
	drop(json_decref) json_t *object = NULL, *data = NULL;
	drop(buffer_free) struct buffer text = { 0 };
	struct event event;
	int r = load(store, id, &object, &event);

	if (r < 0 || !(data = pointers(&event)))
		return r < 0 ? r : -ENOMEM;
	event.data = json_object_size(data) ? data : NULL;
	event.text = event.actor = event.source = NULL;
	event.tags = NULL;
	event_write(&event, &text);
	if (text.failed)
		return -ENOMEM;
	excerpt_forget(store);
	return query_run(store, QUERY_EVENT_STRIP, "dt", id, text.data);
}

/* The incident that an event is in now. */
static int find_home(struct store *store, const struct id *target, struct id *incident)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct summary *summary;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", target);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	*incident = query_id(row, 6);
	if (!id_is_null(incident) && (r = incident_root(store, incident, &summary)) == 0)
		*incident = summary->id;
	return r < 0 ? r : 0;
}

/* Append the `expunged`, and take the text away. */
static int expunge_one(struct store *store, const struct expunge *expunge, const struct id *id,
		       const struct id *target, struct event *event)
{
	char text[ID_TEXT_SIZE];
	drop(json_decref) json_t *data = json_pack("{s:s}", "target", id_format(target, text));
	drop(json_decref) json_t *object = NULL;
	struct event subject;
	int r = load(store, target, &object, &subject);

	if (r < 0 || !data)
		return r < 0 ? r : -ENOMEM;
	*event = (struct event){
		.id = *id,
		.kind = KIND_EXPUNGED,
		.until = EVENT_NEVER,
		.author = expunge->author,
		.text = expunge->why,
		.data = data,
	};
	if ((r = find_home(store, target, &event->incident)) < 0 ||
	    (r = append_event(store, event, true, NULL)) < 0 || (r = strip(store, target)) < 0)
		return r;
	event->data = NULL;
	return effective_update(store, target);
}

/* The event, and those that hold copies of its text. */
struct copies {
	struct id *ids;
	int count, room;
};

static void copies_clearp(struct copies *copies)
{
	free(copies->ids);
}

static int make_room(struct copies *copies)
{
	int room = copies->room * 2 + 16;
	struct id *ids = realloc(copies->ids, (size_t)room * sizeof(*ids));

	if (!ids)
		return -ENOMEM;
	copies->ids = ids;
	copies->room = room;
	return 0;
}

static int add_copy(struct copies *copies, const struct id *id)
{
	for (int i = 0; i < copies->count; i++)
		if (id_equal(&copies->ids[i], id))
			return 0;
	if (copies->count == copies->room && make_room(copies) < 0)
		return -ENOMEM;
	copies->ids[copies->count++] = *id;
	return 0;
}

/* Its amendments, and the opening that it titled; of such an opening, the entry that did. */
static int add_copies_of(struct store *store, const struct id *id, struct copies *copies)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	drop(json_decref) json_t *object = NULL;
	struct event event;
	struct id source;
	int r = load(store, id, &object, &event);

	if (r == 0 && event.kind == KIND_OPENED && event_target(&event, &source) == 0)
		r = add_copy(copies, &source);
	if (r == 0)
		r = query_start(store, &row, QUERY_REFERENCE_COPIES, "d", id);
	while (r == 0 && (r = query_next(store, row)) == 0) {
		struct id copy = query_id(row, 0);

		r = add_copy(copies, &copy);
	}
	return r < 0 ? r : 0;
}

static int find_copies(struct store *store, const struct id *target, struct copies *copies)
{
	int r = add_copy(copies, target);

	for (int i = 0; i < copies->count && r == 0; i++) {
		struct id id = copies->ids[i]; /* they may move */

		r = add_copies_of(store, &id, copies);
	}
	return r;
}

static void put_removed(struct buffer *removed, const struct id *id)
{
	char text[ID_TEXT_SIZE];

	buffer_add_text(removed, removed->size ? "," : "");
	canon_text(removed, id_format(id, text));
}

static int expunge_all(struct store *store, const struct expunge *expunge, const struct id *target,
		       struct completion *c, struct buffer *removed)
{
	drop(copies_clear) struct copies copies = { 0 };
	struct event other;
	int r = find_copies(store, target, &copies);

	/* Copies first: what they were copied from is made up to date after all of them. */
	for (int i = copies.count - 1; r == 0 && i > 0; i--) {
		struct id id;

		if ((r = id_make(&id)) == 0)
			r = expunge_one(store, expunge, &id, &copies.ids[i], &other);
		put_removed(removed, &copies.ids[i]);
	}
	if (r == 0)
		r = expunge_one(store, expunge, &expunge->id, target, &c->event);
	put_removed(removed, target);
	return r;
}

/* Root, the owner of a private log, or the author within a quarter of an hour. */
static int check(struct store *store, const struct expunge *expunge, const struct id *target,
		 struct answer *answer)
{
	drop(json_decref) json_t *object = NULL;
	struct event event;
	int r = load(store, target, &object, &event);

	if (r < 0)
		return r;
	if (event.kind == KIND_EXPUNGED)
		return answer_not_applicable(answer, target, "it records an expunging");
	if (expunge->owner || (author_key(&event.author) == author_key(&expunge->author) &&
			       stamp_now() - event.recorded_at <= OWN_WINDOW))
		return 0;
	return answer_not_permitted(answer,
				    "only root may expunge, or the author within 15 minutes");
}

/* An amendment holds what was there before, and the next one what it said: the entry goes with all of them. */
static int find_amended(struct store *store, struct id *target)
{
	drop(json_decref) json_t *object = NULL;
	struct event event;
	int r = load(store, target, &object, &event);

	if (r == 0 && event.kind == KIND_AMENDED && !event.expunged && event_target(&event, target))
		return -EUCLEAN;
	return r;
}

static int find(struct store *store, const struct expunge *expunge, struct id *target,
		struct answer *answer)
{
	struct which which = {
		.typed = expunge->which,
		.author = &expunge->author,
		.within = expunge->incident != NULL,
		.kind = KIND_COUNT,
	};
	int r = choose_meant(store, expunge->incident, &expunge->author, &which.incident, answer);

	if (r == 0)
		r = which_event(store, &which, false, target, answer);
	return r ? r : find_amended(store, target);
}

static int write_answer(struct store *store, struct completion *c, const struct buffer *removed,
			struct answer *answer)
{
	struct buffer *out = &answer->text;
	drop(buffer_free) struct buffer text = { 0 };

	c->choice.said = true;
	event_write(&c->event, &text);
	if (text.failed)
		return -ENOMEM;
	buffer_add_text(out, "{\"receipt\":");
	int r = receipt_write(store, c, text.data, NULL, out);
	buffer_add_text(out, ",\"removed\":[");
	buffer_add(out, removed->data, removed->size);
	buffer_add_text(out, "]}");
	return r;
}

static int run(struct store *store, const struct expunge *expunge, struct answer *answer)
{
	drop(buffer_free) struct buffer removed = { 0 };
	drop(completion_free) struct completion c = { 0 };
	struct id target;
	int r = find(store, expunge, &target, answer);

	if (r || (r = check(store, expunge, &target, answer)))
		return r;
	if ((r = expunge_all(store, expunge, &target, &c, &removed)) < 0)
		return r;
	return removed.failed ? -ENOMEM : write_answer(store, &c, &removed, answer);
}

int expunge_again(struct store *store, const struct id *target)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_EVENT_TO_STRIP, "d", target);

	if (r)
		return r;
	query_end(steal(&row));
	if ((r = strip(store, target)) < 0)
		return r;
	return effective_update(store, target);
}

/* The rows are gone; what is left of them in the WAL goes now, or at the next start. */
int expunge_finish(struct store *store)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_META_GET, "t", "expunged");

	if (r)
		return r < 0 ? r : 0;
	query_end(steal(&row));
	if ((r = store_empty_wal(store)) < 0)
		return r;
	return query_run(store, QUERY_META_DROP, "t", "expunged");
}

/* Was it done by a call whose answer was lost? 0: no; ANSWER_REFUSED: it is answered; -errno. */
static int answer_again(struct store *store, const struct expunge *expunge, struct answer *answer)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", &expunge->id);

	if (r)
		return r < 0 ? r : 0;
	if (kind_of(query_text(row, 1)) != KIND_EXPUNGED)
		return answer_conflict(answer, &expunge->id);
	query_end(steal(&row));
	buffer_add_text(&answer->text, "{\"receipt\":");
	r = receipt_write_again(store, &expunge->id, &answer->text);
	buffer_add_text(&answer->text, ",\"removed\":[]}");
	if (r == 0)
		r = expunge_finish(store);
	return r < 0 ? r : ANSWER_REFUSED;
}

int expunge_run(struct store *store, const struct expunge *expunge, struct answer *answer)
{
	int r = answer_again(store, expunge, answer);

	if (r)
		return r;
	if ((r = transaction_begin(store)) == 0)
		r = run(store, expunge, answer);
	if (r == 0)
		r = query_run(store, QUERY_META_SET, "tt", "expunged", "the WAL is to be emptied");
	if (r == 0)
		r = transaction_commit(store);
	if (r)
		transaction_rollback(store);
	return r ? r : expunge_finish(store);
}
