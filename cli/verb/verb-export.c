/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include "cli/client/client.h"
#include "cli/report/report.h"
#include "cli/say.h"
#include "cli/view/look.h"
#include "lib/drop.h"
#include "lib/stamp.h"

/*
 * incident export: a timeline in one of the formats of report/format.c. A format that needs one entry at
 * a time gets them as they come, so that a log of any size takes no memory.
 */
enum { BUFFER_SIZE = 64 * 1024 };

struct stream {
	struct session *session;
	const struct report_format *format;
	const struct filter *filter;
	bool filtered;
};

/* What cannot be read here, of a later version, is exported whole where nothing is to be left out. */
static bool is_taken(const struct stream *stream, const json_t *json)
{
	const json_t *effective = json_object_get(json, "effective");
	struct event event;

	if (!stream->filtered)
		return true;
	if (!json_is_object(effective))
		effective = json_object_get(json, "event");
	return event_read(effective, &event) == 0 && filter_takes(stream->filter, &event);
}

static bool on_entry(void *owner, const json_t *reply)
{
	const struct stream *stream = owner;
	const struct screen *screen = &stream->session->out;
	const json_t *json = json_object_get(reply, "entry");

	if (is_taken(stream, json))
		stream->format->write_entry(screen, json);
	return !ferror(screen->stream);
}

/* An entry as it is stored is a line of ndjson; only a terminal is not given it as it is. */
static bool on_line(void *owner, const char *line, size_t size)
{
	const struct stream *stream = owner;
	FILE *out = stream->session->out.stream;

	fwrite(line, 1, size, out);
	fputc('\n', out);
	return !ferror(out);
}

static enum client_answer read_entries(struct stream *stream, json_t *parameters)
{
	struct session *session = stream->session;

	if (stream->filtered || !stream->format->stored || session->out.terminal)
		return client_stream(session, "Read", parameters, CLIENT_SOON, on_entry, stream);
	return client_lines(session, parameters, on_line, on_entry, stream);
}

static bool is_filter(const struct filter *filter)
{
	return filter->some_kinds || filter->pinned || filter->people ||
	       filter->since != EVENT_NEVER || filter->until != EVENT_NEVER;
}

static int64_t near_to(int64_t started)
{
	return started == EVENT_NEVER ? 0 : started;
}

/* An export of nothing is right, but seldom what was meant. */
static void warn_empty(const struct session *session, const struct report *report)
{
	for (size_t i = 0; i < report->timeline->count; i++)
		if (report_takes(report, &report->timeline->entries[i]))
			return;
	say_warning(session, report->filter.pinned ? "no entry is pinned: incident pin WHICH"
						   : "there is no such entry");
}

static int write_timeline(struct session *session, const struct arguments *arguments,
			  const struct report_format *format)
{
	drop(timeline_free) struct timeline *timeline = NULL;
	bool all = argument_option(arguments, "all", 0);
	struct filter filter;
	struct report report;
	int code = all ? timeline_load_some(session, json_object(), &timeline)
		       : timeline_load(session, look_incident(session, arguments), &timeline);

	if (code == EXIT_OK)
		code = filter_read(session, arguments, near_to(timeline_time(timeline, "started")),
				   &filter);
	if (code != EXIT_OK)
		return code;
	report = (struct report){ &session->out, timeline, filter, session->now };
	format->write(&report);
	warn_empty(session, &report);
	return EXIT_OK;
}

/* The incident that is meant: its id for Read, which without one would give all, and when it started. */
static int find(struct session *session, const char *incident, json_t *parameters, int64_t *started)
{
	drop(json_decref) json_t *reply = NULL;
	const char *id = NULL, *start = NULL;
	enum client_answer answer =
		client_call(session, "Show", json_pack("{s:s*}", "incident", incident), &reply);

	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	if (json_unpack(reply, "{s:{s:s, s?s}}", "incident", "incident", &id, "started", &start))
		return EXIT_FAILED;
	if (!start || stamp_parse(start, started) != 0)
		*started = EVENT_NEVER;
	return json_object_set_new(parameters, "incident", json_string(id)) ? EXIT_FAILED : EXIT_OK;
}

static int write_stream(struct session *session, const struct arguments *arguments,
			const struct report_format *format)
{
	static char buffer[BUFFER_SIZE]; /* setvbuf() without one takes no size (glibc) */
	drop(json_decref) json_t *parameters = json_object();
	struct filter filter;
	struct stream stream = { session, format, &filter, false };
	int64_t started = EVENT_NEVER;
	enum client_answer answer;
	int code = EXIT_OK;

	if (!argument_option(arguments, "all", 0))
		code = find(session, look_incident(session, arguments), parameters, &started);
	if (code == EXIT_OK)
		code = filter_read(session, arguments, near_to(started), &filter);
	if (code != EXIT_OK)
		return code;
	stream.filtered = is_filter(&filter);
	setvbuf(session->out.stream, buffer, _IOFBF, BUFFER_SIZE);
	answer = read_entries(&stream, json_incref(parameters));
	if (answer != CLIENT_OK && answer != CLIENT_STOPPED)
		return client_explain(session, answer);
	return EXIT_OK;
}

int verb_export(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	const struct report_format *format =
		session->format ? report_format_find(session->format) : report_formats;

	(void)command;
	if (!format)
		return say_usage(session, "there is no format \"%s\"; -o help lists them",
				 session->format);
	if (format->write_entry && !session->veil) /* whose names are known at the end only */
		return write_stream(session, arguments, format);
	return write_timeline(session, arguments, format);
}
