/* SPDX-License-Identifier: MIT */
/*
 * incident transfer: a whole incident to another log of this host, for those that must not all read it.
 * It is export, import and expunge in one, in that order: nothing is removed here before all of it is held
 * there. Cut off anywhere, it is simply run again. What stays is closed, and says where it went.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/portion.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"
#include "lib/id.h"

struct transfer {
	struct session *here, there;
	char why[128];
	json_t *events; /* as Import takes them */
	json_t *gone;   /* the ids whose text is removed here: the keys */
	bool closed;    /* by an earlier run */
	bool failed;    /* no memory */
};

/* What an earlier run did here, it said in entries. They stay: with them it would be done there, too. */
static bool is_ours(struct transfer *transfer, const json_t *event)
{
	const char *kind = "", *text = "";
	bool closes;

	json_unpack((json_t *)event, "{s?s, s?s}", "kind", &kind, "text", &text);
	closes = strcmp(kind, "closed") == 0;
	if (strcmp(text, transfer->why) != 0 || (!closes && strcmp(kind, "expunged") != 0))
		return false;
	transfer->closed |= closes;
	return true;
}

static bool on_entry(void *owner, const json_t *reply)
{
	struct transfer *transfer = owner;
	json_t *event = portion_event(json_object_get(reply, "entry"));

	if (event && is_ours(transfer, json_object_get(event, "event")))
		json_decref(event);
	else if (!event || json_array_append_new(transfer->events, event))
		transfer->failed = true;
	return !transfer->failed;
}

static int say_memory(const struct transfer *transfer)
{
	say_error(transfer->here, "no memory; nothing was removed");
	return EXIT_FAILED;
}

static int collect(struct transfer *transfer, const char *ref)
{
	enum client_answer answer = client_stream(
		transfer->here, "Read", json_pack("{s:s, s:b}", "incident", ref, "plain", true),
		CLIENT_SOON, on_entry, transfer);

	if (transfer->failed)
		return say_memory(transfer);
	return answer ? client_explain(transfer->here, answer) : EXIT_OK;
}

static char *origin_of(struct session *session, int *code)
{
	drop(json_decref) json_t *reply = NULL;
	enum client_answer answer = client_call(session, "Status", json_object(), &reply);
	const char *origin = json_string_value(json_object_get(reply, "origin"));

	*code = answer ? client_explain(session, answer) : EXIT_OK;
	return origin ? strdup(origin) : NULL;
}

/* Into itself it would be removed, and nothing else. */
static int check_other(struct transfer *transfer)
{
	int code, other = EXIT_OK;
	drop(free) char *here = origin_of(transfer->here, &code);
	drop(free) char *there = code ? NULL : origin_of(&transfer->there, &other);

	if (code || other)
		return code ? code : other;
	if (!here || !there)
		return EXIT_FAILED;
	return strcmp(here, there) == 0 ? say_usage(transfer->here, "that is the same log")
					: EXIT_OK;
}

static int explain(struct transfer *transfer, const struct portion *portion, int answer)
{
	const char *reason;
	size_t place;

	if (answer == CLIENT_OK)
		return EXIT_OK;
	if (answer == PORTION_MEMORY)
		return say_memory(transfer);
	reason = answer == CLIENT_ERROR ? portion_refused(portion, &place) : NULL;
	if (!reason)
		return client_explain(portion->session, (enum client_answer)answer);
	say_error(transfer->here, "the other log does not take it: %s", reason);
	return EXIT_FAILED;
}

static int send_all(struct transfer *transfer, struct portion *portion)
{
	int code = EXIT_OK;
	size_t index;
	json_t *event;

	json_array_foreach (transfer->events, index, event)
		if (code == EXIT_OK)
			code = explain(transfer, portion,
				       portion_add(portion, json_incref(event),
						   json_dumpb(event, NULL, 0, JSON_COMPACT),
						   index));
	return code ? code : explain(transfer, portion, portion_send(portion));
}

/* All of it, or an error: what is held there after it is every event of here. */
static int send(struct transfer *transfer)
{
	drop(portion_close) struct portion portion;
	int code;

	if (portion_open(&portion, &transfer->there))
		return say_memory(transfer);
	code = send_all(transfer, &portion);
	if (code || portion.taken + portion.held == (json_int_t)json_array_size(transfer->events))
		return code;
	say_error(transfer->here, "the other log did not take all of it");
	return EXIT_FAILED;
}

