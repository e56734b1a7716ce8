/* SPDX-License-Identifier: MIT */
/* The one verb that takes something away; the answer says all that went. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/record/find.h"
#include "cli/record/input.h"
#include "cli/record/receipt.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"
#include "lib/id.h"
#include "lib/kind.h"
#include "lib/when.h"

/* What is gone cannot be looked up: its kind and time are said now. The entry itself is the first of `removed`. */
static void print_removed(struct session *session, const struct event *event, const json_t *removed)
{
	size_t copies = json_array_size(removed) ? json_array_size(removed) - 1 : 0;
	char time[WHEN_TEXT_SIZE] = "time unknown", more[64] = "";

	if (session->quiet)
		return;
	if (event->at != EVENT_NEVER)
		when_format(event->at, WHEN_FULL, time);
	if (copies)
		snprintf(more, sizeof(more), ", with %zu %s", copies,
			 copies == 1 ? "copy" : "copies");
	say_warning(session, "removed for good: the text of %s, %s%s", kinds[event->kind].label,
		    time, more);
}

static int print_answer(struct session *session, const struct command *command,
			const struct event *event, const json_t *reply)
{
	drop(json_decref) json_t *receipts = json_pack("[O]", json_object_get(reply, "receipt"));

	if (!receipts) {
		say_error(session, "the answer of the recorder has no receipt");
		return EXIT_NOT_CONFIRMED;
	}
	receipt_print(session, command, receipts);
	print_removed(session, event, json_object_get(reply, "removed"));
	return EXIT_OK;
}

static int expunge(struct session *session, const struct command *command,
		   const struct found *found)
{
	drop(json_decref) json_t *reply = NULL;
	char text[ID_TEXT_SIZE], which[ID_TEXT_SIZE];
	struct id id;

	if (found->event.expunged) {
		say_error(session, "%s was expunged already", found->handle);
		return EXIT_CONFLICT;
	}
	if (id_make(&id))
		return EXIT_FAILED;
	enum client_answer answer =
		client_call(session, "Expunge",
			    json_pack("{s:s, s:s, s:s}", "id", id_format(&id, text), "which",
				      id_format(&found->event.id, which), "why", session->text),
			    &reply);
	return answer ? client_explain(session, answer)
		      : print_answer(session, command, &found->event, reply);
}

int verb_expunge(struct session *session, const struct command *command,
		 const struct arguments *arguments)
{
	struct found found = { .reply = NULL };

	if (arguments->count < 2)
		return say_usage(session, "incident expunge WHICH WHY");
	input_keep(session, arguments, 1);
	int code = input_read(session, input_is_stdin(arguments, 1), true);
	code = code ? code : find_entry(session, arguments->words[0], &found);
	code = code ? code : expunge(session, command, &found);
	json_decref(found.reply);
	free(steal(
		&session->text)); /* what is no longer to be seen is not printed, and WHY alone is no text */
	return code;
}
