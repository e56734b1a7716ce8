/* SPDX-License-Identifier: MIT */
#include "cli/view/look.h"

#include <errno.h>
#include <stdlib.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "lib/drop.h"

/*
 * Lists and refs come in one reply an incident.
 */
const char *look_incident(const struct session *session, const struct arguments *arguments)
{
	return arguments->count ? arguments->words[0] : session->incident;
}

static bool on_incident(void *owner, const json_t *reply)
{
	json_t *incident = json_object_get(reply, "incident");

	return incident && json_array_append(owner, incident) == 0;
}

int look_list(struct session *session, json_t *states, const char *since, int64_t limit,
	      json_t **incidents)
{
	drop(json_decref) json_t *found = json_array();
	json_t *bound = limit ? json_integer(limit) : NULL;
	json_t *parameters =
		json_pack("{s:o*, s:s*, s:o*}", "states", states, "since", since, "limit", bound);
	enum client_answer answer =
		client_stream(session, "List", parameters, CLIENT_SOON, on_incident, found);

	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	*incidents = steal(&found);
	return EXIT_OK;
}

int look_refs(struct session *session, json_t **refs)
{
	drop(json_decref) json_t *incidents = NULL;
	json_t *states =
		json_pack("[s, s, s, s, s]", "open", "mitigated", "resolved", "closed", "merged");
	int code = look_list(session, states, NULL, 0, &incidents);
	json_t *incident;
	size_t index;

	if (code != EXIT_OK)
		return code;
	*refs = json_object();
	json_array_foreach (incidents, index, incident) {
		const char *id = json_string_value(json_object_get(incident, "incident"));

		if (id)
			json_object_set(*refs, id, json_object_get(incident, "ref"));
	}
	return EXIT_OK;
}

void look_json(const struct session *session, const json_t *json)
{
	json_dumpf(json, session->out.stream,
		   JSON_COMPACT | JSON_ENCODE_ANY |
			   (session->out.terminal ? JSON_ENSURE_ASCII : 0));
	fputc('\n', session->out.stream);
}

int look_limit(const struct session *session, const struct arguments *arguments, int64_t *limit)
{
	const char *typed = argument_option(arguments, "limit", 0);
	char *end = NULL;

	*limit = 0;
	if (!typed)
		return EXIT_OK;
	errno = 0;
	*limit = strtoll(typed, &end, 10);
	if (errno || end == typed || *end || *limit < 1)
		return say_usage(session, "--limit takes a number from 1 on, not \"%s\"", typed);
	return EXIT_OK;
}
