/* SPDX-License-Identifier: MIT */
/*
 * Which fields there are follows from the entry's kind, so the entry is looked up first; from then on
 * it is meant by its id.
 */
#include <string.h>

#include "cli/record/field.h"
#include "cli/record/find.h"
#include "cli/record/input.h"
#include "cli/record/moment.h"
#include "cli/record/record.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/event.h"

struct amendment {
	struct session *session;
	const struct arguments *arguments;
	struct found found;
	enum kind kind; /* what it is to be */
	json_t *new;
};

static int take_kind(struct amendment *amendment)
{
	const char *typed = argument_option(amendment->arguments, "kind", 0);
	const struct command *command = typed ? command_find(typed) : NULL;

	amendment->kind = amendment->found.event.kind;
	if (!typed)
		return EXIT_OK;
	if (!command || command->kind < 0) {
		say_error(amendment->session, "there is no kind \"%s\"", typed);
		say_try(amendment->session, "incident help kinds");
		return EXIT_USAGE;
	}
	amendment->kind = (enum kind)command->kind;
	json_object_set_new(amendment->new, "kind", json_string(kinds[amendment->kind].name));
	return EXIT_OK;
}

/* Fields that are typed as words when the entry is recorded are options here. */
static void list_options(enum kind kind, struct option_list *list)
{
	field_options((int)kind, list);
	for (const struct field_row *row = fields; row->name; row++)
		if (row->kind == kind && row->need == FIELD_FIRST && list->count < OPTION_LIST_SIZE)
			list->rows[list->count++] = (struct option_row){ .name = row->name };
	if (kind == KIND_SEVERITY && list->count < OPTION_LIST_SIZE)
		list->rows[list->count++] = (struct option_row){ .name = "severity" };
}

static bool has_option(const struct option_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->rows[i].name, name) == 0)
			return true;
	return false;
}

static int refuse_option(const struct amendment *amendment, const struct option_list *list,
			 const char *name)
{
	drop(buffer_free) struct buffer names = { 0 };

	for (size_t i = 0; i < list->count; i++)
		buffer_printf(&names, ", --%s", list->rows[i].name);
	say_error(amendment->session, "%s has no --%s", kinds[amendment->kind].label, name);
	say_try(amendment->session, "it has TEXT, --at, --until, --actor, --tag, --kind%s",
		names.data ? names.data : "");
	return EXIT_USAGE;
}

/* An option of another kind must not vanish in silence. */
static int check_options(const struct amendment *amendment)
{
	const struct arguments *arguments = amendment->arguments;
	struct option_list all = { .count = 0 }, own = { .count = 0 };

	field_options(KIND_AMENDED, &all);
	list_options(amendment->kind, &own);
	for (size_t i = 0; i < arguments->option_count; i++) {
		const char *name = arguments->options[i].name;

		if (has_option(&all, name) && !has_option(&own, name))
			return refuse_option(amendment, &own, name);
	}
	return EXIT_OK;
}

/* --severity of a severity entry is what it says: its level. */
static int take_level(struct amendment *amendment)
{
	const char *typed = argument_option(amendment->arguments, "severity", 0);

	if (!typed || amendment->kind != KIND_SEVERITY)
		return EXIT_OK;
	return field_read_value(amendment->session, kind_field(KIND_SEVERITY, "to"), typed,
				amendment->new);
}

/* What was "about" is no longer, if the new value does not say so. */
static void clear_about(struct amendment *amendment)
{
	json_t *new = amendment->new;

	if (amendment->found.event.about && json_object_get(new, "at") &&
	    !json_object_get(new, "about"))
		json_object_set_new(new, "about", json_false());
	if (json_object_get(new, "users") && !json_object_get(new, "users_about"))
		json_object_set_new(new, "users_about", json_null());
}

static int take_fields(struct amendment *amendment)
{
	struct session *session = amendment->session;
	int64_t near = amendment->found.event.at == EVENT_NEVER ? MOMENT_UNKNOWN
								: amendment->found.event.at;
	int code = moment_read(session, near, amendment->new);

	code = code ? code
		    : field_read(session, (int)amendment->kind, amendment->arguments,
				 amendment->new);
	code = code ? code : take_level(amendment);
	if (code)
		return code;
	clear_about(amendment);
	if (session->actor)
		json_object_set_new(amendment->new, "actor", json_string(session->actor));
	for (size_t i = 0; i < session->tag_count; i++) {
		json_t *tags = json_object_get(amendment->new, "tags");

		if (!tags)
			json_object_set_new(amendment->new, "tags", tags = json_array());
		json_array_append_new(tags, json_string(session->tags[i]));
	}
	return EXIT_OK;
}

static int take_text(struct amendment *amendment)
{
	struct session *session = amendment->session;

	input_keep(session, amendment->arguments, 1);
	int code = input_read(session, input_is_stdin(amendment->arguments, 1), false);
	if (!code && session->text)
		json_object_set_new(amendment->new, "text", json_string(session->text));
	if (!code && !json_object_size(amendment->new))
		return say_usage(session, "what is to change? incident help amend");
	return code;
}

static json_t *make_draft(struct amendment *amendment)
{
	char id[ID_TEXT_SIZE];
	json_t *draft = record_draft(amendment->session, KIND_AMENDED);

	if (!draft)
		return NULL;
	json_object_del(draft, "actor"); /* these are the entry's, not the correction's */
	json_object_del(draft, "tags");
	json_object_del(draft, "incident");
	json_object_set_new(draft, "which", json_string(id_format(&amendment->found.event.id, id)));
	json_object_set_new(draft, "data", json_pack("{s:O}", "new", amendment->new));
	return draft;
}

static int amend(struct amendment *amendment, const struct command *command)
{
	int code =
		find_entry(amendment->session, amendment->arguments->words[0], &amendment->found);

	code = code ? code : take_kind(amendment);
	code = code ? code : check_options(amendment);
	code = code ? code : take_fields(amendment);
	code = code ? code : take_text(amendment);
	json_t *draft = code ? NULL : make_draft(amendment);
	if (code || !draft)
		return code ? code : EXIT_FAILED;
	return record_one(amendment->session, command, draft);
}

int verb_amend(struct session *session, const struct command *command,
	       const struct arguments *arguments)
{
	struct amendment amendment = { .session = session, .arguments = arguments };

	if (!arguments->count)
		return say_usage(session, "which entry? incident amend %s", command_usage(command));
	amendment.new = json_object();
	input_keep(session, arguments, 1);
	int code = amend(&amendment, command);
	json_decref(amendment.new);
	json_decref(amendment.found.reply);
	return code;
}
