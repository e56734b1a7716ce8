/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The file that SQLite writes its WAL to, one write for all pages of a small commit: a file system for
 * sqlite3_open_v2(), by this name, which is the ordinary one but for that.
 */
#define WAL_FILE "incident"

/* Makes it known to SQLite, again if it is. 0, or -ENOMEM. */
int wal_file_register(void);
