/* SPDX-License-Identifier: MIT */
/* The log of one incident, of all, or of the unfiled entries. */
#include "cli/verb/verb.h"

#include "cli/client/client.h"
#include "cli/report/report.h"
#include "cli/verb/follower.h"
#include "cli/view/look.h"
#include "cli/view/pager.h"
#include "cli/view/view.h"
#include "lib/drop.h"

static int64_t last_pos(const struct timeline *timeline)
{
	int64_t last = 0;

	for (size_t i = 0; i < timeline->count; i++)
		last = timeline->entries[i].pos > last ? timeline->entries[i].pos : last;
	return last;
}

/* Returns the time of the last line, or EVENT_NEVER. */
static int64_t print(struct session *session, const struct timeline *timeline,
		     const struct log_options *options)
{
	const struct report report = { &session->out, timeline, options->filter, session->now };
	const struct report_format *format =
		session->format ? report_format_find(session->format) : NULL;

	if (!format || session_wants(session, "text"))
		return view_log(&session->out, timeline, options, session->now);
	format->write(&report);
	return EVENT_NEVER;
}

/* Loads what is asked for, and says what to follow. */
static int load(struct session *session, const struct arguments *arguments, json_t *parameters,
		struct timeline **timeline)
{
	int code;

	if (argument_option(arguments, "unfiled", 0))
		json_object_set_new(parameters, "unfiled", json_true());
	if (argument_option(arguments, "unfiled", 0) || argument_option(arguments, "all", 0))
		return timeline_load_some(session, json_copy(parameters), timeline);
	code = timeline_load(session, look_incident(session, arguments), timeline);
	if (code == EXIT_OK)
		json_object_set_new(parameters, "incident",
				    json_string(timeline_text(*timeline, "incident")));
	return code;
}

/* Was it moved here? What came with an incident that was merged has its corrections with it. */
static bool was_moved(const struct timeline *timeline, const struct entry *entry)
{
	const json_t *event = json_object_get(entry->json, "event");
	const json_t *own = json_object_get(event, "incident");
	struct id opening;

	if (json_equal(own, json_object_get(entry->json, "incident")))
		return false;
	return !own || id_parse(json_string_value(own), &opening) != 0 ||
	       !timeline_find(timeline, &opening);
}

static int ask_about(struct session *session, const struct entry *entry, json_t *corrections)
{
	drop(json_decref) json_t *reply = NULL;
	char id[ID_TEXT_SIZE];
	json_t *which = json_pack("{s:s}", "which", id_format(&entry->event.id, id));
	enum client_answer answer = client_call(session, "Find", which, &reply);

	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	json_array_extend(corrections, json_object_get(reply, "related"));
	return EXIT_OK;
}

/* Corrections stay where they were made. */
static int load_moved(struct session *session, const struct timeline *timeline,
		      struct timeline **moved)
{
	drop(json_decref) json_t *corrections = json_array();
	int code = EXIT_OK;

	for (size_t i = 0; code == EXIT_OK && i < timeline->count; i++)
		if (was_moved(timeline, &timeline->entries[i]))
			code = ask_about(session, &timeline->entries[i], corrections);
	if (code == EXIT_OK)
		*moved = timeline_veiled(session->veil, NULL, steal(&corrections));
	return code;
}

/* Formats of one entry a line begin with the first entry: nothing is printed before. */
static int print_and_follow(struct session *session, const struct timeline *timeline,
			    json_t *parameters, const struct log_options *options, json_t *refs)
{
	bool by_line = session_wants(session, "json") || session_wants(session, "ndjson");
	struct follower follower = {
		.session = session,
		.timeline = timeline,
		.options = options,
		.refs = refs,
		.before = EVENT_NEVER,
	};

	if (!by_line)
		follower.before = print(session, timeline, options);
	json_object_set_new(parameters, "after", json_integer(by_line ? 0 : last_pos(timeline)));
	return follower_run(&follower, parameters);
}

static int print_all(struct session *session, const struct timeline *timeline,
		     const struct log_options *options)
{
	pid_t pager = pager_start(session);

	print(session, timeline, options);
	pager_stop(pager);
	return EXIT_OK;
}

static int64_t near_to(const struct timeline *timeline)
{
	int64_t started = timeline_time(timeline, "started");

	return started == EVENT_NEVER ? 0 : started;
}

int verb_log(struct session *session, const struct command *command,
	     const struct arguments *arguments)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	drop(timeline_free) struct timeline *moved = NULL;
	drop(json_decref) json_t *parameters = json_object();
	drop(json_decref) json_t *refs = NULL;
	struct log_options options = { .audit = argument_option(arguments, "audit", 0) };
	int code = load(session, arguments, parameters, &timeline);

	(void)command;
	if (code == EXIT_OK)
		code = filter_read(session, arguments, near_to(timeline), &options.filter);
	if (code == EXIT_OK && argument_option(arguments, "all", 0))
		code = look_refs(session, &refs);
	else if (code == EXIT_OK && options.audit)
		code = load_moved(session, timeline, &moved);
	if (code != EXIT_OK)
		return code;
	options.refs = refs;
	options.moved = moved;
	if (argument_option(arguments, "follow", 0))
		return print_and_follow(session, timeline, parameters, &options, refs);
	return print_all(session, timeline, &options);
}
