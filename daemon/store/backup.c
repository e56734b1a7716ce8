/* SPDX-License-Identifier: MIT */
/*
 * sqlite3_backup follows what its own source connection commits meanwhile, so it ends, and the copy is
 * of one moment. The file has no name by the time it is read: whatever happens, it is gone.
 */
#include "daemon/store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/origin.h"
#include "daemon/store/store.h"
#include "lib/drop.h"
#include "lib/fd.h"
#include "lib/log.h"

#define SLICE_PAGES 32
#define SLICES      8            /* of one step, unless a record waits */
#define CHUNK       (192 * 1024) /* as base64 well under LIMIT_MESSAGE */

struct backup {
	struct store *store;
	sqlite3 *copy;
	sqlite3_backup *copying;
	char path[4096 + 8];
	int file; /* -1 until the copy is whole */
	int64_t size, given;
};

DROP(struct backup, backup_close)

static int open_copy(struct backup *backup, struct store *store)
{
	snprintf(backup->path, sizeof(backup->path), "%s.copy", store->path);
	unlink(backup->path);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW;
	if (sqlite3_open_v2(backup->path, &backup->copy, flags, NULL) != SQLITE_OK ||
	    sqlite3_exec(backup->copy, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL,
			 NULL, NULL) != SQLITE_OK)
		return fail(-EIO, "backup: %s", sqlite3_errmsg(backup->copy));
	backup->copying = sqlite3_backup_init(backup->copy, "main", store->db, "main");
	return backup->copying ? 0 : fail(-EIO, "backup: %s", sqlite3_errmsg(backup->copy));
}

int backup_open(struct backup **out, struct store *store)
{
	int r;

	if (store->backing_up)
		return -EBUSY;
	drop(backup_close) struct backup *backup = calloc(1, sizeof(*backup));
	if (!backup)
		return -ENOMEM;
	backup->store = store;
	store->backing_up = true;
	backup->file = -1;
	if ((r = open_copy(backup, store)) < 0)
		return r;
	*out = steal(&backup);
	return 0;
}

void backup_close(struct backup *backup)
{
	if (!backup)
		return;
	backup->store->backing_up = false;
	sqlite3_backup_finish(backup->copying);
	sqlite3_close(backup->copy);
	if (backup->path[0])
		unlink(backup->path);
	if (backup->file >= 0)
		close(backup->file);
	free(backup);
}

/* The copy is whole: mark it, let go of it, and open it as a file. */
static int finish_copy(struct backup *backup)
{
	char *message = NULL;
	struct stat st;

	sqlite3_backup_finish(backup->copying);
	backup->copying = NULL;
	if (sqlite3_exec(backup->copy, "PRAGMA journal_mode=DELETE", NULL, NULL, &message) !=
		    SQLITE_OK ||
	    sqlite3_exec(backup->copy, origin_mark_copy, NULL, NULL, &message) != SQLITE_OK) {
		int r = fail(-EIO, "backup: %s", message);

		sqlite3_free(message);
		return r;
	}
	sqlite3_close(backup->copy);
	backup->copy = NULL;
	backup->file = open(backup->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (backup->file < 0 || fstat(backup->file, &st) < 0)
		return fail(-errno, "%s", backup->path);
	backup->size = st.st_size;
	unlink(backup->path);
	return 0;
}

static int copy_pages(struct backup *backup)
{
	int rc, slices = 0;

	do
		rc = sqlite3_backup_step(backup->copying, SLICE_PAGES);
	while (rc == SQLITE_OK && ++slices < SLICES && !turn_is_over(&backup->store->turn));
	if (rc == SQLITE_DONE)
		return finish_copy(backup);
	if (rc == SQLITE_FULL)
		return fail(-ENOSPC, "backup");
	return rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED
		       ? 0
		       : fail(-EIO, "backup: %s", sqlite3_errstr(rc));
}

static int read_chunk(struct backup *backup, struct buffer *chunk)
{
	int64_t left = backup->size - backup->given;
	size_t size = left < CHUNK ? (size_t)left : CHUNK;
	drop(free) char *bytes = malloc(CHUNK);
	int r = bytes ? fd_read(backup->file, bytes, size, backup->given) : -ENOMEM;

	if (r < 0)
		return fail(r, "read the copy");
	buffer_add(chunk, bytes, size);
	backup->given += (int64_t)size;
	return size == 0 ? 1 : 0;
}

int backup_next(struct backup *backup, struct buffer *chunk, int64_t *done, int64_t *total)
{
	int r = backup->file < 0 ? copy_pages(backup) : read_chunk(backup, chunk);

	*done = backup->given;
	*total = backup->size;
	return r;
}

int backup_forget(struct store *store)
{
	char path[sizeof(((struct backup *)NULL)->path)];

	snprintf(path, sizeof(path), "%s.copy", store->path);
	return unlink(path) < 0 && errno != ENOENT ? fail(-errno, "%s", path) : 0;
}
