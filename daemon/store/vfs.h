/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * How SQLite writes the log's two files: one write for pages that follow one another, of a commit into the WAL, of a
 * checkpoint into the database. A file system for sqlite3_open_v2() (sqlite.org/vfs.html), by this name, which is the
 * ordinary one but for that; for a connection with PRAGMA locking_mode=EXCLUSIVE, as no memory is shared.
 */
#define VFS_NAME "incident"

/* Makes it known to SQLite, again if it is. 0, or -ENOMEM. */
int vfs_register(void);
