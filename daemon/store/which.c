/* SPDX-License-Identifier: MIT */
/* Each way of naming an event collects the ids it could be; one is the answer, several are a question. */
#include "daemon/store/which.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/append.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/scan.h"
#include "daemon/store/store.h"
#include "daemon/store/tail.h"
#include "include/limits.h"
#include "lib/sought.h"
#include "lib/text.h"

/* Ids that fit, newest first; more than can be listed are only counted. */
struct found {
	struct id ids[LIMIT_CANDIDATES];
	size_t count;
};

static void add(struct found *found, const struct id *id)
{
	if (found->count < LIMIT_CANDIDATES)
		found->ids[found->count] = *id;
	found->count++;
}

/* Look through the entries of an incident and what was merged into it. */
struct search {
	struct store *store;
	const char *words; /* NULL: any */
	struct sought sought;
	enum kind kind; /* open ones of this kind; KIND_COUNT: any */
	bool no_opening;
	int64_t left; /* how many may still be looked at */
	struct found *found, exact;
};

/* 1: it is open, 0: it was ruled out, confirmed, done or dropped, -errno. */
static int is_open(struct store *store, const struct id *id)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_REFERENCE_ENDS, "d", id);

	return r < 0 ? r : r == QUERY_NONE;
}

/* Before anything of it is parsed. */
static int may_be_meant(void *owner, const struct id *id, enum kind kind, bool retracted)
{
	const struct search *search = owner;

	if (retracted || kind_is_correction(kind) || (kind == KIND_OPENED && search->no_opening))
		return 0;
	return search->kind == KIND_COUNT ? 1 : is_open(search->store, id);
}

/* The opening that a note brought about says what the note says; the note is meant. */
static bool is_meant(const struct search *search, const struct event *event)
{
	if (event->kind == KIND_OPENED)
		return !json_object_get(event->data, "target");
	return search->kind == KIND_COUNT || !json_object_get(event->data, "done");
}

static int look(void *owner, const struct event *event, int64_t pos)
{
	struct search *search = owner;
	const char *text = event->text ? event->text : "";

	(void)pos;
	if (!is_meant(search, event))
		return 0;
	if (search->words && strcmp(text, search->words) == 0)
		add(&search->exact, &event->id);
	if (!search->words || text_has_whole_words(text, search->words))
		add(search->found, &event->id);
	if (!search->words && search->found->count > LIMIT_CANDIDATES)
		search->left = 0; /* how many more there are is all the same */
	return 0;
}

static int look_through_members(struct search *search, const struct id *incident)
{
	const struct scan_newest newest = { .kind = search->kind,
					    .sought = search->words ? &search->sought : NULL,
					    .wanted = may_be_meant,
					    .fn = look,
					    .owner = search };
	drop(free) struct id *members = NULL;
	int r = 0, count = 0;

	search->left = LIMIT_MEANT;
	if (!id_is_null(incident))
		count = incident_members(search->store, incident, &members);
	for (int i = 0; i < count && r == 0; i++)
		r = scan_newest(search->store, &members[i], &newest, &search->left);
	return count < 0 ? count : r;
}

/* The very text wins over others that have its words. */
static int look_through(struct search *search, const struct id *incident)
{
	int r = search->words ? sought_read(&search->sought, search->words) : 0;

	if (r == 0)
		r = look_through_members(search, incident);
	sought_free(&search->sought);
	if (search->exact.count)
		*search->found = search->exact;
	return r;
}

static int find_open(struct store *store, const struct which *which, const char *words,
		     struct found *found)
{
	struct search search = {
		.store = store, .words = words, .kind = which->kind, .found = found
	};

	return which->kind == KIND_COUNT ? 0 : look_through(&search, &which->incident);
}

/*
 * Anything that has the words. Where open entries are preferred and there are some, a single word is
 * more likely the beginning of a sentence than the name of something else.
 */
static int find_words(struct store *store, const struct which *which, struct found *found)
{
	struct search search = {
		.store = store,
		.words = which->typed,
		.kind = KIND_COUNT,
		.no_opening = which->kind == KIND_HYPOTHESIS,
		.found = found,
	};
	struct found open = { .count = 0 };
	int r = find_open(store, which, which->typed, found);

	if (r < 0 || found->count || which->only)
		return r;
	if (!strchr(which->typed, ' ') &&
	    ((r = find_open(store, which, NULL, &open)) < 0 || open.count))
		return r;
	return look_through(&search, &which->incident);
}

