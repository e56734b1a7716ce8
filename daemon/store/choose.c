/* SPDX-License-Identifier: MIT */
/* Live incidents are all in the cache; deciding among them asks no statement. */
#include "daemon/store/choose.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/store/append.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "include/limits.h"
#include "lib/stamp.h"

#define SELECTOR_SIZE 64
#define FOUND_MAX     20

void choice_free(struct choice *choice)
{
	buffer_free(&choice->others);
	buffer_free(&choice->left_open);
}

/* What the live incidents come to. */
struct live {
	const struct summary *newest; /* by an entry of a person */
	size_t count;
};

static struct live find_live(const struct store *store, int64_t now)
{
	const struct incidents *incidents = store->incidents;
	struct live live = { 0 };

	for (size_t i = 0; i < incidents->count; i++) {
		const struct summary *summary = incidents->all[i];

		if (!summary_is_live(summary, now))
			continue;
		live.count++;
		if (!live.newest || summary->person_recorded_at > live.newest->person_recorded_at ||
		    (summary->person_recorded_at == live.newest->person_recorded_at &&
		     summary->opened_pos > live.newest->opened_pos))
			live.newest = summary;
	}
	return live;
}

/* Candidates of what is live, but for one. */
static int list_live(struct store *store, const struct summary *but, struct buffer *list)
{
	const struct incidents *incidents = store->incidents;
	int64_t now = stamp_now();
	int r = 0, listed = 0;

	for (size_t i = incidents->count; i-- > 0 && r == 0 && listed < LIMIT_CANDIDATES;) {
		const struct summary *summary = incidents->all[i];

		if (summary == but || !summary_is_live(summary, now))
			continue;
		r = candidate_incident(store, summary, list);
		listed++;
	}
	return r;
}

static int find_latest(struct store *store, struct id *incident)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_INCIDENT_LATEST, "");

	*incident = r == 0 ? query_id(row, 0) : (struct id){ { 0 } };
	return r < 0 ? r : 0;
}

/* What is live, or else the latest: something to choose from. */
static int list_something(struct store *store, struct buffer *list)
{
	struct summary *summary;
	struct id latest;
	int r = list_live(store, NULL, list);

	if (r < 0 || list->size || (r = find_latest(store, &latest)) < 0 || id_is_null(&latest))
		return r;
	if ((r = incident_get(store, &latest, &summary)) == 0)
		r = candidate_incident(store, summary, list);
	return r < 0 ? r : 0;
}

static int refuse_unknown(struct store *store, const char *selector, struct answer *answer)
{
	drop(buffer_free) struct buffer list = { 0 };
	int r = list_something(store, &list);

	return r < 0 ? r : answer_no_incident(answer, selector, &list);
}

static int refuse_several(struct store *store, const struct id *found, int count,
			  struct answer *answer)
{
	drop(buffer_free) struct buffer list = { 0 };

	for (int i = 0; i < count && i < LIMIT_CANDIDATES; i++) {
		struct summary *summary;
		int r = incident_get(store, &found[i], &summary);

		if (r < 0 || (r == 0 && (r = candidate_incident(store, summary, &list)) < 0))
			return r;
	}
	return answer_which_incident(answer, &list);
}

static bool is_among(const struct id *ids, int count, const struct id *id)
{
	while (count-- > 0)
		if (id_equal(&ids[count], id))
			return true;
	return false;
}

/* The roots that a part of a ref or id matches; where one matches exactly, only these. Their number or -errno. */
static int find(struct store *store, const char *part, struct id found[FOUND_MAX])
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int count = 0, r = query_start(store, &row, QUERY_INCIDENT_FIND, "t", part);
	bool exact = false;

	while (r == 0 && (r = query_next(store, row)) == 0) {
		struct id root = query_id(row, 1);

		if (exact && !query_integer(row, 2))
			break;
		exact = query_integer(row, 2);
		if (!is_among(found, count, &root))
			found[count++] = root;
	}
	return r < 0 ? r : count;
}

