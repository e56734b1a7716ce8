/* SPDX-License-Identifier: MIT */
/*
 * The order of opening matters: lock, rewrite the WAL (wal.h says why), open, then locking_mode before
 * journal_mode so that there is never a -shm file, then the identity of the file before anything of it
 * is believed. A damaged database is set aside, with its WAL, and recording goes on in a fresh one.
 */
#include "daemon/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/backup.h"
#include "daemon/store/database.h"
#include "daemon/store/excerpt-row.h"
#include "daemon/store/expunge.h"
#include "daemon/store/incident.h"
#include "daemon/store/origin.h"
#include "daemon/store/rebuild.h"
#include "daemon/store/schema.h"
#include "daemon/store/verify.h"
#include "daemon/store/vfs.h"
#include "daemon/store/wal.h"
#include "include/limits.h"
#include "lib/drop.h"
#include "lib/log.h"
#include "lib/place.h"

#define DATABASE         "incident.db"
#define CHECKED_AT_START 1000
#define DAMAGED          "%s.damaged-%d" /* of the database */
#define DAMAGED_MAX      1000
#define DAMAGED_COUNTED  32
#define LENGTH_LIMIT \
	(4 * 1024 * 1024) /* of one value: a ballast slice is 1 MiB, a backup page less */
#define CHUNK_SIZE (4 * 1024 * 1024) /* the file grows in steps, not by the page */

DROP(struct store, store_close)

static int lock(struct store *store, const char *directory)
{
	drop(fd_close) int fd = open(directory, O_DIRECTORY | O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(-errno, "%s", directory);
	store->lock = openat(fd, PLACE_LOCK, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (store->lock < 0)
		return fail(-errno, "%s/" PLACE_LOCK, directory);
	if (flock(store->lock, LOCK_EX | LOCK_NB) < 0)
		return fail(errno == EWOULDBLOCK ? -EBUSY : -errno,
			    "another incidentd has the state directory %s", directory);
	return 0;
}

/* After every commit: how long the WAL is now. */
static int on_wal(void *owner, struct sqlite3 *db, const char *name, int frames)
{
	struct store *store = owner;

	(void)db;
	(void)name;
	store->frames = frames;
	return SQLITE_OK;
}

static int configure(struct store *store)
{
	static const char settings[] = "PRAGMA locking_mode=EXCLUSIVE;"
				       "PRAGMA synchronous=FULL;"
				       "PRAGMA wal_autocheckpoint=0;"
				       "PRAGMA journal_size_limit=-1;"
				       "PRAGMA mmap_size=0;"
				       "PRAGMA cell_size_check=ON;"
				       "PRAGMA temp_store=MEMORY;"
				       "PRAGMA ignore_check_constraints=ON;"
				       "PRAGMA secure_delete=ON;"
				       "PRAGMA cache_size=-10240;"
				       "PRAGMA busy_timeout=2000;";
	int on = 1, chunk = CHUNK_SIZE;

	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* store_close() does it; a file that is refused or set aside stays what it was. */
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, LENGTH_LIMIT);
	if (sqlite3_exec(store->db, settings, NULL, NULL, NULL) != SQLITE_OK)
		return database_misfit(store, "settings");
	sqlite3_wal_hook(store->db, on_wal, store);
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_CHUNK_SIZE, &chunk);
	return 0;
}

/* This writes to the file: it has to be ours. */
static int use_wal(struct store *store)
{
	if (sqlite3_exec(store->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) != SQLITE_OK)
		return database_misfit(store, "journal_mode");
	return 0;
}

static int prepare(struct store *store)
{
	for (int i = 0; i < QUERY_COUNT; i++)
		if (sqlite3_prepare_v3(store->db, sql_queries[i].text, -1,
				       SQLITE_PREPARE_PERSISTENT, &store->statements[i],
				       NULL) != SQLITE_OK)
			return database_misfit(store, sql_queries[i].name);
	return 0;
}

static bool is_read_only(const struct store *store)
{
	return sqlite3_db_readonly(store->db, "main") != 0;
}

/* The header, once it was read, may forbid what the file allows: it never does in a file of ours. */
static int check_header(struct store *store)
{
	return is_read_only(store)
		       ? fail(-EUCLEAN, "%s says that it must not be written", store->path)
		       : 0;
}

/*
 * One thread at a time: SQLite needs no locks of its own, nor to count its memory under one. Before its first
 * use; later calls change nothing.
 */
static int configure_library(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	return vfs_register();
}

static void hold_files(struct store *store)
{
	held_take(&store->file, store->path);
	held_take(&store->wal_file, store->wal);
}

bool store_is_held(const struct store *store)
{
	return held_is(&store->file, store->path) && held_is(&store->wal_file, store->wal);
}

