/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include "cli/client/client.h"
#include "cli/report/report.h"
#include "cli/view/look.h"
#include "cli/view/pager.h"
#include "cli/view/view.h"
#include "lib/drop.h"

/*
 * incident log: of one incident, of all, or of the unfiled entries. With --follow it goes on behind the
 * last entry printed, so none is lost and none comes twice.
 */
struct follower {
	struct session *session;
	const struct timeline *timeline; /* what was printed: its columns are kept */
	const struct log_options *options;
	int64_t before; /* the time of the last line, or EVENT_NEVER */
};

static int64_t last_pos(const struct timeline *timeline)
{
	int64_t last = 0;

	for (size_t i = 0; i < timeline->count; i++)
		last = timeline->entries[i].pos > last ? timeline->entries[i].pos : last;
	return last;
}

static bool on_entry(void *owner, const json_t *reply)
{
	struct follower *follower = owner;
	struct session *session = follower->session;
	json_t *json = json_object_get(reply, "entry");
	drop(timeline_free) struct timeline *one = timeline_new(NULL, json_pack("[O]", json));
	struct entry *entry = one && one->count ? one->entries : NULL;
	struct id target;

	if (entry && event_target(&entry->event, &target) == 0)
		entry->target = timeline_find(follower->timeline, &target);
	if (!entry || !filter_takes(&follower->options->filter, &entry->event))
		return true;
	if (session_wants(session, "json"))
		look_json(session, json);
	else if (session_wants(session, "ndjson"))
		report_ndjson_entry(&session->out, json);
	else
		follower->before = view_log_entry(&session->out, follower->timeline,
						  follower->options, entry, follower->before);
	return screen_flush(&session->out);
}

static int follow(struct follower *follower, json_t *parameters)
{
	struct session *session = follower->session;
	enum client_answer answer;

	if (!screen_flush(&session->out))
		return EXIT_FAILED;
	json_object_set_new(parameters, "follow", json_true());
	answer = client_stream(session, "Read", json_incref(parameters), CLIENT_FOLLOW, on_entry,
			       follower);
	if (answer == CLIENT_OK || answer == CLIENT_STOPPED)
		return EXIT_OK;
	return client_explain(session, answer);
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

/* Formats of one entry a line begin with the first entry: nothing is printed before. */
static int print_and_follow(struct session *session, const struct timeline *timeline,
			    json_t *parameters, const struct log_options *options)
{
	bool by_line = session_wants(session, "json") || session_wants(session, "ndjson");
	struct follower follower = { session, timeline, options, EVENT_NEVER };

	if (!by_line)
		follower.before = print(session, timeline, options);
	json_object_set_new(parameters, "after", json_integer(by_line ? 0 : last_pos(timeline)));
	return follow(&follower, parameters);
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
	drop(json_decref) json_t *parameters = json_object();
	drop(json_decref) json_t *refs = NULL;
	struct log_options options = { .audit = argument_option(arguments, "audit", 0) };
	int code = load(session, arguments, parameters, &timeline);

	(void)command;
	if (code == EXIT_OK)
		code = filter_read(session, arguments, near_to(timeline), &options.filter);
	if (code == EXIT_OK && argument_option(arguments, "all", 0))
		code = look_refs(session, &refs);
	if (code != EXIT_OK)
		return code;
	options.refs = refs;
	if (argument_option(arguments, "follow", 0))
		return print_and_follow(session, timeline, parameters, &options);
	return print_all(session, timeline, &options);
}
