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
#include <unistd.h>

#include "cli/client/portion.h"
#include "cli/say.h"
#include "lib/buffer.h"
#include "lib/drop.h"

struct import {
	const char *name; /* of the file, for errors */
	struct portion portion;
};

static int say_memory(const struct import *import)
{
	say_error(import->portion.session, "%s: no memory", import->name);
	return EXIT_FAILED;
}

/* What was taken before an error stays: the same import, run again, goes on there. */
static void say_taken(const struct import *import)
{
	json_int_t taken = import->portion.taken;

	if (taken && !import->portion.dry)
		say_reason(import->portion.session,
			   "%" JSON_INTEGER_FORMAT " %s taken before it, and %s", taken,
			   taken == 1 ? "event was" : "events were", taken == 1 ? "stays" : "stay");
}

/* line 0: of the whole file. */
static int say_line(const struct import *import, size_t line, const char *what)
{
	const struct session *session = import->portion.session;

	if (line)
		say_error(session, "%s:%zu: %s", import->name, line, what);
	else
		say_error(session, "%s: %s", import->name, what);
	say_taken(import);
	return EXIT_FAILED;
}

/* Which event was not taken, and why; or why nothing was. */
static int explain(struct import *import, int answer)
{
	const char *reason;
	size_t line;
	int code;

	if (answer == CLIENT_OK)
		return EXIT_OK;
	if (answer == PORTION_MEMORY)
		return say_memory(import);
	reason = answer == CLIENT_ERROR ? portion_refused(&import->portion, &line) : NULL;
	if (reason)
		return say_line(import, line, reason);
	code = client_explain(import->portion.session, (enum client_answer)answer);
	say_taken(import);
	return code;
}

static bool is_event(const json_t *object)
{
	return json_is_object(json_object_get(object, "event"));
}

static int add(struct import *import, const json_t *object, size_t size, size_t line)
{
	json_t *event;

	if (json_object_get(object, "veiled"))
		return say_line(import, line,
				"it was exported with --pseudonyms or --redact, and is no longer "
				"what was recorded");
	if (!is_event(object) || size > portion_bytes)
		return say_line(import, line, "it is no event of an export");
	event = portion_event(object);
	if (!event)
		return say_memory(import);
	return explain(import, portion_add(&import->portion, event, size, line));
}

static json_t *parse(const char *text, size_t size)
{
	return json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
}

static int add_line(struct import *import, const char *text, size_t size, size_t number)
{
	drop(json_decref) json_t *object = parse(text, size);

	if (strspn(text, " \t\r\n") == size)
		return EXIT_OK;
	if (!object)
		return say_line(import, number, "it is no JSON: was the file cut off?");
	return add(import, object, size, number);
}

static int read_lines(struct import *import, FILE *file, char **line, size_t *room, ssize_t size)
{
	int code = EXIT_OK;

	for (size_t number = 1; code == EXIT_OK && size >= 0; number++) {
		code = add_line(import, *line, (size_t)size, number);
		if (code == EXIT_OK)
			size = getline(line, room, file);
	}
	return code;
}

/* The rest of a document, after its first line. */
static int read_document(struct import *import, FILE *file, const char *line, size_t size)
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
	if (text.failed)
		return say_memory(import);
	document = parse(text.data, text.size);
	if (!document)
		return say_line(import, 0, "it is neither `export -o ndjson` nor `export -o json`");
	log = json_object_get(document, "log");
	if (!json_is_array(log))
		return say_line(import, 0,
				"it has no \"log\": a document of incident export -o json has one, "
				"unless it was veiled");
	json_array_foreach ((json_t *)log, index, object) {
		if (code == EXIT_OK)
			code = add(import, object, json_dumpb(object, NULL, 0, JSON_COMPACT), 0);
	}
	return code;
}

static int read_all(struct import *import, FILE *file)
{
	drop(free) char *line = NULL;
	size_t room = 0;
	ssize_t size = getline(&line, &room, file);
	drop(json_decref) json_t *first = size > 0 ? parse(line, (size_t)size) : NULL;
	int code;

	if (size <= 0)
		return say_line(import, 0, "it is empty");
	if (is_event(first) || json_object_get(first, "veiled"))
		code = read_lines(import, file, &line, &room, size);
	else
		code = read_document(import, file, line, (size_t)size);
	return code == EXIT_OK ? explain(import, portion_send(&import->portion)) : code;
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

static int run(struct import *import, FILE *file)
{
	int code;

	if (file) {
		code = read_all(import, file);
	} else {
		say_error(import->portion.session, "%s: %s", import->name, strerror(errno));
		code = EXIT_FAILED;
	}
	if (code == EXIT_OK)
		print(&import->portion);
	return code;
}

int verb_import(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	const char *name = arguments->words[0];
	struct import import = { .name = name };
	int code;

	(void)command;
	if (arguments->count != 1)
		return say_usage(session, "incident import FILE, or - for standard input");
	if (portion_open(&import.portion, session))
		return say_memory(&import);
	import.portion.dry = argument_option(arguments, "dry-run", 0);
	drop(file_close) FILE *file =
		strcmp(name, "-") == 0 ? fdopen(dup(STDIN_FILENO), "r") : fopen(name, "re");
	code = run(&import, file);
	portion_close(&import.portion);
	return code;
}
