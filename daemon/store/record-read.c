/* SPDX-License-Identifier: MIT */
/*
 * Every draft is checked before it is queued, so that what is queued can only be refused by the log. Its digest is made
 * here as well: the caller's thread, the loop's, has time where the storage thread is what a rate is bound by.
 */
#include <errno.h>
#include <stdlib.h>

#include "daemon/store/record.h"
#include "include/limits.h"
#include "lib/buffer.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/stamp.h"

static int read_draft(struct record *record, size_t i, json_t *object)
{
	struct draft_fault fault = { .limit = 0 };
	int r = draft_read(object, &record->drafts[i], &fault);

	record->seekers += r == 0 && record->drafts[i].which;
	if (r == DRAFT_INVALID)
		return answer_invalid(&record->answer, fault.what);
	if (r == DRAFT_TOO_LARGE)
		return answer_too_large(&record->answer, fault.what, fault.limit);
	return 0;
}

/* One buffer for the texts of all. */
static int make_digests(struct record *record, const json_t *drafts)
{
	drop(buffer_free) struct buffer text = { 0 };

	buffer_reserve(&text, record->bytes / record->count);
	for (size_t i = 0; i < record->count; i++) {
		buffer_clear(&text);
		canon_value(&text, json_array_get(drafts, i));
		if (text.failed)
			return answer_storage(&record->answer, -ENOMEM);
		chain_digest(text.data, text.size, record->author.uid, record->digests[i]);
	}
	return 0;
}

int record_read(struct record *record, const json_t *drafts)
{
	int r = 0;

	record->count = json_array_size(drafts);
	if (record->count == 0)
		return answer_invalid(&record->answer, "drafts");
	if (record->count > LIMIT_DRAFTS)
		return answer_too_large(&record->answer, "drafts", LIMIT_DRAFTS);
	record->drafts = calloc(record->count, sizeof(*record->drafts));
	record->digests = calloc(record->count, sizeof(*record->digests));
	if (!record->drafts || !record->digests)
		return answer_storage(&record->answer, -ENOMEM);
	for (size_t i = 0; i < record->count && r == 0; i++)
		r = read_draft(record, i, json_array_get(drafts, i));
	return r ? r : make_digests(record, drafts);
}

static void date(struct draft *draft, int64_t made_at)
{
	draft->made_at = made_at;
	if (!draft->now)
		return;
	draft->now = false;
	draft->event.at = made_at;
}

void record_date(struct record *record, int64_t made_at)
{
	int64_t now = stamp_now();

	for (size_t i = 0; i < record->count; i++)
		date(&record->drafts[i], made_at < now ? made_at : now);
}

#define PROMPT STAMP_SECOND /* what takes less, from who sends it to here, happens now */

void record_date_late(struct record *record)
{
	if (record->sent_at && stamp_now() - record->sent_at >= PROMPT)
		record_date(record, record->sent_at);
}

void record_free(struct record *record)
{
	free(record->drafts);
	free(record->digests);
	answer_free(&record->answer);
	*record = (struct record){ 0 };
}
