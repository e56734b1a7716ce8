/* SPDX-License-Identifier: MIT */
/* Refusals carry what a program needs to act, and a person to type the next command. */
#include "daemon/store/answer.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/incident.h"
#include "daemon/store/member.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/tail.h"
#include "lib/canon.h"
#include "lib/stamp.h"

void answer_free(struct answer *answer)
{
	buffer_free(&answer->text);
}

static int refuse(struct answer *answer, const char *error)
{
	answer->error = error;
	buffer_clear(&answer->text);
	buffer_add_text(&answer->text, "{");
	return ANSWER_REFUSED;
}

static int end(struct answer *answer)
{
	buffer_add_text(&answer->text, "}");
	return answer->text.failed ? -ENOMEM : ANSWER_REFUSED;
}

static void put_candidates(struct answer *answer, const struct buffer *candidates)
{
	struct buffer *out = &answer->text;

	buffer_add_text(out, out->data && out->data[out->size - 1] == '{' ? "" : ",");
	buffer_add_text(out, "\"candidates\":[");
	if (candidates && candidates->data)
		buffer_add(out, candidates->data, candidates->size);
	buffer_add_text(out, "]");
}

int answer_invalid(struct answer *answer, const char *parameter)
{
	refuse(answer, "org.varlink.service.InvalidParameter");
	member_text(&answer->text, "parameter", parameter);
	return end(answer);
}

int answer_too_large(struct answer *answer, const char *what, int64_t limit)
{
	refuse(answer, "TooLarge");
	buffer_add_text(&answer->text, "\"limit\":");
	canon_integer(&answer->text, limit);
	member_text(&answer->text, "what", what);
	return end(answer);
}

int answer_no_incident(struct answer *answer, const char *selector, const struct buffer *candidates)
{
	refuse(answer, "NoSuchIncident");
	member_text(&answer->text, "incident", selector);
	put_candidates(answer, candidates);
	return end(answer);
}

int answer_which_incident(struct answer *answer, const struct buffer *candidates)
{
	refuse(answer, "AmbiguousIncident");
	put_candidates(answer, candidates);
	return end(answer);
}

int answer_no_event(struct answer *answer, const char *which, const struct buffer *candidates)
{
	refuse(answer, "NoSuchEvent");
	member_text(&answer->text, "which", which);
	put_candidates(answer, candidates);
	return end(answer);
}

int answer_which_event(struct answer *answer, const char *which, const struct buffer *candidates)
{
	refuse(answer, "AmbiguousEvent");
	member_text(&answer->text, "which", which);
	put_candidates(answer, candidates);
	return end(answer);
}

static void put_id(struct answer *answer, const struct id *id)
{
	char text[ID_TEXT_SIZE];

	member_text(&answer->text, "id", id_format(id, text));
}

int answer_conflict(struct answer *answer, const struct id *id)
{
	refuse(answer, "Conflict");
	put_id(answer, id);
	return end(answer);
}

int answer_not_applicable(struct answer *answer, const struct id *id, const char *reason)
{
	refuse(answer, "NotApplicable");
	put_id(answer, id);
	member_text(&answer->text, "reason", reason);
	return end(answer);
}

/* id NULL: it has none that can be read. */
int answer_not_taken(struct answer *answer, size_t index, const struct id *id, const char *reason)
{
	char text[ID_TEXT_SIZE];

	refuse(answer, "NotTaken");
	buffer_printf(&answer->text, "\"index\":%zu", index);
	member_text(&answer->text, "id", id ? id_format(id, text) : NULL);
	member_text(&answer->text, "reason", reason);
	return end(answer);
}

int answer_not_permitted(struct answer *answer, const char *reason)
{
	refuse(answer, "NotPermitted");
	member_text(&answer->text, "reason", reason);
	return end(answer);
}

int answer_storage(struct answer *answer, int error)
{
	if (error == -ENOSPC || error == -ESTALE) {
		refuse(answer, error == -ENOSPC ? "StorageFull" : "LogReplaced");
		return end(answer);
	}
	refuse(answer, error == -EBUSY ? "Busy" : "StorageFailed");
	member_text(&answer->text, "reason", strerror(-error));
	return end(answer);
}

int candidate_incident(struct store *store, const struct summary *summary, struct buffer *list)
{
	char id[ID_TEXT_SIZE], ref[ID_REF_SIZE];

	buffer_add_text(list, list->size ? ",{\"incident\":" : "{\"incident\":");
	canon_text(list, id_format(&summary->id, id));
	member_text(list, "ref", incident_ref(store, summary, ref));
	member_text(list, "title", summary->title ? summary->title : "");
	member_text(list, "state", state_names[summary->state]);
	buffer_add_text(list, "}");
	return list->failed ? -ENOMEM : 0;
}

/* The incident of an event candidate: what the type demands, empty where it is unfiled. */
static int put_incident_of(struct store *store, const struct id *root, struct buffer *list)
{
	char id[ID_TEXT_SIZE] = "", ref[ID_REF_SIZE] = "";
	struct summary *summary = NULL;
	int r = id_is_null(root) ? QUERY_NONE : incident_root(store, root, &summary);

	if (r < 0)
		return r;
	buffer_add_text(list, list->size ? ",{\"incident\":" : "{\"incident\":");
	canon_text(list, summary ? id_format(&summary->id, id) : "");
	member_text(list, "ref", summary ? incident_ref(store, summary, ref) : "");
	member_text(list, "title", summary && summary->title ? summary->title : "");
	return 0;
}

int candidate_event(struct store *store, const struct id *id, struct buffer *list)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	drop(json_decref) json_t *object = NULL;
	char handle[ID_TAIL_SIZE], at[STAMP_SIZE];
	struct summary *summary;
	struct event event;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", id);

	if (r)
		return r;
	if ((r = query_json(row, query_text(row, 5) ? 5 : 4, &object)) < 0)
		return r;
	if (event_read(object, &event))
		return -EUCLEAN;
	struct id root = event.incident;
	if (!id_is_null(&root) && (r = incident_root(store, &root, &summary)) == 0)
		root = summary->id;
	if (r < 0 || (r = put_incident_of(store, &root, list)) < 0 ||
	    (r = tail_handle(store, id, query_integer(row, 0), &root, handle)) < 0)
		return r;
	member_text(list, "handle", handle);
	member_text(list, "kind", kinds[event.kind].name);
	member_text(list, "at", event.at == EVENT_NEVER ? NULL : stamp_format(event.at, at));
	member_text(list, "text", event.text);
	buffer_add_text(list, "}");
	return list->failed ? -ENOMEM : 0;
}
