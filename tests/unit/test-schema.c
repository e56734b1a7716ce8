/* SPDX-License-Identifier: MIT */
/* The schema after all migrations is tests/golden/schema.sql; INCIDENT_GOLDEN=write writes it anew. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/schema.h"
#include "tests/unit/store-fixture.h"

/* What the daemon says on stderr while `open` is tried. */
static char *said(struct fixture *f, int *result)
{
	char text[4096] = "";
	FILE *file = tmpfile();
	int kept = dup(STDERR_FILENO);

	dup2(fileno(file), STDERR_FILENO);
	*result = store_open(&f->store, f->directory);
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(file);
	fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	return strdup(text);
}

static bool has_file(const struct fixture *f, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", f->directory, name);
	return access(path, F_OK) == 0;
}

static void the_schema_is_the_golden_one(void **state)
{
	struct fixture *f = *state;
	drop(free) char *schema =
		fixture_rows(f, "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL "
				"ORDER BY type DESC, name");

	drop(free) char *path = NULL;
	const char *source = getenv("INCIDENT_SOURCE_ROOT"), *how = getenv("INCIDENT_GOLDEN");

	assert_true(asprintf(&path, "%s/tests/golden/schema.sql", source ? source : ".") > 0);
	drop(file_close) FILE *file = fopen(path, how ? "w+" : "r");
	assert_non_null(file);
	if (how)
		fputs(schema, file);
	rewind(file);
	char golden[32768];
	golden[fread(golden, 1, sizeof(golden) - 1, file)] = '\0';
	assert_string_equal(schema, golden);
}

static void the_file_says_what_it_is_and_of_which_version(void **state)
{
	struct fixture *f = *state;
	char expected[64];
	drop(free) char *application = fixture_rows(f, "PRAGMA application_id");
	drop(free) char *version = fixture_rows(f, "PRAGMA user_version");

	snprintf(expected, sizeof(expected), "%d\n", SCHEMA_APPLICATION_ID);
	assert_string_equal(application, expected);
	snprintf(expected, sizeof(expected), "%d\n", SQL_MIGRATION_COUNT);
	assert_string_equal(version, expected);
}

static void the_settings_are_those_that_make_a_commit_last(void **state)
{
	static const char *const settings[][2] = {
		{ "PRAGMA journal_mode", "wal\n" }, { "PRAGMA locking_mode", "exclusive\n" },
		{ "PRAGMA synchronous", "2\n" },    { "PRAGMA wal_autocheckpoint", "0\n" },
		{ "PRAGMA secure_delete", "1\n" },  { "PRAGMA cell_size_check", "1\n" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		drop(free) char *found = fixture_rows(f, settings[i][0]);

		assert_string_equal(found, settings[i][1]);
	}
	assert_false(has_file(f, "incident.db-shm"));
}

static void every_table_is_strict(void **state)
{
	struct fixture *f = *state;
	drop(free) char *loose =
		fixture_rows(f, "SELECT name FROM pragma_table_list "
				"WHERE schema = 'main' AND type = 'table' AND NOT strict "
				"AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");

	assert_string_equal(loose, "");
}

static void a_newer_database_is_refused_with_both_versions(void **state)
{
	struct fixture *f = *state;
	char both[64];
	int r;

	fixture_close(f);
	fixture_run_closed(f, "PRAGMA user_version = 4711");
	drop(free) char *words = said(f, &r);
	assert_int_equal(r, -ENOTSUP);
	snprintf(both, sizeof(both), "version 4711, this incidentd knows up to %d",
		 SQL_MIGRATION_COUNT);
	assert_non_null(strstr(words, both));
	assert_false(has_file(f, "incident.db.damaged-1"));
}

static void the_database_of_another_program_is_refused_and_left_alone(void **state)
{
	struct fixture *f = *state;
	int r;

	fixture_close(f);
	fixture_run_closed(f, "PRAGMA application_id = 42");
	drop(free) char *words = said(f, &r);
	assert_int_equal(r, -EINVAL);
	assert_non_null(strstr(words, "is not a database of incidentd"));
	assert_false(has_file(f, "incident.db.damaged-1"));
}

static void what_is_no_database_at_all_is_set_aside(void **state)
{
	struct fixture *f = *state;
	char path[256];
	int r;

	fixture_close(f);
	snprintf(path, sizeof(path), "%s/incident.db", f->directory);
	FILE *file = fopen(path, "w");
	for (int i = 0; i < 1000; i++)
		fputs("this is a shopping list\n", file);
	fclose(file);
	snprintf(path, sizeof(path), "%s/incident.db-wal", f->directory);
	assert_int_equal(unlink(path), 0);
	drop(free) char *words = said(f, &r);
	assert_int_equal(r, 0);
	assert_non_null(strstr(words, "incident.db.damaged-1"));
	assert_true(has_file(f, "incident.db.damaged-1"));
}

static void a_second_daemon_is_refused(void **state)
{
	struct fixture *f = *state;
	struct store *second;

	assert_int_equal(store_open(&second, f->directory), -EBUSY);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'the first goes on'}");
}

