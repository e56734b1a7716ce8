/* SPDX-License-Identifier: MIT */
/*
 * Entries are named one by one, or read from the log. What was ruled of a suspicion, or became of a task, goes
 * with it: left behind it would be about nothing, and the suspicion open again.
 */
#include <string.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "cli/record/find.h"
#include "cli/record/moment.h"
#include "cli/record/record.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"
#include "lib/event.h"
#include "lib/text.h"

struct move {
	struct session *session;
	const char *to; /* the id of the incident they go to */
	bool mine;
	json_t *drafts;
	json_t *ids;  /* the ids of those that a draft is about */
	size_t there; /* entries that are in it already */
	size_t along; /* that go with what they are about */
	int code;
};

/* The id of an incident that somebody named. *incident owns it. An exit code. */
static int resolve(struct session *session, const char *ref, json_t **incident, const char **id)
{
	enum client_answer answer =
		client_call(session, "Show", json_pack("{s:s}", "incident", ref), incident);

	if (answer)
		return client_explain(session, answer);
	if (json_unpack(*incident, "{s:{s:s}}", "incident", "incident", id) == 0)
		return EXIT_OK;
	say_error(session, "the answer of the recorder is no incident");
	return EXIT_FAILED;
}

static void add_draft(struct move *move, const struct event *event)
{
	char id[ID_TEXT_SIZE];

	if (json_object_get(move->ids, id_format(&event->id, id)))
		return;
	json_t *draft = record_draft(move->session, KIND_MOVED);
	if (!draft) {
		move->code = EXIT_USAGE;
		return;
	}
	json_object_del(draft, "incident");
	json_object_set_new(draft, "which", json_string(id));
	json_object_set_new(draft, "data", json_pack("{s:s}", "to", move->to));
	json_array_append_new(move->drafts, draft);
	json_object_set_new(move->ids, id, json_true());
}

static bool is_movable(const struct event *event)
{
	return !event->retracted && event->kind != KIND_OPENED && !kind_is_correction(event->kind);
}

static bool is_own(const struct event *event)
{
	return event->author.uid == (int64_t)geteuid() && !event->source;
}

static bool is_answer(enum kind kind)
{
	return kind == KIND_RULED_OUT || kind == KIND_CONFIRMED || kind == KIND_TASK_DONE ||
	       kind == KIND_TASK_DROPPED;
}

static bool is_about_one(const struct move *move, const struct event *event)
{
	char id[ID_TEXT_SIZE];
	struct id target;

	return is_answer(event->kind) && event_target(event, &target) == 0 &&
	       json_object_get(move->ids, id_format(&target, id));
}

static const json_t *shown(const json_t *entry)
{
	const json_t *effective = json_object_get(entry, "effective");

	return json_is_object(effective) ? effective : json_object_get(entry, "event");
}

static bool is_there(const struct move *move, const json_t *entry)
{
	const char *incident = json_string_value(json_object_get(entry, "incident"));

	return incident && strcmp(incident, move->to) == 0;
}

/* An answer is recorded after what it is about. */
static bool on_entry(void *owner, const json_t *reply)
{
	struct move *move = owner;
	const json_t *entry = json_object_get(reply, "entry");
	struct event event;

	if (event_read(shown(entry), &event) || !is_movable(&event))
		return true;
	bool wanted = !move->mine || is_own(&event);
	bool along = !wanted && is_about_one(move, &event);
	if ((wanted || along) && !is_there(move, entry))
		add_draft(move, &event);
	else if (wanted)
		move->there++;
	move->along += along;
	return true;
}

/* Entries of the incident that is meant (or of none) since a time. */
static int read_entries(struct move *move, bool unfiled, const char *since)
{
	struct session *session = move->session;
	char stamp[STAMP_SIZE];
	int code = since ? moment_past(session, since, stamp) : EXIT_OK;

	if (code)
		return code;
	json_t *parameters =
		json_pack("{s:s*, s:s*, s:o*}", "incident", unfiled ? NULL : session->incident,
			  "since", since ? stamp : NULL, "unfiled", unfiled ? json_true() : NULL);
	enum client_answer answer =
		client_stream(session, "Read", parameters, CLIENT_SOON, on_entry, move);
	if (answer)
		return client_explain(session, answer);
	return move->code;
}

static void add_answers(struct move *move, const json_t *related)
{
	size_t i;
	json_t *entry;

	json_array_foreach (related, i, entry) {
		struct event event;

		if (event_read(shown(entry), &event) || !is_movable(&event) ||
		    !is_about_one(move, &event) || is_there(move, entry))
			continue;
		add_draft(move, &event);
		move->along++;
	}
}

static int add_named(struct move *move, const char *which)
{
	struct found found = { .reply = NULL };
	int code = find_entry(move->session, which, &found);

	if (!code) {
		add_draft(move, &found.event);
		add_answers(move, json_object_get(found.reply, "related"));
	}
	json_decref(found.reply);
	return code ? code : move->code;
}

static int collect(struct move *move, const struct arguments *arguments)
{
	const char *since = argument_option(arguments, "since", 0);
	bool unfiled = arguments->count == 1 && strcmp(arguments->words[0], "unfiled") == 0;

	if (unfiled || (!arguments->count && (since || move->mine)))
		return read_entries(move, unfiled, since);
	if (!arguments->count || since || move->mine)
		return say_usage(move->session,
				 "it is WHICH… --to REF, --since TIME --to REF, --mine --to REF or "
				 "unfiled --to REF");
	for (size_t i = 0; i < arguments->count; i++) {
		int code = add_named(move, arguments->words[i]);

		if (code)
			return code;
	}
	return EXIT_OK;
}

static void say_moved(const struct move *move, size_t count, const char *to)
{
	struct session *session = move->session;

	if (move->there)
		say_warning(session, "%zu moved, %zu left out: in %s already", count, move->there,
			    to);
	else if (!count)
		say_warning(session, "there is nothing to move");
	else if (count > 1)
		say_hint(session, "%zu moved%s", count,
			 move->along ? ", with what was said of them" : "");
}

int verb_move(struct session *session, const struct command *command,
	      const struct arguments *arguments)
{
	const char *to = argument_option(arguments, "to", 0);
	drop(json_decref) json_t *incident = NULL;
	drop(json_decref) json_t *drafts = json_array();
	drop(json_decref) json_t *ids = json_object();
	struct move move = {
		.session = session,
		.mine = argument_option(arguments, "mine", 0),
		.drafts = drafts,
		.ids = ids,
	};

	if (!to || text_is_blank(to))
		return say_usage(session, "where to? --to REF");
	int code = resolve(session, to, &incident, &move.to);
	code = code ? code : collect(&move, arguments);
	if (code)
		return code;
	size_t count = json_array_size(drafts);
	code = record_all(session, command, steal(&drafts));
	if (!code)
		say_moved(&move, count, to);
	return code;
}

int verb_merge(struct session *session, const struct command *command,
	       const struct arguments *arguments)
{
	const char *into = argument_option(arguments, "into", 0), *id;
	drop(json_decref) json_t *incident = NULL;
	json_t *draft;

	if (arguments->count != 1 || !into)
		return say_usage(session, "incident merge REF --into REF");
	int code = resolve(session, into, &incident, &id);
	if (code)
		return code;
	session->incident = arguments->words[0];
	draft = record_draft(session, KIND_MERGED);
	if (!draft)
		return EXIT_USAGE;
	json_object_set_new(draft, "data", json_pack("{s:s}", "to", id));
	return record_one(session, command, draft);
}