/* Lower case; a tail in its plain letters; an id without its dashes where `dashes` is false. */
static void plain_part(const char *selector, bool dashes, char part[SELECTOR_SIZE])
{
	char tail[ID_TAIL_SIZE];
	size_t size = 0;

	for (; *selector && size < SELECTOR_SIZE - 1; selector++)
		if (*selector != '-' || dashes)
			part[size++] = (char)tolower((unsigned char)*selector);
	part[size] = '\0';
	char *end = size == ID_REF_SIZE - 1 ? strrchr(part, '-') : NULL;
	end = end ? end + 1 : part;
	if (strlen(end) == ID_TAIL_SHORT && id_tail_plain(end, tail))
		strcpy(end, tail);
}

static int by_part(struct store *store, const char *selector, struct id *incident,
		   struct answer *answer)
{
	struct id found[FOUND_MAX];
	char part[SELECTOR_SIZE];

	if (!*selector || strlen(selector) >= SELECTOR_SIZE)
		return refuse_unknown(store, selector, answer);
	plain_part(selector, true, part);
	int count = find(store, part, found);
	if (count == 0) {
		plain_part(selector, false, part);
		count = find(store, part, found);
	}
	if (count < 0)
		return count;
	if (count == 0)
		return refuse_unknown(store, selector, answer);
	if (count > 1)
		return refuse_several(store, found, count, answer);
	*incident = found[0];
	return 0;
}

/* A whole id, as programs send it, needs no search. 0; 1: it is no id of an incident. */
static int by_id(struct store *store, const char *selector, struct id *incident)
{
	struct summary *summary;
	int r = id_parse(selector, incident) == 0 ? incident_root(store, incident, &summary) : 1;

	if (r == 0)
		*incident = summary->id;
	return r;
}

int choose_selected(struct store *store, const char *selector, struct id *incident,
		    struct answer *answer)
{
	int r = by_id(store, selector, incident);

	return r > 0 ? by_part(store, selector, incident, answer) : r;
}

static int64_t *unswitched(struct store *store, int64_t author)
{
	return &store->unswitched[(uint64_t)(author >> 32 ^ author) % UNSWITCHED];
}

int choose_switch(struct store *store, int64_t author, const struct id *incident)
{
	*unswitched(store, author) = EVENT_NEVER;
	if (id_is_null(incident))
		return query_run(store, QUERY_CHOICE_DROP, "i", author);
	return query_run(store, QUERY_CHOICE_SET, "idi", author, incident, store->head);
}

/* Nearly nobody has switched, and everybody is asked again for every entry. */
static int look_up(struct store *store, int64_t author, sqlite3_stmt **row)
{
	int64_t *nobody = unswitched(store, author);
	int r = *nobody == author ? QUERY_NONE
				  : query_one(store, row, QUERY_CHOICE_GET, "i", author);

	if (r == QUERY_NONE)
		*nobody = author;
	return r;
}

int choose_switched(struct store *store, const struct author *author, struct id *incident)
{
	drop(query_end) sqlite3_stmt *row = NULL, *newer = NULL;
	struct summary *summary;
	int r = look_up(store, author_key(author), &row);

	*incident = (struct id){ { 0 } };
	if (r)
		return r < 0 ? r : 0;
	struct id chosen = query_id(row, 0);
	r = query_one(store, &newer, QUERY_INCIDENT_OPENED_AFTER, "i", query_integer(row, 1));
	if (r != QUERY_NONE)
		return r < 0 ? r : 0;
	if ((r = incident_root(store, &chosen, &summary)) == 0)
		*incident = summary->id;
	return r < 0 ? r : 0;
}

