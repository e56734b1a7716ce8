/* SPDX-License-Identifier: MIT */
/*
 * What was taken over is held by the shared log under the same id, so nothing has to be remembered. Whatever
 * goes wrong with the private log is no matter of whoever speaks to the shared one.
 */
#include "cli/client/private.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "cli/client/socket.h"
#include "cli/say.h"
#include "lib/drop.h"

#define NAMED_MOST 8
#define OWN_ANSWER 500 /* milliseconds: what was typed is answered, and the prompt waits */

static bool is_shared(const struct session *session)
{
	drop(socket_free) struct socket_choice choice;

	return socket_choose(session, &choice) == 0 && choice.owner == SOCKET_HOST;
}

static bool was_written(const char *state, const char *file, int64_t recent)
{
	drop(free) char *path = NULL;
	struct stat status;

	if (asprintf(&path, "%s/%s", state, file) < 0)
		path = NULL;
	return path && stat(path, &status) == 0 && time(NULL) - status.st_mtime < recent;
}

/* Entries stand in its second file until they go into the first. */
static bool is_worth_waking(const struct session *own, int64_t recent)
{
	drop(socket_free) struct socket_choice choice;

	return socket_choose(own, &choice) == 0 && choice.owner == SOCKET_USER &&
	       (was_written(choice.state, "incident.db", recent) ||
		was_written(choice.state, "incident.db-wal", recent));
}

static bool keep_incident(void *owner, const json_t *reply)
{
	json_array_append(owner, json_object_get(reply, "incident"));
	return true;
}

static json_t *open_incidents(struct session *own)
{
	json_t *incidents = json_array();

	client_stream(
		own, "List",
		json_pack("{s:[s, s], s:i}", "states", "open", "mitigated", "limit", NAMED_MOST),
		CLIENT_SOON, keep_incident, incidents);
	return incidents;
}

static const char *text_of(const json_t *incident, const char *name)
{
	const char *text = json_string_value(json_object_get(incident, name));

	return text ? text : "";
}

/* Only the recorder's own word that it is not there counts. */
static bool is_missing(struct session *session, const json_t *incident)
{
	drop(json_decref) json_t *reply = NULL;

	return client_call(session, "Show",
			   json_pack("{s:s}", "incident", text_of(incident, "incident")),
			   &reply) == CLIENT_ERROR &&
	       strcmp(client_error(session, NULL), "NoSuchIncident") == 0;
}

static void name_missing(struct session *session, const json_t *incidents)
{
	bool any = false;
	json_t *incident;
	size_t i;

	json_array_foreach ((json_t *)incidents, i, incident) {
		if (!is_missing(session, incident))
			continue;
		say_warning(session, "open in your private log, and not in this one: %s %s",
			    text_of(incident, "ref"), text_of(incident, "title"));
		any = true;
	}
	if (any)
		say_warning(session,
			    "to take it over: incident --user export --all -o ndjson | "
			    "%sincident import -",
			    geteuid() ? "sudo " : "");
}

/* The same run, speaking to the private log, in silence. */
static struct session own_session(const struct session *session, FILE *nowhere)
{
	struct session own = *session;

	own.client = NULL;
	own.user = true;
	own.patience = OWN_ANSWER;
	own.log = NULL;
	own.text = own.recorded = own.recorded_in = NULL;
	own.err.stream = nowhere;
	return own;
}

void private_notice(struct session *session, int64_t recent)
{
	if (session->quiet || !is_shared(session))
		return;
	drop(file_close) FILE *nowhere = fopen("/dev/null", "we");
	if (!nowhere)
		return;
	struct session own = own_session(session, nowhere);
	if (is_worth_waking(&own, recent) && client_wake(&own)) {
		drop(json_decref) json_t *incidents = open_incidents(&own);

		name_missing(session, incidents);
	}
	client_close(&own);
}