static int remove_one(struct transfer *transfer, const char *which)
{
	drop(json_decref) json_t *reply = NULL;
	char text[ID_TEXT_SIZE];
	struct id id;
	size_t i;
	json_t *removed;

	if (id_make(&id))
		return EXIT_FAILED;
	enum client_answer answer =
		client_call(transfer->here, "Expunge",
			    json_pack("{s:s, s:s, s:s}", "id", id_format(&id, text), "which", which,
				      "why", transfer->why),
			    &reply);
	if (answer)
		return client_explain(transfer->here, answer);
	json_array_foreach (json_object_get(reply, "removed"), i, removed)
		json_object_set_new(transfer->gone, json_string_value(removed), json_true());
	return EXIT_OK;
}

/* The newest first: a correction before what it corrects. What has no salt has no text any more. */
static int remove_all(struct transfer *transfer)
{
	int code = EXIT_OK;

	for (size_t i = json_array_size(transfer->events); i-- > 0 && !code;) {
		const json_t *event = json_array_get(transfer->events, i);
		const char *id = "", *kind = "";

		json_unpack((json_t *)event, "{s:{s:s, s:s}}", "event", "id", &id, "kind", &kind);
		if (json_is_string(json_object_get(event, "salt")) &&
		    strcmp(kind, "expunged") != 0 && !json_object_get(transfer->gone, id))
			code = remove_one(transfer, id);
	}
	return code;
}

/* Without its title it must not be the one that the next note goes to. */
static int close_here(struct transfer *transfer, const char *ref)
{
	drop(json_decref) json_t *reply = NULL;
	char text[ID_TEXT_SIZE];
	struct id id;

	if (transfer->closed)
		return EXIT_OK;
	if (id_make(&id))
		return EXIT_FAILED;
	enum client_answer answer =
		client_call(transfer->here, "Record",
			    json_pack("{s:[{s:s, s:s, s:s, s:s, s:{s:s}}]}", "drafts", "id",
				      id_format(&id, text), "kind", "closed", "text", transfer->why,
				      "incident", ref, "data", "reason", "superseded"),
			    &reply);
	const json_t *parameters;

	if (answer == CLIENT_ERROR &&
	    strcmp(client_error(transfer->here, &parameters), "NotApplicable") == 0)
		return EXIT_OK; /* it was closed */
	return answer ? client_explain(transfer->here, answer) : EXIT_OK;
}

static int run(struct transfer *transfer, const char *ref, const char *name)
{
	int code = check_other(transfer);

	code = code ? code : collect(transfer, ref);
	code = code ? code : send(transfer);
	code = code ? code : remove_all(transfer);
	code = code ? code : close_here(transfer, ref);
	if (code == EXIT_OK && !transfer->here->quiet)
		screen_print(&transfer->here->out, PAINT_PLAIN,
			     "%zu events are in log %s now; their texts are removed here\n",
			     json_array_size(transfer->events), name);
	return code;
}

/* Another log: by its name, or by the path of its socket. */
static void open_there(struct session *there, const struct session *here, const char *name)
{
	bool path = strchr(name, '/');

	*there = *here;
	there->client = NULL;
	there->text = there->recorded = there->recorded_in = NULL;
	there->user = false;
	there->socket = path ? name : NULL;
	there->host = path ? NULL : here->host;
	there->log = path ? NULL : name;
}

int verb_transfer(struct session *session, const struct command *command,
		  const struct arguments *arguments)
{
	struct transfer transfer = { .here = session };
	int code;

	(void)command;
	if (arguments->count != 2)
		return say_usage(session, "incident transfer REF LOG");
	open_there(&transfer.there, session, arguments->words[1]);
	snprintf(transfer.why, sizeof(transfer.why), "moved to the log %.80s", arguments->words[1]);
	transfer.events = json_array();
	transfer.gone = json_object();
	code = transfer.events && transfer.gone
		       ? run(&transfer, arguments->words[0], arguments->words[1])
		       : say_memory(&transfer);
	json_decref(transfer.events);
	json_decref(transfer.gone);
	client_close(&transfer.there);
	return code;
}
