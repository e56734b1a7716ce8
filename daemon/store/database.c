/* SPDX-License-Identifier: MIT */
/* SQLite's result codes become errno here, and nowhere else. */
#include "daemon/store/database.h"

#include <errno.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include "daemon/store/store.h"
#include "lib/log.h"

static int errno_of(int rc, int system)
{
	switch (rc & 0xff) {
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_IOERR:
		return system == ENOSPC || system == EDQUOT ? -ENOSPC : -EIO;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EUCLEAN;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
		return system ? -system : -EACCES;
	}
	return -EIO;
}

static bool ended_with_eio(sqlite3_file *file)
{
	int last = 0;

	return file && file->pMethods &&
	       file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &last) == SQLITE_OK &&
	       last == EIO;
}

/*
 * What could not be read is called corrupt, too, by SQLite's virtual machine (SQLITE_IOERR_CORRUPTFS), and is no
 * reason to set a database aside. The file knows how its last failure ended; it may be an old one, so that nothing
 * is built on it but an end: the next start judges anew.
 */
static bool was_unread(struct store *store)
{
	sqlite3_file *file = NULL, *wal = NULL;

	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
	return ended_with_eio(file) || ended_with_eio(wal);
}

/* "disk I/O error" is all that SQLite has to say of a limit that whoever started us had. */
static void log_limit(int system)
{
	struct rlimit limit;

	if (system == EFBIG && getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
	    limit.rlim_cur != RLIM_INFINITY)
		log_error("its file size limit (ulimit -f) is %ju bytes",
			  (uintmax_t)limit.rlim_cur);
}

int database_fail(struct store *store, const char *doing)
{
	int rc = sqlite3_extended_errcode(store->db), system = sqlite3_system_errno(store->db);
	int r = errno_of(rc, system);

	if (r == -EUCLEAN && was_unread(store)) {
		store->unread = true;
		r = -EIO;
	}
	store->damaged |= r == -EUCLEAN;
	store->tally.full += r == -ENOSPC;
	store->tally.failed += r != -ENOSPC;
	store->tally.trouble = r;
	log_limit(system);
	return fail(r, "database: %.80s: %s (%d, errno %d)", doing, sqlite3_errmsg(store->db), rc,
		    system);
}

int database_misfit(struct store *store, const char *doing)
{
	bool misfit = sqlite3_errcode(store->db) == SQLITE_ERROR;
	int r = database_fail(store, doing);

	return misfit ? -EUCLEAN : r;
}

struct sqlite3_stmt *database_statement(struct store *store, enum query query)
{
	return store->statements[query];
}
