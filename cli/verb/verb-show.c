/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include <string.h>
#include <strings.h>

#include "cli/client/client.h"
#include "cli/config.h"
#include "cli/timeline/metric.h"
#include "cli/view/look.h"
#include "cli/view/pager.h"
#include "cli/view/view.h"
#include "lib/drop.h"

/*
 * incident show: an incident, or one entry. Both have names of four letters; with -i a word can only be
 * an entry, else it is the incident of that name, else the entry, else the incident whose name it is a
 * part of: four letters are part of a long id by chance often enough.
 */
static void print_json(const struct session *session, const struct timeline *timeline,
		       const struct metrics *metrics)
{
	drop(json_decref) json_t *incident = json_copy(timeline->incident);

	json_object_set_new(incident, "metrics", metrics_json(metrics, timeline));
	look_json(session, incident);
}

static void print_incident(const struct session *session, const struct timeline *timeline)
{
	struct metrics metrics;

	config_metrics(session, &metrics);
	pid_t pager = pager_start(session);
	if (session_wants(session, "json"))
		print_json(session, timeline, &metrics);
	else if (session->quiet)
		fprintf(session->out.stream, "%s\n", timeline_text(timeline, "ref"));
	else
		view_show(&session->out, timeline, &metrics, session->now);
	pager_stop(pager);
}

static int show_incident(struct session *session, const char *incident)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	int code = timeline_load(session, incident, &timeline);

	if (code == EXIT_OK)
		print_incident(session, timeline);
	return code;
}

/* The entry that it is about, which goes without saying in the answer of Find; {} if there is none. */
static json_t *find_target(struct session *session, const json_t *entry)
{
	const json_t *data = json_object_get(json_object_get(entry, "event"), "data");
	const char *target = json_string_value(json_object_get(data, "target"));
	json_t *reply = NULL;

	if (!target || client_call(session, "Find", json_pack("{s:s}", "which", target), &reply))
		return json_object();
	return reply;
}

static void print_event(struct session *session, const json_t *found)
{
	const json_t *entry = json_object_get(found, "entry");
	drop(json_decref) json_t *target = find_target(session, entry);
	const char *handle = json_string_value(json_object_get(entry, "handle"));
	pid_t pager = pager_start(session);

	if (session_wants(session, "json"))
		look_json(session, found);
	else if (session->quiet)
		fprintf(session->out.stream, "%s\n", handle ? handle : "");
	else
		view_event(&session->out, entry, json_object_get(target, "entry"),
			   json_object_get(found, "related"), json_object_get(found, "imported"));
	pager_stop(pager);
}

static int show_event(struct session *session, const char *which)
{
	drop(json_decref) json_t *reply = NULL;
	json_t *parameters =
		json_pack("{s:s, s:s*}", "which", which, "incident", session->incident);
	enum client_answer answer = client_call(session, "Find", parameters, &reply);

	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	print_event(session, reply);
	return EXIT_OK;
}

static bool is_name(const json_t *incident, const char *member, const char *word)
{
	const char *name = json_string_value(json_object_get(incident, member));
	const char *tail = name ? strrchr(name, '-') : NULL;

	return name && (strcasecmp(name, word) == 0 || (tail && strcasecmp(tail + 1, word) == 0));
}

/* Is it the name of an incident, or of several? *whole: not a part of it, but a ref or an id. */
static bool is_incident(struct session *session, const char *word, bool *whole)
{
	drop(json_decref) json_t *reply = NULL;
	enum client_answer answer =
		client_call(session, "Show", json_pack("{s:s}", "incident", word), &reply);
	const json_t *incident = json_object_get(reply, "incident");

	*whole = is_name(incident, "ref", word) || is_name(incident, "full_ref", word) ||
		 is_name(incident, "incident", word);
	return answer == CLIENT_OK || (answer == CLIENT_ERROR && strcmp(client_error(session, NULL),
									"AmbiguousIncident") == 0);
}

static bool is_event(struct session *session, const char *word)
{
	drop(json_decref) json_t *reply = NULL;

	return client_call(session, "Find", json_pack("{s:s}", "which", word), &reply) == CLIENT_OK;
}

int verb_show(struct session *session, const struct command *command,
	      const struct arguments *arguments)
{
	const char *word = arguments->words[0];
	bool whole;

	(void)command;
	if (!arguments->count)
		return show_incident(session, session->incident);
	if (arguments->count > 1 || session->incident)
		return show_event(session, word);
	if (is_incident(session, word, &whole) && (whole || !is_event(session, word)))
		return show_incident(session, word);
	return show_event(session, word);
}
