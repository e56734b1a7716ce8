/* SPDX-License-Identifier: MIT */
/* user_version is how many migrations were applied; it is set inside each one's transaction, so a crash leaves a whole version. */
#include "daemon/store/schema.h"

#include <errno.h>
#include <sqlite3.h>

#include "daemon/store/database.h"
#include "daemon/store/store.h"
#include "lib/log.h"

static int read_number(struct store *store, const char *sql, int64_t *number)
{
	sqlite3_stmt *row;

	if (sqlite3_prepare_v2(store->db, sql, -1, &row, NULL) != SQLITE_OK)
		return database_misfit(store, sql);
	int rc = sqlite3_step(row);
	*number = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return rc == SQLITE_ROW ? 0 : database_fail(store, sql);
}

static int check_owner(struct store *store, int64_t *version)
{
	int64_t application = 0, tables = 0;
	int r;

	if ((r = read_number(store, "PRAGMA application_id", &application)) < 0 ||
	    (r = read_number(store, "PRAGMA user_version", version)) < 0 ||
	    (r = read_number(store, "SELECT count(*) FROM sqlite_schema", &tables)) < 0)
		return r;
	if (!application && !tables && !*version)
		return 0;
	if (application == SCHEMA_APPLICATION_ID)
		return *version > 0 ? 0
				    : fail(-EUCLEAN, "%s: schema version %lld", store->path,
					   (long long)*version);
	return fail(-EINVAL, "%s is not a database of incidentd and is left alone", store->path);
}

/* An id from its hex digits in reverse, the form in which migrations before 0004-ids.sql stored it. */
static void id_of_tail(sqlite3_context *context, int count, sqlite3_value **values)
{
	const uint8_t *tail = sqlite3_value_blob(values[0]);
	uint8_t id[16];

	(void)count;
	if (sqlite3_value_bytes(values[0]) != sizeof(id))
		return;
	for (int i = 0; i < 16; i++)
		id[i] = (uint8_t)(tail[15 - i] << 4 | tail[15 - i] >> 4);
	sqlite3_result_blob(context, id, sizeof(id), SQLITE_TRANSIENT);
}

static int apply(struct store *store, int64_t version)
{
	char *script = sqlite3_mprintf("BEGIN IMMEDIATE;%s;PRAGMA application_id=%d;"
				       "PRAGMA user_version=%lld;COMMIT;",
				       sql_migrations[version].text, SCHEMA_APPLICATION_ID,
				       (long long)version + 1);
	if (!script)
		return -ENOMEM;
	int rc = sqlite3_exec(store->db, script, NULL, NULL, NULL);
	sqlite3_free(script);
	return rc == SQLITE_OK ? 0 : database_fail(store, sql_migrations[version].name);
}

int schema_check(struct store *store)
{
	int64_t version = 0;
	int r = check_owner(store, &version);

	if (r < 0)
		return r;
	if (version > SQL_MIGRATION_COUNT)
		return fail(-ENOTSUP,
			    "%s has schema version %lld, this incidentd knows up to %d: "
			    "it was written by a newer one and is left alone",
			    store->path, (long long)version, SQL_MIGRATION_COUNT);
	return 0;
}

int schema_migrate(struct store *store)
{
	int64_t version = 0;
	int r = read_number(store, "PRAGMA user_version", &version);

	if (r == 0 &&
	    sqlite3_create_function(store->db, "id_of_tail", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
				    NULL, id_of_tail, NULL, NULL) != SQLITE_OK)
		return database_fail(store, "id_of_tail");
	for (; r == 0 && version < SQL_MIGRATION_COUNT; version++)
		r = apply(store, version);
	return r;
}