/* Nothing is live, and the kind opens one: name the older one that nobody closed. */
static int open_new(struct store *store, struct choice *choice)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct summary *summary;
	int r = query_one(store, &row, QUERY_INCIDENT_LEFT_OPEN, "");

	choice->opens = true;
	if (r)
		return r < 0 ? r : 0;
	struct id id = query_id(row, 0);
	if ((r = incident_get(store, &id, &summary)) == 0)
		r = candidate_incident(store, summary, &choice->left_open);
	return r < 0 ? r : 0;
}

static int take(struct store *store, const struct summary *summary, struct choice *choice)
{
	choice->incident = summary->id;
	return list_live(store, summary, &choice->others);
}

static int choose_strict(struct store *store, struct live live, struct choice *choice,
			 struct answer *answer)
{
	drop(buffer_free) struct buffer list = { 0 };

	if (live.count == 1)
		return take(store, live.newest, choice);
	int r = list_something(store, &list);
	if (r < 0)
		return r;
	return live.count ? answer_which_incident(answer, &list)
			  : answer_no_incident(answer, NULL, &list);
}

static int choose_none_live(struct store *store, enum kind_incident rule, struct choice *choice,
			    struct answer *answer)
{
	int r;

	if (rule == KIND_OPENS)
		return open_new(store, choice);
	if (rule == KIND_LIVE)
		return refuse_unknown(store, NULL, answer);
	if ((r = find_latest(store, &choice->incident)) < 0)
		return r;
	return id_is_null(&choice->incident) ? refuse_unknown(store, NULL, answer) : 0;
}

/* Nobody said which. */
static int choose_by_rule(struct store *store, const struct draft *draft, struct choice *choice,
			  struct answer *answer)
{
	enum kind_incident rule = kinds[draft->event.kind].incident;
	/* What waited in the spool means what was live when it was made. */
	struct live live =
		find_live(store, draft->made_at == EVENT_NEVER ? stamp_now() : draft->made_at);

	if (rule == KIND_STRICT)
		return choose_strict(store, live, choice, answer);
	if (live.count)
		return take(store, live.newest, choice);
	if (draft->event.source)
		return 0;
	return choose_none_live(store, rule, choice, answer);
}

/* What somebody switched to long ago may be over by now: then what is live is named. */
static int list_if_over(struct store *store, struct choice *choice)
{
	struct summary *summary;
	int r = incident_get(store, &choice->incident, &summary);

	if (r || summary_is_live(summary, stamp_now()))
		return r < 0 ? r : 0;
	return list_live(store, summary, &choice->others);
}

int choose_others(struct store *store, struct buffer *others)
{
	return list_live(store, NULL, others);
}

int choose_for(struct store *store, const struct draft *draft, const struct author *author,
	       struct choice *choice, struct answer *answer)
{
	int r;

	choice->said = true;
	if (draft->incident)
		return choose_selected(store, draft->incident, &choice->incident, answer);
	if (!draft->event.source && ((r = choose_switched(store, author, &choice->incident)) < 0 ||
				     !id_is_null(&choice->incident)))
		return r < 0 ? r : list_if_over(store, choice);
	choice->said = false;
	return choose_by_rule(store, draft, choice, answer);
}

int choose_for_note(struct store *store, const struct author *author, struct id *incident)
{
	struct live live = find_live(store, stamp_now());
	int r = choose_switched(store, author, incident);

	if (r == 0 && id_is_null(incident) && live.newest)
		*incident = live.newest->id;
	return r;
}

int choose_meant(struct store *store, const char *selector, const struct author *author,
		 struct id *incident, struct answer *answer)
{
	int r;

	if (selector)
		return choose_selected(store, selector, incident, answer);
	if ((r = choose_for_note(store, author, incident)) < 0 || !id_is_null(incident))
		return r;
	return find_latest(store, incident);
}

int choose_for_reading(struct store *store, const char *selector, const struct author *author,
		       struct id *incident, struct answer *answer)
{
	int r = choose_meant(store, selector, author, incident, answer);

	return r == 0 && id_is_null(incident) ? refuse_unknown(store, NULL, answer) : r;
}
