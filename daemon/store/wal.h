/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The write-ahead log (sqlite.org/wal.html): making sure of it before SQLite believes it, moving it into
 * the database, and keeping room for a full disk.
 */
#include <stdbool.h>

struct store;

/*
 * Before the database is opened: read what SQLite would believe of the WAL, write the same bytes back in place, sync.
 * After a failed fsync the kernel calls the pages clean; a restarted SQLite would build on frames that never reached
 * the disk, and a power cut would then lose acknowledged events. 0 (also if there is none) or -errno.
 */
int wal_rewrite(const char *path);

/*
 * After the database is closed, all of the WAL being in it: SQLite shall believe nothing of it any more, so that the next
 * start has nothing to read or to rewrite. The file keeps its length.
 */
void wal_forget(const char *path);

/* Checkpoint in this mode (SQLITE_CHECKPOINT_…). 0 or -errno. */
int wal_checkpoint(struct store *store, int mode);