/* By the end of its id. */
struct ending {
	const struct which *which;
	char plain[ID_TAIL_SIZE];
	struct found here, everywhere;
};

static void look_at_end(void *owner, const struct id *id, const struct id *root)
{
	struct ending *ending = owner;
	const struct id *incident = &ending->which->incident;

	if (!id_has_tail(id, ending->plain))
		return;
	add(&ending->everywhere, id);
	if (!id_is_null(incident) && id_equal(root, incident))
		add(&ending->here, id);
}

/* Those in the incident meant, or else all. */
static int find_handle(struct store *store, const struct which *which, struct found *found)
{
	struct ending ending = { .which = which };

	if (!id_tail_plain(which->typed, ending.plain))
		return 0;
	int r = tail_find(store, ending.plain, look_at_end, &ending);
	*found = ending.here.count ? ending.here : ending.everywhere;
	return r;
}

static int find_id(struct store *store, const char *typed, struct found *found)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct id id;

	if (id_parse(typed, &id))
		return 0;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", &id);
	if (r == 0)
		add(found, &id);
	return r < 0 ? r : 0;
}

/* What takes something back is not taken back by its author's next word. */
static bool can_be_last(const struct which *which, enum kind kind)
{
	if (kind == KIND_RETRACTED || kind == KIND_EXPUNGED)
		return false;
	if (which->kind == KIND_HYPOTHESIS)
		return kind_may_suspect(kind);
	return which->corrects || !kind_is_correction(kind);
}

static int find_last(struct store *store, const struct which *which, struct found *found)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_start(store, &row, QUERY_EVENT_LAST, "idi", author_key(which->author),
			    which->within ? &which->incident : NULL, (int64_t)LIMIT_MEANT);

	while (r == 0 && !found->count && (r = query_next(store, row)) == 0) {
		struct id id = query_id(row, 0);

		store->sought++;
		if (can_be_last(which, kind_of(query_text(row, 1))))
			add(found, &id);
	}
	return r < 0 ? r : 0;
}

static bool is_last(const struct which *which)
{
	return which->typed && strcmp(which->typed, "last") == 0;
}

static int find(struct store *store, const struct which *which, struct found *found)
{
	int r;

	if (!which->typed)
		return find_open(store, which, NULL, found);
	if (is_last(which))
		return find_last(store, which, found);
	if ((r = find_id(store, which->typed, found)) < 0 || found->count ||
	    (r = find_handle(store, which, found)) < 0 || found->count)
		return r;
	return find_words(store, which, found);
}

/* The newest last, as in the log. */
static int list(struct store *store, const struct found *found, struct buffer *candidates)
{
	size_t i = found->count < LIMIT_CANDIDATES ? found->count : LIMIT_CANDIDATES;
	int r = 0;

	while (i > 0 && r == 0)
		r = candidate_event(store, &found->ids[--i], candidates);
	return r < 0 ? r : 0;
}

static int refuse(struct store *store, const struct which *which, const struct found *found,
		  struct answer *answer)
{
	drop(buffer_free) struct buffer candidates = { 0 };
	struct found open = { .count = 0 };
	int r = 0;

	if (!found->count)
		r = find_open(store, which, NULL, &open);
	if (r < 0 || (r = list(store, found->count ? found : &open, &candidates)) < 0)
		return r;
	const char *typed = which->typed ? which->typed : "";
	return found->count ? answer_which_event(answer, typed, &candidates)
			    : answer_no_event(answer, typed, &candidates);
}

int which_event(struct store *store, const struct which *which, bool maybe, struct id *id,
		struct answer *answer)
{
	struct found found = { .count = 0 }, open = { .count = 0 };
	int r = find(store, which, &found);

	if (r < 0)
		return r;
	if (found.count == 1) {
		*id = found.ids[0];
		return 0;
	}
	if (maybe && which->typed && !is_last(which)) {
		if ((r = find_open(store, which, NULL, &open)) < 0)
			return r;
		*id = open.ids[0];
		if (open.count == 1)
			return WHICH_TEXT;
	}
	return refuse(store, which, &found, answer);
}

int which_open_suspicions(struct store *store, const struct id *incident, struct buffer *candidates)
{
	const struct which which = { .kind = KIND_HYPOTHESIS, .incident = *incident };
	struct found found = { .count = 0 };
	int r = find_open(store, &which, NULL, &found);

	return r < 0 ? r : list(store, &found, candidates);
}
