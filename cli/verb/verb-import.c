/* SPDX-License-Identifier: MIT */
/*
 * incident import: the lines of `export -o ndjson`, or the "log" of `export -o json`, go to the recorder
 * some hundred at a time, each portion all or none. What is there already is recognised, so an import
 * that was cut off is simply run again.
 */
#include "cli/verb/verb.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "include/limits.h"
#include "lib/buffer.h"
#include "lib/drop.h"

enum { portion_events = 500, portion_bytes = LIMIT_MESSAGE / 2 };

struct portion {
	struct session *session;
	const char *name; /* of the file, for errors */
	bool dry;
	json_t *events;
	size_t bytes, lines[portion_events]; /* where each stands; 0: in a document */
	json_int_t taken, held, holes;
};

static int say_line(const struct portion *portion, size_t line, const char *what)
{
	if (line)
		say_error(portion->session, "%s:%zu: %s", portion->name, line, what);
	else
		say_error(portion->session, "%s: %s", portion->name, what);
	if (portion->taken && !portion->dry)
		say_reason(portion->session,
			   "%" JSON_INTEGER_FORMAT " events before it were taken, and stay",
			   portion->taken);
	return EXIT_FAILED;
}

/* Which event it was, and why. */
static int say_not_taken(const struct portion *portion, const json_t *parameters)
{
	json_int_t index = 0;
	const char *reason = "";

	json_unpack((json_t *)parameters, "{s:I, s:s}", "index", &index, "reason", &reason);
	if (index < 0 || index >= portion_events)
		index = 0;
	return say_line(portion, portion->lines[index], reason);
}

static int send(struct portion *portion)
{
	drop(json_decref) json_t *reply = NULL;
	json_int_t taken = 0, held = 0, holes = 0;
	const json_t *parameters;
	enum client_answer answer;

	if (!json_array_size(portion->events))
		return EXIT_OK;
	answer = client_call(
		portion->session, "Import",
		json_pack("{s:O, s:b}", "events", portion->events, "dry", portion->dry), &reply);
	if (answer == CLIENT_ERROR &&
	    strcmp(client_error(portion->session, &parameters), "NotTaken") == 0)
		return say_not_taken(portion, parameters);
	if (answer != CLIENT_OK)
		return client_explain(portion->session, answer);
	json_unpack(reply, "{s:I, s:I, s:I}", "taken", &taken, "held", &held, "holes", &holes);
	portion->taken += taken;
	portion->held += held;
	portion->holes += holes;
	json_array_clear(portion->events);
	portion->bytes = 0;
	return EXIT_OK;
}

static bool is_event(const json_t *object)
{
	return json_is_object(json_object_get(object, "event"));
}

/* Of an export only what an import needs. */
static int add(struct portion *portion, const json_t *object, size_t size, size_t line)
{
	static const char *const names[] = { "event", "hash", "leaf", "salt" };
	json_t *event = json_object();
	int code = EXIT_OK;

	if (json_object_get(object, "veiled"))
		code = say_line(portion, line,
				"it was exported with --pseudonyms or --redact, and is no longer "
				"what was recorded");
	else if (!is_event(object) || size > portion_bytes)
		code = say_line(portion, line, "it is no event of an export");
	else if (json_array_size(portion->events) == portion_events ||
		 portion->bytes + size > portion_bytes)
		code = send(portion);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (json_object_get(object, names[i]))
			json_object_set(event, names[i], json_object_get(object, names[i]));
	portion->lines[json_array_size(portion->events) % portion_events] = line;
	portion->bytes += size;
	json_array_append_new(portion->events, event);
	return code;
}

static json_t *parse(const char *text, size_t size)
{
	return json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
}

static int add_line(struct portion *portion, const char *text, size_t size, size_t number)
{
	drop(json_decref) json_t *object = parse(text, size);

	if (strspn(text, " \t\r\n") == size)
		return EXIT_OK;
	if (!object)
		return say_line(portion, number, "it is no JSON: was the file cut off?");
	return add(portion, object, size, number);
}

