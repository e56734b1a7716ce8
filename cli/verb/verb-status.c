/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <stdlib.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "cli/view/look.h"
#include "cli/view/view.h"
#include "lib/drop.h"

/*
 * incident status: where we stand, a block for each open incident, the worst first; or for the one that
 * was named. With none open, the line of the last one.
 */
static int64_t severity_of(const json_t *incident)
{
	int64_t severity = json_integer_value(json_object_get(incident, "severity"));

	return severity ? severity : 6;
}

static int worst_first(const void *left, const void *right)
{
	const json_t *a = *(json_t *const *)left, *b = *(json_t *const *)right;

	return (severity_of(a) > severity_of(b)) - (severity_of(a) < severity_of(b));
}

static json_t *sorted(const json_t *incidents)
{
	size_t count = json_array_size(incidents);
	drop(free) json_t **rows = calloc(count + 1, sizeof(*rows));
	json_t *array = json_array();

	for (size_t i = 0; rows && i < count; i++)
		rows[i] = json_array_get(incidents, i);
	if (rows)
		qsort(rows, count, sizeof(*rows), worst_first);
	for (size_t i = 0; rows && i < count; i++)
		json_array_append(array, rows[i]);
	return array;
}

static int print_one(struct session *session, const char *incident, bool customers)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	int code = timeline_load(session, incident, &timeline);

	if (code != EXIT_OK)
		return code;
	if (session_wants(session, "json"))
		look_json(session, timeline->incident);
	else if (session->quiet)
		fprintf(session->out.stream, "%s\n", timeline_text(timeline, "ref"));
	else if (customers)
		view_status_customers(&session->out, timeline, session->now);
	else
		view_status(&session->out, timeline, session->now);
	return EXIT_OK;
}

static int print_all(struct session *session, const json_t *incidents, bool customers)
{
	drop(json_decref) json_t *rows = sorted(incidents);
	bool plain = session->quiet || session_wants(session, "json");
	int code = EXIT_OK;
	json_t *incident;
	size_t index;

	json_array_foreach (rows, index, incident) {
		if (index && !plain)
			fputc('\n', session->out.stream);
		if (code == EXIT_OK)
			code = print_one(session,
					 json_string_value(json_object_get(incident, "incident")),
					 customers);
	}
	return code;
}

/* What customers may read of the last one, too. */
static int print_last_for_customers(struct session *session)
{
	drop(json_decref) json_t *incidents = NULL;
	int code = look_list(session, NULL, NULL, 1, &incidents);

	if (code != EXIT_OK || !json_array_size(incidents))
		return code;
	return print_one(
		session,
		json_string_value(json_object_get(json_array_get(incidents, 0), "incident")), true);
}

static int print_last(struct session *session)
{
	drop(json_decref) json_t *incidents = NULL;
	int code = look_list(session, NULL, NULL, 1, &incidents);

	if (code == EXIT_OK && session_wants(session, "json"))
		look_json(session,
			  json_array_size(incidents) ? json_array_get(incidents, 0) : json_null());
	else if (code == EXIT_OK && json_array_size(incidents))
		view_list(&session->out, incidents, session->now);
	if (code == EXIT_OK)
		say_hint(session, "nothing is open; incident note \"text\" starts one");
	return code;
}

int verb_status(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	drop(json_decref) json_t *incidents = NULL;
	const char *whom = argument_option(arguments, "for", 0);
	const char *incident = look_incident(session, arguments);
	int code;

	(void)command;
	if (whom && strcmp(whom, "customers") != 0)
		return say_usage(session, "--for knows customers, not \"%s\"", whom);
	if (incident)
		return print_one(session, incident, whom);
	code = look_list(session, json_pack("[s, s]", "open", "mitigated"), NULL, 0, &incidents);
	if (code == EXIT_OK && json_array_size(incidents))
		code = print_all(session, incidents, whom);
	else if (code == EXIT_OK)
		code = whom ? print_last_for_customers(session) : print_last(session);
	return code;
}
