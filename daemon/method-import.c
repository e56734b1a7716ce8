/* SPDX-License-Identifier: MIT */
/* Import: read on the loop's thread, taken in a transaction of its own on the storage thread. */
#include <stdlib.h>
#include <string.h>

#include "daemon/method.h"
#include "daemon/storage.h"
#include "daemon/store/import.h"
#include "lib/drop.h"

struct importing {
	struct job job;
	struct call *call;
	struct import import;
};

static void importing_free(struct importing *importing)
{
	if (!importing)
		return;
	import_free(&importing->import);
	free(importing);
}
DROP(struct importing, importing_free)

static struct importing *of_job(struct job *job)
{
	return (struct importing *)((char *)job - offsetof(struct importing, job));
}

static void on_run(struct job *job, struct store *store)
{
	struct import *import = &of_job(job)->import;
	int r = import_run(store, import);

	if (r < 0)
		answer_storage(&import->answer, r);
}

static void on_done(struct job *job)
{
	struct importing *importing = of_job(job);

	call_answer(importing->call, &importing->import.answer);
	importing_free(importing);
}

void handle_import(struct call *call)
{
	drop(importing_free) struct importing *importing = NULL;

	if (!call_may_administer(call)) {
		call_refuse(call, "NotPermitted", "{\"reason\":\"only root may import\"}");
		return;
	}
	importing = calloc(1, sizeof(*importing));
	if (!importing) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return;
	}
	importing->call = call;
	importing->job.run = on_run;
	importing->job.done = on_done;
	importing->import.author = call_author(call);
	importing->job.uid = importing->import.author.uid;
	importing->import.dry = call_flag(call, "dry");
	if (import_read(&importing->import, json_object_get(call->parameters, "events")))
		storage_submit(call->service->options.storage, &steal(&importing)->job);
	else
		call_answer(call, &importing->import.answer);
}
