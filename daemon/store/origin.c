/* SPDX-License-Identifier: MIT */
/* meta.machine is the machine-id that the current origin belongs to; a marked copy has none. */
#include "daemon/store/origin.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "lib/log.h"
#include "lib/stamp.h"
#include "lib/timekeeping.h"

#define MACHINE_SIZE 64

const char origin_mark_copy[] = "DELETE FROM meta WHERE name = 'machine'";

/* The first line of a small file; "" if it cannot be read. */
static void read_line(const char *path, char *line, size_t size)
{
	drop(file_close) FILE *file = fopen(path, "re");

	line[0] = '\0';
	if (file && fgets(line, (int)size, file))
		line[strcspn(line, "\n")] = '\0';
}

static void read_machine(const struct origin *origin, char machine[MACHINE_SIZE])
{
	read_line("/etc/machine-id", machine, MACHINE_SIZE);
	if (!machine[0])
		snprintf(machine, MACHINE_SIZE, "%.63s", origin->host);
}

static int make(struct store *store, const char *machine)
{
	struct origin *origin = &store->origin;
	int r = id_make(&origin->id);

	if (r < 0 || (r = query_run(store, QUERY_BEGIN, "")) < 0)
		return r;
	r = query_run(store, QUERY_ORIGIN_ADD, "btti", origin->id.byte, sizeof(origin->id.byte),
		      machine, origin->host, stamp_now());
	if (r == 0)
		r = query_run(store, QUERY_META_SET, "tt", "machine", machine);
	if (r == 0)
		r = query_run(store, QUERY_COMMIT, "");
	return r;
}

/* 0 if the newest origin is this machine's, 1 if a new one is needed, -errno. */
static int find(struct store *store, const char *machine)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_ORIGIN_CURRENT, "t", machine);

	if (r)
		return r;
	store->origin.number = query_integer(row, 0);
	store->origin.id = query_id(row, 1);
	return 0;
}

/* Where the chain and the log stand. */
static int find_head(struct store *store)
{
	struct origin *origin = &store->origin;
	drop(query_end) sqlite3_stmt *row = NULL, *newest = NULL;
	int r = query_one(store, &row, QUERY_ORIGIN_HEAD, "i", origin->number);

	if (r == 0) {
		drop(json_decref) json_t *object = NULL;
		struct event event;

		if ((r = query_json(row, 2, &object)) < 0 && r != -EUCLEAN)
			return r;
		origin->seq = query_integer(row, 0);
		memcpy(origin->hash, sqlite3_column_blob(row, 1), sizeof(origin->hash));
		if (!object || event_read(object, &event))
			return fail(-EUCLEAN, "the newest event cannot be read");
		origin->recorded_at = event.recorded_at;
	}
	if (r >= 0 && (r = query_one(store, &newest, QUERY_EVENT_NEWEST, "")) == 0)
		store->head = query_integer(newest, 0);
	return r < 0 ? r : 0;
}

int origin_open(struct store *store)
{
	char machine[MACHINE_SIZE];
	int r;

	memset(&store->origin, 0, sizeof(store->origin));
	gethostname(store->origin.host, sizeof(store->origin.host) - 1);
	read_line("/proc/sys/kernel/random/boot_id", store->origin.boot,
		  sizeof(store->origin.boot));
	read_machine(&store->origin, machine);
	r = find(store, machine);
	if (r == QUERY_NONE && (r = make(store, machine)) == 0)
		r = find(store, machine);
	if (r == 0)
		r = find_head(store);
	store->committed_origin = store->origin;
	store->committed_head = store->head;
	return r;
}

static int64_t monotonic_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * STAMP_SECOND + now.tv_nsec / 1000;
}

int origin_is_alone(struct store *store)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_ORIGIN_OTHER, "");

	return r < 0 ? r : r == QUERY_NONE;
}

void origin_look_at_clock(struct store *store)
{
	store->origin.synchronised = timekeeping_is_synchronised();
}

void origin_complete(struct store *store, struct event *event)
{
	struct origin *origin = &store->origin;
	int64_t now = stamp_now();

	if (now < origin->recorded_at)
		now = origin->recorded_at;
	origin->recorded_at = now;
	event->recorded_at = now;
	event->origin = origin->id;
	event->seq = ++origin->seq;
	event->host = origin->host;
	event->boot = origin->boot[0] ? origin->boot : NULL;
	event->monotonic = monotonic_now();
	event->synchronised = origin->synchronised;
}
