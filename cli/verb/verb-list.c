/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <string.h>

#include "cli/client/outbox.h"
#include "cli/client/private.h"
#include "cli/say.h"
#include "cli/timeline/outage.h"
#include "cli/view/look.h"
#include "cli/view/pager.h"
#include "cli/view/view.h"
#include "lib/drop.h"
#include "lib/stamp.h"
#include "lib/when.h"

/*
 * incident list: what is not closed, and what was closed within a fortnight.
 */
#define RECENT (14 * STAMP_DAY)

struct wish {
	bool to_do, all;
	int64_t now, limit;
	char since[STAMP_SIZE], until[STAMP_SIZE]; /* or "" */
};

static const char *text_of(const json_t *incident, const char *name)
{
	const char *text = json_string_value(json_object_get(incident, name));

	return text ? text : "";
}

static bool is_recent(const json_t *incident, int64_t now)
{
	int64_t last;

	return strcmp(text_of(incident, "state"), "closed") != 0 ||
	       stamp_parse(text_of(incident, "last_recorded_at"), &last) != 0 ||
	       now - last < RECENT;
}

static void choose(json_t *incidents, const struct wish *wish)
{
	for (size_t i = json_array_size(incidents); i > 0; i--) {
		const json_t *incident = json_array_get(incidents, i - 1);
		struct outage_rest rest;

		if ((*wish->until && strcmp(text_of(incident, "opened_at"), wish->until) > 0) ||
		    (!wish->all && !wish->to_do && !is_recent(incident, wish->now)) ||
		    (wish->to_do && !outage_rest(incident, &rest)))
			json_array_remove(incidents, i - 1);
	}
}

/* With --until the newest ones are not the ones that are meant, so the limit comes last. */
static void cut(json_t *incidents, const struct wish *wish)
{
	while (wish->limit && json_array_size(incidents) > (size_t)wish->limit)
		json_array_remove(incidents, json_array_size(incidents) - 1);
}

static void print_refs(const struct session *session, const json_t *incidents)
{
	json_t *incident;
	size_t index;

	json_array_foreach (incidents, index, incident)
		fprintf(session->out.stream, "%s\n", text_of(incident, "ref"));
}

static void print(struct session *session, const json_t *incidents)
{
	if (session_wants(session, "json"))
		look_json(session, incidents);
	else if (session->silent)
		return;
	else if (session->quiet)
		print_refs(session, incidents);
	else if (json_array_size(incidents))
		view_list(&session->out, incidents, session->now);
	else
		say_hint(session, "nothing to list; incident note \"text\" starts one");
}

static void print_paged(struct session *session, const json_t *incidents)
{
	pid_t pager = pager_start(session);

	print(session, incidents);
	pager_stop(pager);
}

static int read_bound(struct session *session, const char *typed, char text[STAMP_SIZE])
{
	const struct when_context context = { .now = session->now };
	char message[WHEN_MESSAGE_SIZE] = "";
	struct when when = { 0 };

	if (!typed)
		return EXIT_OK;
	if (when_parse(typed, &context, &when, message) != 0 || when.unknown)
		return say_usage(session, "\"%s\" is no time to begin or end at. %s", typed,
				 message);
	stamp_format(when.at, text);
	return EXIT_OK;
}

static int read_wish(struct session *session, const struct arguments *arguments, struct wish *wish)
{
	int code = look_limit(session, arguments, &wish->limit);

	wish->to_do = argument_option(arguments, "todo", 0);
	wish->all = argument_option(arguments, "all", 0);
	if (code == EXIT_OK)
		code = read_bound(session, argument_option(arguments, "since", 0), wish->since);
	return code ? code : read_bound(session, session->until, wish->until);
}

int verb_list(struct session *session, const struct command *command,
	      const struct arguments *arguments)
{
	drop(json_decref) json_t *incidents = NULL;
	struct wish wish = { .now = session->now };
	int code = read_wish(session, arguments, &wish);
	json_t *states = NULL;

	(void)command;
	if (code != EXIT_OK)
		return code;
	if (wish.all)
		states = json_pack("[s, s, s, s, s]", "open", "mitigated", "resolved", "closed",
				   "merged");
	code = look_list(session, states, *wish.since ? wish.since : NULL,
			 *wish.until ? 0 : wish.limit, &incidents);
	if (code != EXIT_OK)
		return code;
	choose(incidents, &wish);
	cut(incidents, &wish);
	print_paged(session, incidents);
	private_notice(session, PRIVATE_EVER);
	outbox_notice(session);
	return EXIT_OK;
}
