/* SPDX-License-Identifier: MIT */
/* The id is made here, once: whatever is sent again is the same event. */
#include "cli/record/record.h"

#include <stdio.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/record/receipt.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "include/limits.h"
#include "lib/drop.h"
#include "lib/id.h"
#include "lib/kind.h"

/* A command longer than this is not printed again. */
#define RECORD_TYPED 400

static json_t *make_tags(const struct session *session)
{
	json_t *tags = session->tag_count ? json_array() : NULL;

	for (size_t i = 0; i < session->tag_count; i++)
		json_array_append_new(tags, json_string(session->tags[i]));
	return tags;
}

json_t *record_draft(struct session *session, enum kind kind)
{
	char text[ID_TEXT_SIZE];
	struct id id;
	int r = id_make(&id);

	if (r) {
		say_error(session, "no random bits for an id: %s", strerror(-r));
		return NULL;
	}
	json_t *draft =
		json_pack("{s:s, s:s, s:s*, s:s*, s:s*, s:o*}", "id", id_format(&id, text), "kind",
			  kinds[kind].name, "incident", session->incident, "actor", session->actor,
			  "source", session->source, "tags", make_tags(session));
	if (!draft)
		say_error(session, "an option is no UTF-8 text");
	return draft;
}

int record_call(struct session *session, json_t *drafts, json_t **receipts)
{
	drop(json_decref) json_t *reply = NULL;
	enum client_answer answer =
		client_call(session, "Record", json_pack("{s:o}", "drafts", drafts), &reply);

	*receipts = NULL;
	if (answer == CLIENT_UNCONFIRMED)
		return EXIT_NOT_CONFIRMED;
	if (answer)
		return client_explain(session, answer);
	*receipts = json_incref(json_object_get(reply, "receipts"));
	if (json_is_array(*receipts))
		return EXIT_OK;
	say_error(session, "the answer of the recorder has no receipts");
	return EXIT_NOT_CONFIRMED;
}

static int record_batch(struct session *session, const struct command *command, json_t *drafts)
{
	drop(json_decref) json_t *receipts = NULL;
	int code = record_call(session, drafts, &receipts);

	if (code)
		return code;
	free(steal(&session->text)); /* it is on disk: nothing to give back */
	receipt_print(session, command, receipts);
	return EXIT_OK;
}

int record_all(struct session *session, const struct command *command, json_t *drafts)
{
	drop(json_decref) json_t *all = drafts;
	int code = EXIT_OK;

	for (size_t at = 0; !code && at < json_array_size(all);) {
		json_t *batch = json_array();

		while (at < json_array_size(all) && json_array_size(batch) < LIMIT_DRAFTS)
			json_array_append(batch, json_array_get(all, at++));
		code = record_batch(session, command, batch);
	}
	return code;
}

int record_one(struct session *session, const struct command *command, json_t *draft)
{
	return record_batch(session, command, json_pack("[o]", draft));
}

void record_give_back(struct session *session, int code)
{
	drop(free) char *again = typed_with(session, NULL, NULL);

	if (!session->text)
		return;
	screen_print(&session->err, PAINT_BAD, "incident: not %s, here is your text:",
		     code == EXIT_NOT_CONFIRMED ? "confirmed" : "recorded");
	fputc('\n', session->err.stream);
	fflush(session->err.stream);
	fprintf(session->out.stream, "%s\n", session->text);
	fflush(session->out.stream);
	if (code != EXIT_USAGE && again && strlen(again) < RECORD_TYPED && !strchr(again, '\n'))
		say_hint(session, "%s", again);
}