static int read_lines(struct portion *portion, FILE *file, char **line, size_t *room, ssize_t size)
{
	int code = EXIT_OK;

	for (size_t number = 1; code == EXIT_OK && size >= 0; number++) {
		code = add_line(portion, *line, (size_t)size, number);
		if (code == EXIT_OK)
			size = getline(line, room, file);
	}
	return code;
}

/* The rest of a document, after its first line. */
static int read_document(struct portion *portion, FILE *file, const char *line, size_t size)
{
	drop(buffer_free) struct buffer text = { 0 };
	drop(json_decref) json_t *document = NULL;
	char part[16384];
	const json_t *log, *object;
	size_t index;
	int code = EXIT_OK;

	buffer_add(&text, line, size);
	while ((size = fread(part, 1, sizeof(part), file)) > 0)
		buffer_add(&text, part, size);
	document = text.failed ? NULL : parse(text.data, text.size);
	if (!document)
		return say_line(portion, 0,
				"it is neither `export -o ndjson` nor `export -o json`");
	log = json_object_get(document, "log");
	if (!json_is_array(log))
		return say_line(portion, 0,
				"it has no \"log\": a document of incident export -o json has one, "
				"unless it was veiled");
	json_array_foreach ((json_t *)log, index, object) {
		drop(free) char *event = json_dumps(object, JSON_COMPACT);

		if (code == EXIT_OK)
			code = add(portion, object, event ? strlen(event) : 0, 0);
	}
	return code;
}

static int read_all(struct portion *portion, FILE *file)
{
	drop(free) char *line = NULL;
	size_t room = 0;
	ssize_t size = getline(&line, &room, file);
	drop(json_decref) json_t *first = size > 0 ? parse(line, (size_t)size) : NULL;
	int code;

	if (size <= 0)
		return say_line(portion, 0, "it is empty");
	if (is_event(first) || json_object_get(first, "veiled"))
		code = read_lines(portion, file, &line, &room, size);
	else
		code = read_document(portion, file, line, (size_t)size);
	return code == EXIT_OK ? send(portion) : code;
}

static void print(const struct portion *portion)
{
	const struct screen *screen = &portion->session->out;

	if (session_wants(portion->session, "json")) {
		screen_print(screen, PAINT_PLAIN,
			     "{\"taken\":%" JSON_INTEGER_FORMAT ",\"held\":%" JSON_INTEGER_FORMAT
			     ",\"holes\":%" JSON_INTEGER_FORMAT "}\n",
			     portion->taken, portion->held, portion->holes);
		return;
	}
	if (portion->session->quiet || portion->session->silent)
		return;
	screen_print(screen, PAINT_PLAIN,
		     "%s %" JSON_INTEGER_FORMAT ", held already %" JSON_INTEGER_FORMAT "\n",
		     portion->dry ? "would take" : "took", portion->taken, portion->held);
	if (portion->holes > 0 && !portion->dry)
		screen_print(screen, PAINT_DIM,
			     "not held: what came before %" JSON_INTEGER_FORMAT
			     " of them in their log (incident verify counts it)\n",
			     portion->holes);
}

int verb_import(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	const char *name = arguments->count ? arguments->words[0] : NULL;
	bool from_stdin = name && strcmp(name, "-") == 0;
	drop(file_close) FILE *file = from_stdin ? fdopen(dup(STDIN_FILENO), "r")
				      : name     ? fopen(name, "re")
						 : NULL;
	struct portion portion = { .session = session,
				   .name = name,
				   .dry = argument_option(arguments, "dry-run", 0),
				   .events = json_array() };
	int code;

	(void)command;
	if (arguments->count != 1) {
		json_decref(portion.events);
		return say_usage(session, "incident import FILE, or - for standard input");
	}
	if (file) {
		code = read_all(&portion, file);
	} else {
		say_error(session, "%s: %s", name, strerror(errno));
		code = EXIT_FAILED;
	}
	json_decref(portion.events);
	if (code == EXIT_OK)
		print(&portion);
	return code;
}
