/* SPDX-License-Identifier: MIT */
/* A draft goes: seen before? → what does it mean? → append → receipt. */
#include "daemon/store/record.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/append.h"
#include "daemon/store/chain.h"
#include "daemon/store/entry.h"
#include "daemon/store/query.h"
#include "daemon/store/receipt.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "include/limits.h"
#include "lib/text.h"

#define RECEIPT_SIZE 1000 /* mostly, with the event in it */

#define SEEN         2 /* it is on disk already, the same */

/*
 * An expunged event has no digest any more: that its author sends it again is all there is to compare.
 * The openings that the daemon made never had one.
 */
static bool is_own_expunged(const struct record *record, sqlite3_stmt *row)
{
	const char *effective = query_text(row, 5);

	return effective && strstr(effective, "\"expunged\":true") &&
	       query_integer(row, 2) == author_key(&record->author);
}

/* 0: new; SEEN; ANSWER_REFUSED: the id is taken by something else; -errno. */
static int compare(struct store *store, struct record *record, const struct id *id,
		   const uint8_t digest[CHAIN_DIGEST])
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_EVENT_GET, "d", id);

	if (r)
		return r < 0 ? r : 0;
	if (sqlite3_column_type(row, 3) == SQLITE_NULL)
		return is_own_expunged(record, row) ? SEEN : answer_conflict(&record->answer, id);
	if (memcmp(sqlite3_column_blob(row, 3), digest, CHAIN_DIGEST) == 0)
		return SEEN;
	return answer_conflict(&record->answer, id);
}

/* Nearly all are new, and mostly known to be; else a look into one index tells. */
static int look_up(struct store *store, struct record *record, const struct id *id,
		   const uint8_t digest[CHAIN_DIGEST])
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r;

	if (recent_is_new(&store->recent, id))
		return 0;
	if ((r = pending_write_like(store, id, 0)) < 0 ||
	    (r = query_one(store, &row, QUERY_EVENT_FIND, "d", id)))
		return r < 0 ? r : 0;
	return compare(store, record, id, digest);
}

/* A note with nothing live: the incident that it opens, titled with its first line, at the same time. */
static int open_for(struct store *store, struct completion *c, bool *now)
{
	const char *text = c->event.text ? c->event.text + strspn(c->event.text, " \t\r\n") : "";
	const char *words = *text ? text : kinds[c->event.kind].label;
	size_t line = strcspn(words, "\r\n");
	drop(free) char *title = strndup(words, text_cut_bytes(words, line, LIMIT_TITLE));
	char target[ID_TEXT_SIZE];
	struct event opened = {
		.kind = KIND_OPENED,
		.at = c->event.at,
		.until = EVENT_NEVER,
		.at_given = c->event.at_given,
		.about = c->event.about,
		.author = c->event.author,
		.text = title,
	};
	drop(json_decref) json_t *data =
		json_pack("{s:s}", "target", id_format(&c->event.id, target));
	int r = id_make(&opened.id);

	if (r < 0 || !title || !data)
		return r < 0 ? r : -ENOMEM;
	opened.data = data;
	opened.incident = c->event.incident = opened.id;
	r = append_event(store, &opened, *now, NULL);
	c->event.at = opened.at;
	*now = false;
	return r;
}

static int append(struct store *store, struct record *record, struct completion *c, bool now,
		  const uint8_t *digest)
{
	drop(buffer_free) struct buffer before = { 0 };
	int r = 0;

	if (c->target_pos && (r = entry_write_at(store, c->target_pos, &before)) < 0)
		return r;
	record->wrote = true;
	if (c->choice.opens && (r = open_for(store, c, &now)) < 0)
		return r;
	if ((r = append_event(store, &c->event, now, digest)) < 0)
		return r;
	return receipt_write(store, c, pending_newest(&store->pending), &before,
			     &record->answer.text);
}

static int record_draft(struct store *store, struct record *record, size_t i)
{
	const struct draft *draft = &record->drafts[i];
	drop(completion_free) struct completion c = { 0 };
	const uint8_t *digest = record->digests[i];
	int r = look_up(store, record, &draft->event.id, digest);

	if (r < 0)
		return r;
	if (r == SEEN)
		return receipt_write_again(store, &draft->event.id, &record->answer.text);
	if (r == 0)
		r = complete_draft(store, draft, &record->author, &c, &record->answer);
	return r ? r : append(store, record, &c, draft->now, digest);
}

/* 0, ANSWER_REFUSED or -errno. */
static int record_one(struct store *store, struct record *record)
{
	int64_t sought = store->sought;

	record_date_late(record);
	buffer_clear(&record->answer.text);
	record->answer.error = NULL;
	record->wrote = false;
	buffer_reserve(&record->answer.text, record->count * RECEIPT_SIZE);
	buffer_add_text(&record->answer.text, "{\"receipts\":[");
	for (size_t i = 0; i < record->count; i++) {
		if (i)
			buffer_add(&record->answer.text, ",", 1);
		int r = record_draft(store, record, i);
		if (r)
			return r;
		if (store->sought - sought > LIMIT_SOUGHT)
			return answer_too_large(&record->answer, "drafts.which", LIMIT_SOUGHT);
		if (record->answer.text.size > LIMIT_RECEIPTS)
			return answer_too_large(&record->answer, "receipts", LIMIT_RECEIPTS);
	}
	buffer_add_text(&record->answer.text, "]}");
	return record->answer.text.failed ? -ENOMEM : 0;
}

#define AGAIN 1 /* a refused call had written something: the others once more, without it */

static bool was_taken_back(const struct record *record)
{
	return record->refused && record->wrote;
}

static int take(struct store *store, struct record *record)
{
	int r = record_one(store, record);

	record->refused = r == ANSWER_REFUSED;
	if (record->refused)
		r = record->wrote ? AGAIN : 0;
	return r;
}

/* The next one, unless the others have taken long enough. */
static struct record *pull(const struct store *store, struct batch *batch)
{
	struct record *record;

	if (batch->count == LIMIT_BATCH || (batch->count && store->sought >= LIMIT_MEANT))
		return NULL;
	record = batch->next(batch->owner);
	if (record)
		batch->records[batch->count++] = record;
	return record;
}

static int fill(struct store *store, struct batch *batch)
{
	struct record *record;
	int r;

	batch->count = 0;
	record = pull(store, batch);
	r = transaction_begin(store);
	while (r == 0 && record) {
		r = take(store, record);
		record = r == 0 ? pull(store, batch) : NULL;
	}
	return r ? r : transaction_commit(store);
}

/* What was refused beside something that is taken back may have been refused because of it: it is judged again. */
static int repeat(struct store *store, struct batch *batch)
{
	int r = transaction_begin(store);

	for (size_t i = 0; i < batch->count && r == 0; i++)
		if (!was_taken_back(batch->records[i]))
			r = take(store, batch->records[i]);
	return r ? r : transaction_commit(store);
}

static void fail_all(struct batch *batch, int error)
{
	for (size_t i = 0; i < batch->count; i++)
		if (!was_taken_back(batch->records[i]))
			answer_storage(&batch->records[i]->answer, error);
}

int record_batch(struct store *store, struct batch *batch)
{
	int r = fill(store, batch);

	while (r == AGAIN) {
		transaction_rollback(store);
		r = repeat(store, batch);
	}
	if (r < 0) {
		transaction_rollback(store);
		fail_all(batch, r);
	}
	return r;
}
