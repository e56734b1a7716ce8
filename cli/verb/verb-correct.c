/* SPDX-License-Identifier: MIT */
/* Nothing is overwritten: each of these records an event about another one. */
#include <string.h>

#include "cli/record/find.h"
#include "cli/record/input.h"
#include "cli/record/record.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"

static int need_which(struct session *session, const struct command *command)
{
	return say_usage(session, "which entry? incident %s %s", command_name(command),
			 command_usage(command));
}

/* A draft about an entry; the correction's own time is now. NULL: the error was printed. */
static json_t *draft_about(struct session *session, enum kind kind, const char *which)
{
	json_t *draft = record_draft(session, kind);

	if (draft && json_object_set_new(draft, "which", json_string(which)) < 0) {
		say_error(session, "WHICH is no UTF-8 text");
		json_decref(draft);
		return NULL;
	}
	return draft;
}

int verb_retract(struct session *session, const struct command *command,
		 const struct arguments *arguments)
{
	drop(json_decref) json_t *draft = NULL;

	if (!arguments->count)
		return need_which(session, command);
	draft = draft_about(session, KIND_RETRACTED, arguments->words[0]);
	if (!draft)
		return EXIT_USAGE;
	input_keep(session, arguments, 1);
	int code = input_read(session, input_is_stdin(arguments, 1), false);
	if (code)
		return code;
	if (session->text)
		json_object_set_new(draft, "text", json_string(session->text));
	return record_one(session, command, steal(&draft));
}

int verb_undo(struct session *session, const struct command *command,
	      const struct arguments *arguments)
{
	drop(json_decref) json_t *draft = NULL;

	if (arguments->count)
		return say_usage(session, "undo takes back my last entry or correction; another "
					  "one: incident retract WHICH");
	draft = draft_about(session, KIND_RETRACTED, "last");
	return draft ? record_one(session, command, steal(&draft)) : EXIT_USAGE;
}

static int add_pin(struct session *session, const char *which, json_t *drafts)
{
	struct found found = { .reply = NULL };
	char id[ID_TEXT_SIZE];
	int code = find_entry(session, which, &found);

	if (!code && found.event.pinned)
		say_warning(session, "%s is pinned already", found.handle);
	id_format(&found.event.id, id);
	bool pinned = found.event.pinned;
	json_decref(found.reply);
	if (code || pinned)
		return code;
	json_t *draft = draft_about(session, KIND_AMENDED, id);
	if (!draft)
		return EXIT_USAGE;
	json_object_del(draft, "incident");
	json_object_set_new(draft, "data", json_pack("{s:{s:b}}", "new", "pinned", 1));
	json_array_append_new(drafts, draft);
	return EXIT_OK;
}

int verb_pin(struct session *session, const struct command *command,
	     const struct arguments *arguments)
{
	drop(json_decref) json_t *drafts = json_array();

	if (!arguments->count)
		return need_which(session, command);
	for (size_t i = 0; i < arguments->count; i++) {
		int code = add_pin(session, arguments->words[i], drafts);

		if (code)
			return code;
	}
	return record_all(session, command, steal(&drafts));
}
