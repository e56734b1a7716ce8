/* SPDX-License-Identifier: MIT */
/* The id is made here, once: whatever is sent again is the same event. */
#include "cli/record/record.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/client/private.h"
#include "cli/record/receipt.h"
#include "cli/record/spool.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "include/limits.h"
#include "lib/drop.h"
#include "lib/id.h"
#include "lib/kind.h"
#include "lib/stamp.h"
#include "lib/text.h"

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

/* What is said meanwhile is held back: it is no error if the spool takes it. */
struct held {
	FILE *real, *stream;
	char *text;
	size_t size;
};

static void hold(struct session *session, struct held *held)
{
	*held = (struct held){ .real = session->err.stream };
	held->stream = open_memstream(&held->text, &held->size);
	if (held->stream)
		session->err.stream = held->stream;
}

static void let_go(struct session *session, struct held *held, bool say)
{
	session->err.stream = held->real;
	if (held->stream)
		fclose(held->stream);
	if (say && held->text)
		fputs(held->text, held->real);
	free(steal(&held->text));
}

static int explain_spool(const struct session *session, int answer, int code)
{
	if (answer == SPOOL_LATE) {
		say_reason(session, "the spool does not answer either; what was written to it will "
				    "be recorded, once");
		return EXIT_NOT_CONFIRMED;
	}
	if (answer < 0 && answer != -EILSEQ)
		say_reason(session, "nor can it be kept in the spool: %s", strerror(-answer));
	return code;
}

/* Nobody answered, or had no time for it. */
static bool was_not_taken(const struct session *session, enum client_answer answer)
{
	return answer == CLIENT_UNREACHABLE || answer == CLIENT_UNCONFIRMED ||
	       (answer == CLIENT_ERROR && strcmp(client_error(session, NULL), "Busy") == 0);
}

/* An exit code; not OK: the errors, held back or new, were printed. */
static int keep_in_spool(struct session *session, const struct command *command,
			 const json_t *drafts, struct held *held, enum client_answer asked)
{
	bool busy = asked == CLIENT_ERROR;
	int code = busy                          ? client_explain(session, asked)
		   : asked == CLIENT_UNREACHABLE ? EXIT_FAILED
						 : EXIT_NOT_CONFIRMED;
	int answer = spool_put(session, drafts);

	/* of another host the reason may be its name, of this one a limit of this shell: nobody else would say so */
	let_go(session, held,
	       answer != 0 || ((session->host || session->limited) && !session->silent));
	if (answer != 0)
		return explain_spool(session, answer, code);
	free(steal(&session->text));
	spool_print(session, command, drafts, busy);
	return EXIT_OK;
}

static int take_receipts(struct session *session, const struct command *command,
			 const json_t *reply)
{
	const json_t *receipts = json_object_get(reply, "receipts");

	if (!json_is_array(receipts)) {
		say_error(session, "the answer of the recorder has no receipts");
		return EXIT_NOT_CONFIRMED;
	}
	free(steal(&session->text)); /* it is on disk: nothing to give back */
	receipt_print(session, command, receipts);
	return EXIT_OK;
}

/* A recorder that hangs has it in its socket, and takes it when it goes on. The clock of another host is not ours. */
static json_t *parameters_of(const struct session *session, json_t *drafts)
{
	char now[STAMP_SIZE];

	return json_pack("{s:O, s:s*}", "drafts", drafts, "sent_at",
			 session->host ? NULL : stamp_format(stamp_now(), now));
}

static int record_batch(struct session *session, const struct command *command, json_t *taken)
{
	drop(json_decref) json_t *drafts = taken, *reply = NULL;
	enum client_answer answer;
	struct held held;

	hold(session, &held);
	answer = client_call(session, "Record", parameters_of(session, drafts), &reply);
	if (was_not_taken(session, answer))
		return keep_in_spool(session, command, drafts, &held, answer);
	let_go(session, &held, true);
	return answer ? client_explain(session, answer) : take_receipts(session, command, reply);
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
	int code = record_batch(session, command, json_pack("[o]", draft));

	if (code == EXIT_OK && session->recorded_in)
		private_notice(session, PRIVATE_RECENT);
	return code;
}

void record_give_back(struct session *session, int code)
{
	drop(free) char *again = typed_with(session, NULL, NULL);
	drop(free) char *safe =
		session->text && session->out.terminal ? text_safe(session->text, true) : NULL;

	if (!session->text)
		return;
	screen_print(&session->err, PAINT_BAD, "incident: not %s, here is your text:",
		     code == EXIT_NOT_CONFIRMED ? "confirmed" : "recorded");
	fputc('\n', session->err.stream);
	fflush(session->err.stream);
	fprintf(session->out.stream, "%s\n", safe ? safe : session->text);
	screen_flush(&session->out);
	if (code != EXIT_USAGE && again && strlen(again) < RECORD_TYPED && !strchr(again, '\n'))
		say_hint(session, "%s", again);
}
