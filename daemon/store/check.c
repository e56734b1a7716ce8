/* SPDX-License-Identifier: MIT */
/* A page that SQLite cannot follow ends its own check: that is the last problem, and no failure of ours. */
#include "daemon/store/check.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/schema.h"
#include "lib/drop.h"
#include "lib/log.h"

static void database_closep(sqlite3 **database)
{
	sqlite3_close(*database);
}

struct report {
	FILE *out;
	int64_t problems;
};

static void add(struct report *report, const char *problem)
{
	fprintf(report->out, "%s\n", problem);
	report->problems++;
}

/* integrity_check says "ok", or a line a problem. */
static int on_problem(void *owner, int columns, char **values, char **names)
{
	(void)columns;
	(void)names;
	if (strcmp(values[0], "ok") != 0)
		add(owner, values[0]);
	return 0;
}

static int on_application(void *owner, int columns, char **values, char **names)
{
	long *application = owner;

	(void)columns;
	(void)names;
	*application = strtol(values[0], NULL, 10);
	return 0;
}

/* SQLite's code; damage is a problem found. */
static int ask(sqlite3 *database, struct report *report)
{
	long application = 0;
	int rc =
		sqlite3_exec(database, "PRAGMA application_id", on_application, &application, NULL);

	if (rc == SQLITE_OK && application != SCHEMA_APPLICATION_ID)
		return SQLITE_NOTADB;
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(database, "PRAGMA integrity_check", on_problem, report, NULL);
	if (rc != SQLITE_CORRUPT)
		return rc;
	add(report, sqlite3_errmsg(database));
	return SQLITE_OK;
}

int check(const char *path, FILE *out, int64_t *problems)
{
	__attribute__((cleanup(database_closep))) sqlite3 *database = NULL;
	struct report report = { .out = out };
	int rc =
		sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW, NULL);

	if (rc == SQLITE_OK)
		rc = ask(database, &report);
	*problems = report.problems;
	if (rc == SQLITE_NOTADB)
		return fail(-EINVAL, "%s is not a database of incidentd", path);
	if (rc != SQLITE_OK)
		return fail(-EIO, "%s: %s", path, sqlite3_errmsg(database));
	return 0;
}