static void run_is_refused(struct fixture *f, const char *sql)
{
	char *message = NULL;
	int rc = sqlite3_exec(f->store->db, sql, NULL, NULL, &message);

	if (rc != SQLITE_CONSTRAINT_TRIGGER || strcmp(message, "the log is append-only") != 0)
		fail_msg("%s: %d %s", sql, rc, message ? message : "done");
	sqlite3_free(message);
}

static void the_log_refuses_change_and_deletion(void **state)
{
	static const char *const changes[] = {
		"DELETE FROM event",
		"UPDATE event SET json = '{}'",
		"UPDATE event SET salt = NULL, digest = NULL",
		"UPDATE event SET json = '{}', salt = NULL, digest = NULL",
		"UPDATE event SET leaf = zeroblob(32)",
		"UPDATE event SET pos = pos + 100",
	};
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}");
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		run_is_refused(f, changes[i]);
}

static void of_an_expunged_event_only_the_text_can_go(void **state)
{
	static const char *const changes[] = {
		"UPDATE event SET salt = NULL, digest = NULL, kind = 'action' WHERE kind = 'note'",
		"UPDATE event SET salt = NULL, digest = NULL, at = 1 WHERE kind = 'note'",
		"UPDATE event SET salt = NULL, digest = NULL, author = 1 WHERE kind = 'note'",
		"UPDATE event SET salt = NULL, digest = NULL, hash = zeroblob(32) WHERE kind = 'note'",
		"UPDATE event SET salt = NULL, digest = NULL, incident = NULL WHERE kind = 'note'",
		"UPDATE event SET salt = zeroblob(16) WHERE kind = 'note'",
		"DELETE FROM event WHERE kind = 'note'",
	};
	struct fixture *f = *state;
	json_t *note = fixture_record(f, &alice, "{'kind': 'note', 'text': 'hunter2'}");

	assert_null(json_object_get(fixture_expunge(f, fixture_text(note, "id")), "error"));
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		run_is_refused(f, changes[i]);
	fixture_run(f,
		    "UPDATE event SET salt = NULL, digest = NULL, json = json WHERE kind = 'note'");
}

/* The log of a recorder before 0004-ids.sql, which stored an id as its hex digits in reverse. */
static void ids_stored_in_reverse_come_to_be_as_they_are(void **state)
{
	struct fixture *f = *state;
	struct store old = { .db = NULL };
	sqlite3_stmt *row;

	(void)f;
	assert_int_equal(sqlite3_open(":memory:", &old.db), SQLITE_OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(sqlite3_exec(old.db, sql_migrations[i].text, NULL, NULL, NULL),
				 SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(
			old.db,
			"PRAGMA user_version = 2;"
			"INSERT INTO origin VALUES (1, zeroblob(16), '', '', 0, 0);"
			"INSERT INTO event SELECT 7, x'fa7fc176ed94e70d8404a7db8d2b6210', 1, 1, "
			"NULL, 'note', 0, NULL, NULL, NULL, zeroblob(32), zeroblob(32), '{}'",
			NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(schema_migrate(&old), 0);
	assert_int_equal(
		sqlite3_prepare_v2(old.db, "SELECT pos, hex(id) FROM event", -1, &row, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(row, 0), 7);
	assert_string_equal((const char *)sqlite3_column_text(row, 1),
			    "0126B2D8BD7A4048D07E49DE671CF7AF");
	sqlite3_finalize(row);
	assert_int_equal(sqlite3_close(old.db), SQLITE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_schema_is_the_golden_one),
		STORE_TEST(the_file_says_what_it_is_and_of_which_version),
		STORE_TEST(the_settings_are_those_that_make_a_commit_last),
		STORE_TEST(every_table_is_strict),
		STORE_TEST(a_newer_database_is_refused_with_both_versions),
		STORE_TEST(the_database_of_another_program_is_refused_and_left_alone),
		STORE_TEST(what_is_no_database_at_all_is_set_aside),
		STORE_TEST(a_second_daemon_is_refused),
		STORE_TEST(the_log_refuses_change_and_deletion),
		STORE_TEST(of_an_expunged_event_only_the_text_can_go),
		STORE_TEST(ids_stored_in_reverse_come_to_be_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
