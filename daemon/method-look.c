/* SPDX-License-Identifier: MIT */
/* The methods that ask or do one thing on the storage thread: Show, Find, Switch, Expunge. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/method.h"
#include "daemon/storage.h"
#include "daemon/store/append.h"
#include "daemon/store/choose.h"
#include "daemon/store/database.h"
#include "daemon/store/entry.h"
#include "daemon/store/expunge.h"
#include "daemon/store/incident-write.h"
#include "daemon/store/incident.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "daemon/store/which.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/stamp.h"
#include "lib/text.h"

#define RELATED_MAX 1000

/* One question: a job and its answer. Strings are the request's. */
struct question {
	struct job job;
	struct call *call;
	int (*ask)(struct question *question,
		   struct store *store); /* 0, ANSWER_REFUSED or -errno */
	struct author author;
	const char *incident, *which;
	struct expunge expunge;
	struct answer answer;
};

static void on_run(struct job *job, struct store *store)
{
	struct question *question =
		(struct question *)((char *)job - offsetof(struct question, job));
	int r = question->ask(question, store);

	if (r < 0)
		answer_storage(&question->answer, r);
}

static void on_done(struct job *job)
{
	struct question *question =
		(struct question *)((char *)job - offsetof(struct question, job));

	call_answer(question->call, &question->answer);
	answer_free(&question->answer);
	free(question);
}

static struct question *question_new(struct call *call,
				     int (*ask)(struct question *question, struct store *store))
{
	struct question *question = calloc(1, sizeof(*question));

	if (!question) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return NULL;
	}
	question->job.run = on_run;
	question->job.done = on_done;
	question->call = call;
	question->ask = ask;
	question->author = call_author(call);
	question->job.uid = question->author.uid;
	question->incident = call_text(call, "incident");
	question->which = call_text(call, "which");
	return question;
}

static void submit(struct question *question)
{
	if (question)
		storage_submit(question->call->service->options.storage, &question->job);
}

/* {"incident":…} */
static int put_incident(struct question *question, struct store *store, const struct id *incident)
{
	struct buffer *out = &question->answer.text;
	struct summary *summary;
	struct id chosen;
	int r = choose_for_note(store, &question->author, &chosen);

	if (r < 0 || (r = incident_get(store, incident, &summary)))
		return r < 0 ? r : -EUCLEAN;
	buffer_add_text(out, "{\"incident\":");
	r = incident_write(store, summary, &chosen, out);
	buffer_add_text(out, "}");
	return r;
}

static int ask_show(struct question *question, struct store *store)
{
	struct id incident;
	int r = choose_for_reading(store, question->incident, &question->author, &incident,
				   &question->answer);

	return r ? r : put_incident(question, store, &incident);
}

void handle_show(struct call *call)
{
	submit(question_new(call, ask_show));
}

static int put_related(struct question *question, struct store *store, const struct id *id)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct buffer *out = &question->answer.text;
	int r = query_start(store, &row, QUERY_RELATED, "di", id, (int64_t)RELATED_MAX);

	while (r == 0 && (r = query_next(store, row)) == 0) {
		buffer_add_text(out, out->data[out->size - 1] == '[' ? "" : ",");
		r = entry_write_at(store, query_integer(row, 0), out);
	}
	return r < 0 ? r : 0;
}

/* Who brought it here, if it is of another log. */
static int put_imported(struct question *question, struct store *store, int64_t pos)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct buffer *out = &question->answer.text;
	char at[STAMP_SIZE];
	int r = query_one(store, &row, QUERY_IMPORTED_GET, "i", pos);

	if (r)
		return r < 0 ? r : 0;
	buffer_printf(out, ",\"imported\":{\"at\":\"%s\",\"uid\":%lld",
		      stamp_format(query_integer(row, 0), at),
		      (long long)(query_integer(row, 1) >> 32));
	if (query_text(row, 2)) {
		buffer_add_text(out, ",\"name\":");
		canon_text(out, query_text(row, 2));
	}
	buffer_add_text(out, "}");
	return 0;
}

static int put_found(struct question *question, struct store *store, const struct id *id)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	struct buffer *out = &question->answer.text;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", id);

	if (r)
		return r < 0 ? r : -EUCLEAN;
	buffer_add_text(out, "{\"entry\":");
	if ((r = entry_write_at(store, query_integer(row, 0), out)))
		return r < 0 ? r : -EUCLEAN;
	buffer_add_text(out, ",\"related\":[");
	r = put_related(question, store, id);
	buffer_add_text(out, "]");
	if (r == 0)
		r = put_imported(question, store, query_integer(row, 0));
	buffer_add_text(out, "}");
	return r;
}

static int ask_find(struct question *question, struct store *store)
{
	struct which which = {
		.typed = question->which,
		.author = &question->author,
		.within = question->incident != NULL,
		.kind = KIND_COUNT,
	};
	struct id id;
	int r = choose_meant(store, question->incident, &question->author, &which.incident,
			     &question->answer);

	if (r || (r = which_event(store, &which, false, &id, &question->answer)))
		return r;
	return put_found(question, store, &id);
}

void handle_find(struct call *call)
{
	if (text_is_blank(call_text(call, "which")))
		call_invalid(call, "which");
	else
		submit(question_new(call, ask_find));
}

static int put_switched(struct question *question, struct store *store)
{
	struct id incident;
	int r = choose_switched(store, &question->author, &incident);

	if (r < 0)
		return r;
	if (!id_is_null(&incident))
		return put_incident(question, store, &incident);
	buffer_add_text(&question->answer.text, "{}");
	return 0;
}

static int change_switch(struct question *question, struct store *store, const struct id *incident)
{
	int64_t author = author_key(&question->author);
	int r = transaction_begin(store);

	if (r == 0)
		r = choose_switch(store, author, incident);
	if (r == 0)
		r = transaction_commit(store);
	if (r < 0)
		transaction_rollback(store);
	return r;
}

static int ask_switch(struct question *question, struct store *store)
{
	struct id incident = { { 0 } };
	int r = 0;

	if (!question->incident)
		return put_switched(question, store);
	if (strcmp(question->incident, "-") != 0)
		r = choose_selected(store, question->incident, &incident, &question->answer);
	if (r || (r = change_switch(question, store, &incident)) < 0)
		return r;
	return put_switched(question, store);
}

void handle_switch(struct call *call)
{
	submit(question_new(call, ask_switch));
}

static int ask_expunge(struct question *question, struct store *store)
{
	return expunge_run(store, &question->expunge, &question->answer);
}

void handle_expunge(struct call *call)
{
	struct id id;

	if (id_parse(call_text(call, "id"), &id) || id_is_null(&id)) {
		call_invalid(call, "id");
		return;
	}
	if (text_is_blank(call_text(call, "which"))) {
		call_invalid(call, "which");
		return;
	}
	if (!*call_text(call, "why")) {
		call_invalid(call, "why");
		return;
	}
	struct question *question = question_new(call, ask_expunge);
	if (!question)
		return;
	question->expunge = (struct expunge){
		.id = id,
		.which = question->which,
		.incident = question->incident,
		.why = call_text(call, "why"),
		.author = question->author,
		.owner = call_may_administer(call),
	};
	submit(question);
}
