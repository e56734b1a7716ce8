/* SPDX-License-Identifier: MIT */
/* Record: every draft is checked on the loop's thread; what is queued can only be refused by the log. */
#include <errno.h>
#include <stdlib.h>

#include "daemon/method.h"
#include "daemon/storage.h"
#include "daemon/store/record.h"
#include "include/limits.h"
#include "lib/drop.h"

/* A Record call on its way through the storage. */
struct recording {
	struct record record;
	struct call *call;
};

static void recording_free(struct recording *recording)
{
	if (!recording)
		return;
	free(recording->record.drafts);
	free(recording->record.texts);
	answer_free(&recording->record.answer);
	free(recording);
}
DROP(struct recording, recording_free)

static void on_done(struct job *job)
{
	struct recording *recording =
		(struct recording *)((char *)job - offsetof(struct record, job));
	struct call *call = recording->call;

	call_answer(call, &recording->record.answer);
	recording_free(recording);
}

static int read_draft(struct record *record, size_t i, json_t *object)
{
	struct draft_fault fault = { .limit = 0 };
	int r = draft_read(object, &record->drafts[i], &fault);

	record->texts[i] = object;
	if (r == DRAFT_INVALID)
		return answer_invalid(&record->answer, fault.what);
	if (r == DRAFT_TOO_LARGE)
		return answer_too_large(&record->answer, fault.what, fault.limit);
	return 0;
}

static int read_drafts(struct record *record, const json_t *drafts)
{
	int r = 0;

	record->count = json_array_size(drafts);
	if (record->count == 0)
		return answer_invalid(&record->answer, "drafts");
	if (record->count > LIMIT_DRAFTS)
		return answer_too_large(&record->answer, "drafts", LIMIT_DRAFTS);
	record->drafts = calloc(record->count, sizeof(*record->drafts));
	record->texts = calloc(record->count, sizeof(json_t *));
	if (!record->drafts || !record->texts)
		return answer_storage(&record->answer, -ENOMEM);
	for (size_t i = 0; i < record->count && r == 0; i++)
		r = read_draft(record, i, json_array_get(drafts, i));
	return r;
}

void handle_record(struct call *call)
{
	drop(recording_free) struct recording *recording = calloc(1, sizeof(*recording));

	if (!recording) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return;
	}
	recording->call = call;
	recording->record.author = call_author(call);
	recording->record.bytes = call->size;
	recording->record.job.done = on_done;
	if (read_drafts(&recording->record, json_object_get(call->parameters, "drafts")))
		call_answer(call, &recording->record.answer);
	else
		storage_record(call->service->options.storage, &steal(&recording)->record);
}
