/* SPDX-License-Identifier: MIT */
/*
 * Room for a full disk is two things: a WAL file that already has its 16 MiB, so that a commit needs no
 * new block, and free pages inside the database, so that a checkpoint does not either. Both are made by
 * filling a table and emptying it again, a slice at a time, when nothing else is to do.
 */
#include "daemon/store/wal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/database.h"
#include "daemon/store/format.h"
#include "daemon/store/query.h"
#include "daemon/store/store.h"
#include "daemon/store/transaction.h"
#include "include/limits.h"
#include "lib/fd.h"
#include "lib/log.h"

#define REWRITE_CHUNK     (256 * 1024)
#define SLICE             (1024 * 1024)
#define WAL_ROOM          (LIMIT_WAL_ROOM * MIB)
#define MIB               (1024 * 1024)
#define SPARE             4 /* MiB over what is promised, twice when it is refilled */
#define PAGE_SIZE         4096
#define CHECKPOINT_FRAMES 900

static int64_t at_most(int64_t size, int64_t most)
{
	return size < most ? size : most;
}

static int sync_directory(const char *path)
{
	drop(free) char *copy = strdup(path);
	drop(fd_close) int fd = -1;

	if (!copy)
		return -ENOMEM;
	fd = open(dirname(copy), O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* How much of the file SQLite believes: older frames behind are room. 0: nothing, for it is no WAL. -errno. */
static off_t believed(int fd)
{
	uint8_t header[FORMAT_WAL_HEADER];
	struct stat st;
	size_t count;
	int r = fd_read(fd, header, sizeof(header), 0);

	if (r == -ENODATA || (r == 0 && (format_u32(header) & ~1U) != FORMAT_WAL_MAGIC))
		return 0;
	if (r < 0 || (r = format_count_frames(fd, header, &count)) < 0)
		return r;
	/* The page of the last frame may be missing. */
	return fstat(fd, &st) < 0
		       ? -errno
		       : at_most(format_frame(count, format_u32(header + FORMAT_WAL_PAGE_SIZE)),
				 st.st_size);
}

static int rewrite(int fd, off_t end)
{
	drop(free) char *chunk = malloc(REWRITE_CHUNK);
	int r = 0;

	if (!chunk)
		return -ENOMEM;
	for (off_t at = 0; at < end && r == 0; at += REWRITE_CHUNK) {
		size_t size = (size_t)at_most(end - at, REWRITE_CHUNK);

		r = fd_read(fd, chunk, size, at);
		r = r < 0 ? r : fd_write_at(fd, chunk, size, at);
	}
	return r < 0 ? r : fdatasync(fd) < 0 ? -errno : 0;
}

int wal_rewrite(const char *path)
{
	drop(fd_close) int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return errno == ENOENT ? 0 : fail(-errno, "%s", path);
	off_t end = believed(fd);
	int r = end > 0 ? rewrite(fd, end) : (int)end;
	if (r == 0 && end)
		r = sync_directory(path);
	return r < 0 ? fail(r, "rewrite %s", path) : 0;
}

void wal_forget(const char *path)
{
	drop(fd_close) int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	const uint8_t nothing[FORMAT_WAL_HEADER] = { 0 };
	int r = fd < 0 ? 0 : fd_write_at(fd, nothing, sizeof(nothing), 0);

	if (r < 0)
		log_warning("%s: %s; the next start reads it", path, strerror(-r));
}

int wal_checkpoint(struct store *store, int mode)
{
	int frames = 0, moved = 0;

	writing_begin(store);
	int rc = sqlite3_wal_checkpoint_v2(store->db, "main", mode, &frames, &moved);
	writing_end(store);
	if (rc != SQLITE_OK)
		return database_fail(store, "checkpoint");
	store->frames = frames - moved;
	return 0;
}

static int pragma(struct store *store, const char *text, int64_t *value)
{
	sqlite3_stmt *row;

	if (sqlite3_prepare_v2(store->db, text, -1, &row, NULL) != SQLITE_OK)
		return database_fail(store, text);
	int rc = sqlite3_step(row);
	*value = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return rc == SQLITE_ROW ? 0 : database_fail(store, text);
}

static int ballast_slices(struct store *store, int64_t *slices)
{
	drop(query_end) sqlite3_stmt *row = NULL;
	int r = query_one(store, &row, QUERY_BALLAST_COUNT, "");

	if (r == 0)
		*slices = query_integer(row, 0);
	return r;
}

/* Is the WAL file as long as it shall be? A file that cannot be looked at is not an obstacle. */
static bool wal_is_long(const struct store *store)
{
	struct stat st;

	return stat(store->wal, &st) < 0 || st.st_size >= WAL_ROOM;
}

/* Until the file has its length, the WAL has to grow. */
int store_checkpoint(struct store *store, bool idle)
{
	if (store->frames < (idle ? 1 : CHECKPOINT_FRAMES))
		return 0;
	if (!store->headroom && !wal_is_long(store))
		return 0;
	return wal_checkpoint(store, SQLITE_CHECKPOINT_PASSIVE);
}

static int change_ballast(struct store *store, bool more)
{
	int r;

	writing_begin(store);
	r = more ? query_run(store, QUERY_BALLAST_ADD, "i", (int64_t)SLICE)
		 : query_run(store, QUERY_BALLAST_DROP, "");
	writing_end(store);
	return r;
}

/* The room inside the database, in bytes, and how many slices of it hold ballast. */
static int measure(struct store *store, int64_t *room, int64_t *slices)
{
	int r = pragma(store, "PRAGMA freelist_count", room);

	if (r < 0 || (r = ballast_slices(store, slices)) < 0)
		return r;
	*room = *room * PAGE_SIZE + *slices * SLICE;
	return 0;
}

int store_measure_headroom(struct store *store, int64_t *there, int64_t *wanted)
{
	int64_t room, slices, promised = (int64_t)store->ballast * MIB;
	struct stat st;
	int r = measure(store, &room, &slices);

	if (r < 0)
		return r;
	*wanted = WAL_ROOM + promised;
	*there = at_most(room, promised);
	if (stat(store->wal, &st) == 0)
		*there += at_most(st.st_size, WAL_ROOM);
	return 0;
}

/* More than is promised, so that it need not be refilled at every commit. */
static int64_t wanted_room(const struct store *store)
{
	int64_t promised = store->ballast;

	if (!promised)
		return 0;
	return (promised + (store->headroom ? SPARE : 2 * SPARE)) * MIB;
}

int store_make_headroom(struct store *store)
{
	int64_t room = 0, slices = 0;
	int r = measure(store, &room, &slices);

	if (r < 0)
		return r;
	int64_t wanted = wanted_room(store);
	if (room < wanted || !wal_is_long(store)) {
		store->headroom = false;
		r = change_ballast(store, true);
	} else if (slices) {
		r = change_ballast(store, false);
	} else {
		store->headroom = true;
		return 0;
	}
	if (r == 0)
		r = store_checkpoint(store, false);
	return r < 0 ? r : 1;
}

int store_empty_wal(struct store *store)
{
	int r = wal_checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE);

	store->headroom = false;
	return r;
}
