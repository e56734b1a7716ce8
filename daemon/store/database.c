/* SPDX-License-Identifier: MIT */
/* SQLite's result codes become errno here, and nowhere else. */
#include "daemon/store/database.h"

#include <errno.h>
#include <sqlite3.h>

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

int database_fail(struct store *store, const char *doing)
{
	int rc = sqlite3_extended_errcode(store->db), system = sqlite3_system_errno(store->db);
	int r = errno_of(rc, system);

	store->damaged |= r == -EUCLEAN;
	store->tally.full += r == -ENOSPC;
	store->tally.failed += r != -ENOSPC;
	store->tally.trouble = r;
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
