/* SPDX-License-Identifier: MIT */
/*
 * All verbs that record a kind: its first words, its options, its time, its text, in this order, so that
 * stdin is read only when nothing else is wrong.
 */
#include <string.h>

#include "cli/record/field.h"
#include "cli/record/input.h"
#include "cli/record/moment.h"
#include "cli/record/record.h"
#include "cli/record/stray.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"
#include "lib/kind.h"

/* The words after the verb, taken from the front. */
struct taker {
	const struct arguments *arguments;
	size_t taken;
};

/* Fields that are typed as the first words: role NAME PERSON, severity LEVEL. */
static int take_first(struct session *session, const struct command *command, struct taker *taker,
		      json_t *data)
{
	char name[FIELD_NAME_SIZE];

	for (const struct field_row *row = fields; row->name; row++) {
		if ((int)row->kind != command->kind || row->need != FIELD_FIRST ||
		    json_object_get(data, row->name))
			continue;
		if (taker->taken == taker->arguments->count)
			return say_usage(session, "which %s? incident %s %s",
					 field_called(row, name), command_name(command),
					 command_usage(command));
		int code = field_read_value(session, row, taker->arguments->words[taker->taken++],
					    data);
		if (code)
			return code;
	}
	return EXIT_OK;
}

/* FIELD_WHICH: the kind names an entry; FIELD_MAYBE: it may; else FIELD_OPTIONAL. */
static enum field_need which_need(int kind)
{
	for (const struct field_row *row = fields; row->name; row++)
		if ((int)row->kind == kind &&
		    (row->need == FIELD_WHICH || row->need == FIELD_MAYBE))
			return row->need;
	return FIELD_OPTIONAL;
}

static int take_which(struct session *session, const struct command *command, struct taker *taker,
		      json_t *draft)
{
	enum field_need need = which_need(command->kind);
	const char *which = taker->arguments->words[taker->taken];

	if (need == FIELD_OPTIONAL)
		return EXIT_OK;
	if (taker->taken == taker->arguments->count)
		return need == FIELD_WHICH
			       ? say_usage(session, "which entry? incident %s %s",
					   command_name(command), command_usage(command))
			       : EXIT_OK;
	if (need == FIELD_MAYBE && input_is_stdin(taker->arguments, taker->taken))
		return EXIT_OK;
	taker->taken++;
	if (need == FIELD_MAYBE)
		json_object_set_new(draft, "maybe", json_true());
	if (json_object_set_new(draft, "which", json_string(which)) < 0)
		return say_usage(session, "WHICH is no UTF-8 text");
	return EXIT_OK;
}

static int add_text(struct session *session, int kind, const struct taker *taker, json_t *draft)
{
	int code = input_read(session, input_is_stdin(taker->arguments, taker->taken),
			      kinds[kind].text == KIND_TEXT_NEEDED);

	if (!code && session->text)
		json_object_set_new(draft, "text", json_string(session->text));
	return code;
}

/* `close --false-alarm` */
static void add_shorthand(const struct arguments *arguments, json_t *data)
{
	if (argument_option(arguments, "false-alarm", 0))
		json_object_set_new(data, "reason", json_string("false_alarm"));
}

static int fill(struct session *session, const struct command *command, struct taker *taker,
		json_t *draft, json_t *data)
{
	int kind = command->kind;
	int code = take_first(session, command, taker, data);

	code = code ? code : take_which(session, command, taker, draft);
	code = code ? code : field_read(session, kind, taker->arguments, data);
	code = code ? code : field_check(session, kind, data);
	code = code ? code : moment_read(session, MOMENT_ASK, draft);
	if (code)
		return code;
	add_shorthand(taker->arguments, data);
	input_keep(session, taker->arguments, taker->taken);
	code = add_text(session, kind, taker, draft);
	/* what may be text is given back with it */
	if (!code && json_object_get(draft, "maybe") &&
	    !input_is_stdin(taker->arguments, taker->taken))
		input_keep(session, taker->arguments, taker->taken - 1);
	return code;
}

static int record(struct session *session, const struct command *command,
		  const struct arguments *arguments, json_t *data)
{
	drop(json_decref) json_t *draft = record_draft(session, (enum kind)command->kind);
	struct taker taker = { .arguments = arguments };
	int code = draft && data ? EXIT_OK : EXIT_FAILED;

	input_keep(session, arguments, 0);
	code = code ? code : fill(session, command, &taker, draft, data);
	if (code)
		return code;
	if (json_object_size(data))
		json_object_set(draft, "data", data);
	code = record_one(session, command, steal(&draft));
	if (code == EXIT_CONFLICT) /* WHICH was understood: it is no text */
		input_keep(session, arguments, taker.taken);
	if (!code)
		stray_warn(session, command, arguments, taker.taken);
	return code;
}

int verb_kind(struct session *session, const struct command *command,
	      const struct arguments *arguments)
{
	drop(json_decref) json_t *data = json_object();

	return record(session, command, arguments, data);
}

int verb_handover(struct session *session, const struct command *command,
		  const struct arguments *arguments)
{
	drop(json_decref) json_t *data = json_pack("{s:s}", "role", "commander");
	int code = record(session, command, arguments, data);
	const struct arguments none = { .count = 0 };

	/* In the spool, it is in no incident yet. */
	if (code || !session->recorded_in || session->quiet || session->silent ||
	    session_wants(session, "json"))
		return code;
	session->incident = session->recorded_in;
	return verb_status(session, command_find("status"), &none);
}
