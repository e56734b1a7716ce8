/* SPDX-License-Identifier: MIT */
/*
 * Status: how the recorder is. What the loop knows is taken when the question comes, what the storage
 * thread knows in its turn; all of it is at hand, so that no note waits for it.
 */
#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "daemon/method.h"
#include "daemon/storage.h"
#include "daemon/store/answer.h"
#include "daemon/store/incident.h"
#include "daemon/store/store.h"
#include "daemon/store/verified.h"
#include "daemon/stream.h"
#include "include/config.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/stamp.h"
#include "lib/timekeeping.h"

struct status {
	struct job job;
	struct call *call;
	struct author author;
	struct standing standing;
	struct refusals refusals;
	int64_t followers;
	struct answer answer;
};

static void put_number(struct buffer *out, const char *name, int64_t value)
{
	buffer_printf(out, ",\"%s\":%lld", name, (long long)value);
}

static void put_pair(struct buffer *out, const char *name, const char *first, int64_t one,
		     const char *second, int64_t two)
{
	buffer_printf(out, ",\"%s\":{\"%s\":%lld,\"%s\":%lld}", name, first, (long long)one, second,
		      (long long)two);
}

static void put_text(struct buffer *out, const char *name, const char *text)
{
	buffer_printf(out, ",\"%s\":", name);
	canon_text(out, text);
}

static int64_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_size : 0;
}

/* The program, and where it writes. */
static void put_place(const struct status *status, const struct store *store, struct buffer *out)
{
	drop(free) char *path = strdup(store->path);
	char at[STAMP_SIZE];

	buffer_printf(out, "{\"version\":\"%s\",\"started_at\":\"%s\"", INCIDENT_VERSION,
		      stamp_format(status->standing.started_at, at));
	put_text(out, "host", store->origin.host);
	put_text(out, "mode", status->call->service->options.mode);
	put_text(out, "state", path ? dirname(path) : "");
}

static void put_head(const struct store *store, struct buffer *out)
{
	char id[ID_TEXT_SIZE];

	put_number(out, "events", store->head);
	put_text(out, "origin", id_format(&store->origin.id, id));
	put_number(out, "seq", store->origin.seq);
	buffer_add_text(out, ",\"head\":\"");
	for (int i = 0; i < 32; i++)
		buffer_printf(out, "%02x", store->origin.hash[i]);
	buffer_add_text(out, "\"");
}

static int put_room(struct store *store, struct buffer *out)
{
	int64_t there = 0, wanted = 0;
	struct statvfs disk;
	int r = store_measure_headroom(store, &there, &wanted);

	put_number(out, "damaged", store_count_damaged(store));
	put_number(out, "database_bytes", size_of(store->path));
	put_number(out, "wal_bytes", size_of(store->wal));
	if (statvfs(store->path, &disk) == 0)
		put_pair(out, "disk", "free", (int64_t)(disk.f_bavail * disk.f_frsize), "size",
			 (int64_t)(disk.f_blocks * disk.f_frsize));
	put_pair(out, "ballast", "there", there, "wanted", wanted);
	return r;
}

static int put_verified(struct store *store, struct buffer *out)
{
	buffer_add_text(out, ",\"verified\":");
	return verified_write(store, out);
}

static int64_t count_live(const struct store *store)
{
	const struct incidents *incidents = store->incidents;
	int64_t now = stamp_now(), live = 0;

	for (size_t i = 0; i < incidents->count; i++)
		live += summary_is_live(incidents->all[i], now);
	return live;
}

static void put_work(const struct store *store, struct buffer *out)
{
	const struct tally *tally = &store->tally;

	if (tally->trouble)
		put_text(out, "degraded", strerror(-tally->trouble));
	buffer_printf(out, ",\"clock_synchronised\":%s",
		      timekeeping_is_synchronised() ? "true" : "false");
	put_number(out, "live", count_live(store));
	put_number(out, "recorded", tally->events);
	put_pair(out, "commits", "count", tally->commits, "microseconds", tally->commit_time);
	put_pair(out, "storage_errors", "full", tally->full, "failed", tally->failed);
}

static void put_spool(const struct standing *standing, struct buffer *out)
{
	buffer_add_text(out, ",\"spool\":{\"directory\":");
	canon_text(out, standing->spool);
	put_number(out, "waiting", standing->spool_waiting);
	put_number(out, "set_aside", standing->spool_aside);
	buffer_add_text(out, "}");
}

static void put_standing(const struct status *status, struct buffer *out)
{
	const struct standing *standing = &status->standing;

	if (standing->spool)
		put_spool(standing, out);
	put_number(out, "peers", standing->peers);
	put_number(out, "connections", standing->connections);
	put_number(out, "connections_refused", standing->connections_refused);
	put_number(out, "rests", standing->rests);
	put_number(out, "followers", status->followers);
	buffer_add_text(out, ",\"refused\":");
	refusals_write(&status->refusals, out);
}

static void put_user(const struct author *author, struct buffer *out)
{
	buffer_printf(out, ",\"user\":{\"uid\":%lld", (long long)author->uid);
	if (author->name)
		put_text(out, "name", author->name);
	buffer_add_text(out, "}");
}

static int write_status(struct status *status, struct store *store)
{
	struct buffer *out = &status->answer.text;
	int r;

	if (!store_is_held(store))
		return -ESTALE;
	put_place(status, store, out);
	put_head(store, out);
	if ((r = put_room(store, out)) < 0 || (r = put_verified(store, out)) < 0)
		return r;
	put_work(store, out);
	put_standing(status, out);
	put_user(&status->author, out);
	buffer_add_text(out, "}");
	return 0;
}

static struct status *status_of(struct job *job)
{
	return (struct status *)((char *)job - offsetof(struct status, job));
}

static void on_run(struct job *job, struct store *store)
{
	struct status *status = status_of(job);
	int r = write_status(status, store);

	if (r < 0)
		answer_storage(&status->answer, r);
}

static void on_done(struct job *job)
{
	struct status *status = status_of(job);

	call_answer(status->call, &status->answer);
	answer_free(&status->answer);
	free(status);
}

static int64_t count_followers(const struct service *service)
{
	int64_t count = 0;

	for (const struct stream *stream = service->followers; stream; stream = stream->next)
		count++;
	return count;
}

void handle_status(struct call *call)
{
	const struct service *service = call->service;
	struct status *status = calloc(1, sizeof(*status));

	if (!status) {
		call_refuse(call, "StorageFailed", "{\"reason\":\"out of memory\"}");
		return;
	}
	status->job = (struct job){ .run = on_run, .done = on_done };
	status->call = call;
	status->author = call_author(call);
	status->job.uid = status->author.uid;
	status->refusals = service->refusals;
	status->followers = count_followers(service);
	if (service->options.look)
		service->options.look(service->options.owner, &status->standing);
	storage_submit(service->options.storage, &status->job);
}