static int open_database(struct store *store)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW |
		    SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
	int r = wal_rewrite(store->wal);

	if (r < 0 || (r = configure_library()) < 0)
		return r;
	if (sqlite3_open_v2(store->path, &store->db, flags, VFS_NAME) != SQLITE_OK)
		return database_fail(store, store->path);
	/* SQLite tries to read, at least, what it cannot open for writing: that is no damage. */
	if (is_read_only(store))
		return fail(-EACCES, "%s cannot be opened for writing", store->path);
	if ((r = configure(store)) < 0 || (r = schema_check(store)) < 0 ||
	    (r = check_header(store)) < 0 || (r = use_wal(store)) < 0 ||
	    (r = schema_migrate(store)) < 0)
		return r;
	hold_files(store);
	if ((r = pending_open(store)) < 0 || (r = prepare(store)) < 0 ||
	    (r = verify_tail(store, CHECKED_AT_START)) < 0 || (r = origin_open(store)) < 0 ||
	    (r = run_open(store)) < 0)
		return r;
	if ((r = ending_open(store)) < 0 || (r = recent_open(store)) < 0 ||
	    (r = incidents_open(store)) < 0 || (r = rebuild_if_older(store)) < 0)
		return r;
	return expunge_finish(store);
}

static void close_database(struct store *store)
{
	incidents_close(store);
	for (int i = 0; i < QUERY_COUNT; i++) {
		sqlite3_finalize(store->statements[i]);
		store->statements[i] = NULL;
	}
	sqlite3_close(store->db);
	store->db = NULL;
}

/* The first free name of the form incident.db.damaged-N. */
static int set_aside(struct store *store)
{
	char to[PATH_MAX], to_wal[PATH_MAX];

	store->damaged = false;
	for (int i = 1; i < DAMAGED_MAX; i++) {
		struct stat st;

		if (snprintf(to, sizeof(to), DAMAGED, store->path, i) >= (int)sizeof(to) ||
		    snprintf(to_wal, sizeof(to_wal), "%s-wal", to) >= (int)sizeof(to_wal))
			return -ENAMETOOLONG;
		if (lstat(to, &st) == 0)
			continue;
		if (rename(store->path, to) < 0)
			return fail(-errno, "set aside %s", store->path);
		if (rename(store->wal, to_wal) < 0 && errno != ENOENT)
			return fail(-errno, "set aside %s", store->wal);
		log_error("THE DATABASE WAS DAMAGED. It was set aside as %s; "
			  "recording goes on in a new, empty one",
			  to);
		return 0;
	}
	return fail(-EEXIST, "%d damaged databases beside %s", DAMAGED_MAX, store->path);
}

int store_count_damaged(const struct store *store)
{
	char path[PATH_MAX];
	struct stat st;
	int count = 0;

	for (int i = 1; i <= DAMAGED_COUNTED; i++)
		if (snprintf(path, sizeof(path), DAMAGED, store->path, i) < (int)sizeof(path))
			count += lstat(path, &st) == 0;
	return count;
}

static int open_or_set_aside(struct store *store)
{
	int r = open_database(store);

	if (r != -EUCLEAN)
		return r;
	close_database(store);
	r = set_aside(store);
	return r < 0 ? r : open_database(store);
}

static int name_files(struct store *store, const char *directory)
{
	int size = snprintf(store->path, sizeof(store->path), "%s/" DATABASE, directory);

	if (size < 0 || size >= (int)sizeof(store->path))
		return fail(-ENAMETOOLONG, "%s", directory);
	memcpy(store->wal, store->path, (size_t)size);
	memcpy(store->wal + size, "-wal", 5);
	return 0;
}

int store_open(struct store **out, const char *directory)
{
	drop(store_close) struct store *store = calloc(1, sizeof(*store));
	int r;

	if (!store)
		return fail(-ENOMEM, "store");
	store->lock = -1;
	store->journal.fd = -1;
	store->ballast = LIMIT_BALLAST;
	for (size_t i = 0; i < UNSWITCHED; i++)
		store->unswitched[i] = EVENT_NEVER;
	if ((r = name_files(store, directory)) < 0 || (r = lock(store, directory)) < 0 ||
	    (r = backup_forget(store)) < 0 || (r = open_or_set_aside(store)) < 0)
		return r;
	if (log_is_journal())
		journal_open(&store->journal, JOURNAL_SOCKET);
	*out = steal(&store);
	return 0;
}

void store_rest(struct store *store)
{
	sqlite3_db_release_memory(store->db);
	pending_rest(store);
	excerpt_rest(store);
	malloc_trim(0);
}

void store_close(struct store *store)
{
	if (!store)
		return;
	bool moved = store->db && store->incidents && !store->damaged &&
		     wal_checkpoint(store, SQLITE_CHECKPOINT_FULL) == 0 && !store->frames;
	close_database(store);
	if (moved && held_is(&store->wal_file, store->wal))
		wal_forget(store->wal);
	if (store->damaged && held_is(&store->file, store->path))
		set_aside(store);
	if (store->lock >= 0)
		close(store->lock);
	journal_close(&store->journal);
	pending_rest(store);
	excerpt_rest(store);
	ending_free(store);
	free(store);
}
