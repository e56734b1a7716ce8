/* SPDX-License-Identifier: MIT */
/* Record: every draft is checked on the loop's thread; what is queued can only be refused by the log. */
#include <errno.h>
#include <stdlib.h>

#include "daemon/method.h"
#include "daemon/storage.h"
#include "daemon/store/record.h"
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
	record_free(&recording->record);
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

void handle_record(struct call *call)
{
	drop(recording_free) struct recording *recording = NULL;
	int64_t made_at, sent_at;

	if (!call_time(call, "made_at", &made_at)) {
		call_invalid(call, "made_at");
		return;
	}
	if (!call_time(call, "sent_at", &sent_at)) {
		call_invalid(call, "sent_at");
		return;
	}
	recording = malloc(sizeof(*recording));
	if (!recording) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return;
	}
	*recording = (struct recording){
		.call = call,
		.record = { .author = call_author(call), .bytes = call->size, .job.done = on_done },
	};
	if (record_read(&recording->record, json_object_get(call->parameters, "drafts"))) {
		call_answer(call, &recording->record.answer);
		return;
	}
	if (made_at != EVENT_NEVER)
		record_date(&recording->record, made_at);
	else if (sent_at != EVENT_NEVER)
		recording->record.sent_at = sent_at;
	storage_record(call->service->options.storage, &steal(&recording)->record);
}
