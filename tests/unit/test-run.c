/* SPDX-License-Identifier: MIT */
/* Runs of the log: what belongs to an incident, or to an author, is found by where they begin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/page.h"
#include "daemon/store/schema.h"
#include "tests/unit/store-fixture.h"

#define CALLS 300

static void expect_rows(struct fixture *f, const char *sql, const char *rows)
{
	drop(free) char *there = fixture_rows(f, sql);

	assert_string_equal(there, rows);
}

static const char *record_note(struct fixture *f, const struct author *author, const char *incident)
{
	json_t *receipt = fixture_record(
		f, author, "{'kind': 'note', 'text': 'x', 'incident': '%s'}", incident);

	return fixture_text(receipt, "id");
}

static void move(struct fixture *f, const struct author *author, const char *id, const char *to)
{
	fixture_record(f, author, "{'kind': 'moved', 'which': '%s', 'data': {'to': '%s'}}", id, to);
}

/* By turns: 7 notes of one author, 5 of the other; 3 in one incident, 4 in the other; every so many is moved. */
static void record_mixed(struct fixture *f, const char *const incidents[2], int every)
{
	for (int i = 0; i < CALLS; i++) {
		const struct author *author = i % 12 < 7 ? &alice : &bob;
		int in = i % 7 < 3;
		const char *id = record_note(f, author, incidents[in]);

		if (i % every == 0)
			move(f, author, id, incidents[!in]);
	}
}

struct reading {
	struct page page;
	struct buffer positions;
};

static int add_position(void *owner, const char *entry, size_t size)
{
	struct reading *reading = owner;

	(void)entry;
	(void)size;
	buffer_printf(&reading->positions, "%lld\n", (long long)reading->page.after);
	return 0;
}

static void expect_pages(struct fixture *f, const char *incident, bool plain)
{
	struct reading reading = { .page = { .plain = plain,
					     .since = EVENT_NEVER,
					     .until = EVENT_NEVER,
					     .bound = f->store->head,
					     .left = INT64_MAX } };
	char sql[512], hex[33];
	int r;

	assert_int_equal(id_parse(incident, &reading.page.incident), 0);
	for (int i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02X", reading.page.incident.byte[i]);
	while ((r = page_next(f->store, &reading.page, add_position, &reading)) == 0)
		;
	assert_int_equal(r, 1);
	snprintf(sql, sizeof(sql),
		 "SELECT event.pos FROM event LEFT JOIN effective USING (pos) WHERE "
		 "hex(iif(effective.pos IS NULL, event.incident, effective.incident)) = '%s' "
		 "ORDER BY event.pos",
		 hex);
	expect_rows(f, sql, reading.positions.data);
	buffer_free(&reading.positions);
}

static void what_is_in_an_incident_is_read_in_the_order_of_the_log(void **state)
{
	struct fixture *f = *state;
	const char *incidents[] = { fixture_opened(f, &alice, "one"),
				    fixture_opened(f, &bob, "other") };

	record_mixed(f, incidents, 20);
	record_mixed(f, incidents, 90); /* more than a page looks at */
	for (int i = 0; i < 2; i++) {
		expect_pages(f, incidents[i], true);
		expect_pages(f, incidents[i], false);
	}
}

static void what_was_moved_is_left_out_wherever_a_page_would_end(void **state)
{
	static const int positions[] = { 65, 64, 63, 129, 2 };
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"), *ids[131] = { [1] = one };

	for (int pos = 2; pos <= 130; pos++)
		ids[pos] = record_note(f, &alice, one);
	const char *other = fixture_opened(f, &alice, "other");
	for (size_t i = 0; i < sizeof(positions) / sizeof(*positions); i++) {
		move(f, &alice, ids[positions[i]], other);
		expect_pages(f, one, true);
		expect_pages(f, other, true);
	}
}

static const char *merge(struct fixture *f, const char *incident, const char *to)
{
	json_t *receipt = fixture_record(
		f, &alice, "{'kind': 'merged', 'incident': '%s', 'data': {'to': '%s'}}", incident,
		to);

	return fixture_text(receipt, "id");
}

static int count_wanted(void *owner, const char *entry, size_t size)
{
	(void)size;
	*(int *)owner += strstr(entry, "\"wanted\"") != NULL;
	return 0;
}

static void what_is_merged_and_taken_out_while_it_is_read_is_read_to_its_end(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *part = fixture_opened(f, &alice, "two"),
		   *whole = fixture_opened(f, &alice, "three");
	struct page page = { .since = EVENT_NEVER, .until = EVENT_NEVER, .left = INT64_MAX };
	int r, wanted = 0;

	for (int i = 0; i < 800; i++)
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'wanted', 'incident': '%s'}",
			       part);
	merge(f, part, one);
	page.bound = f->store->head;
	assert_int_equal(id_parse(one, &page.incident), 0);
	assert_int_equal(page_next(f->store, &page, count_wanted, &wanted), 0);
	const char *merged = merge(f, one, whole);
	assert_int_equal(page_next(f->store, &page, count_wanted, &wanted), 0);
	assert_in_range(wanted, 1, 799);
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '%s'}", merged);
	while ((r = page_next(f->store, &page, count_wanted, &wanted)) == 0)
		;
	assert_int_equal(r, 1);
	assert_int_equal(wanted, 800);
}

static void the_last_entry_of_an_author_is_found_behind_those_of_others(void **state)
{
	struct fixture *f = *state;
	const char *incident = fixture_opened(f, &alice, "one");

	fixture_record(f, &bob, "{'kind': 'note', 'text': 'hers', 'incident': '%s'}", incident);
	for (int i = 0; i < 5; i++)
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'x', 'incident': '%s'}",
			       incident);
	json_t *receipt = fixture_record(f, &bob, "{'kind': 'retracted', 'which': 'last'}");
	assert_string_equal(fixture_text(receipt, "target.event.text"), "hers");
}

#define RUNS "SELECT first, author, hex(incident) FROM run"

static void a_run_goes_on_over_a_start_and_what_was_taken_back(void **state)
{
	struct fixture *f = *state;
	const char *incident = fixture_opened(f, &alice, "one");

	fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}");
	drop(free) char *runs = fixture_rows(f, RUNS);
	fixture_refused(f, &bob, "NoSuchEvent",
			"[{'kind': 'note', 'text': 'x', 'incident': '%s'},"
			" {'kind': 'retracted', 'which': 'nothing'}]",
			incident);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}");
	expect_rows(f, RUNS, runs);
	fixture_close(f);
	fixture_open(f);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}");
	expect_rows(f, RUNS, runs);
}

#define BEFORE 2 /* migrations: what follows needs a function of ours */

static void run_sql(sqlite3 *db, const char *sql)
{
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* Events of two authors and a machine, in two incidents and none. */
static void make_old_log(sqlite3 *db)
{
	for (int i = 0; i < BEFORE; i++)
		run_sql(db, sql_migrations[i].text);
	run_sql(db, "PRAGMA user_version = 2;"
		    "INSERT INTO origin VALUES (1, zeroblob(16), '', '', 0, 0);"
		    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500)"
		    "INSERT INTO event SELECT i, randomblob(16), 1, i, "
		    "iif(i % 5 < 2, NULL, CAST(printf('incident %7d', i % 11 < 6) AS BLOB)), "
		    "'note', 0, iif(i % 13 < 3, NULL, i % 7 < 4), NULL, NULL, zeroblob(32), "
		    "zeroblob(32), '{}' FROM n");
}

static void a_log_without_runs_has_them_after_a_start(void **state)
{
	/* 1 if each event is in one run, of its author and incident, and none could be longer */
	static const char fits[] =
		"SELECT count(*) = 500 AND min(whole_run.author IS event.author)"
		" AND min(whole_run.incident IS event.incident) AND NOT EXISTS ("
		"  SELECT 1 FROM run JOIN whole_run AS before ON before.last = run.first - 1"
		"  WHERE before.author IS run.author AND before.incident IS run.incident)"
		"FROM event JOIN whole_run ON event.pos BETWEEN first AND last";
	struct fixture *f = *state;
	struct store old = { .db = NULL };
	sqlite3_stmt *row;

	(void)f;
	assert_int_equal(sqlite3_open(":memory:", &old.db), SQLITE_OK);
	make_old_log(old.db);
	assert_int_equal(schema_migrate(&old), 0);
	assert_int_equal(sqlite3_prepare_v2(old.db, fits, -1, &row, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(row), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(row, 0), 1);
	sqlite3_finalize(row);
	assert_int_equal(sqlite3_close(old.db), SQLITE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_is_in_an_incident_is_read_in_the_order_of_the_log),
		STORE_TEST(what_was_moved_is_left_out_wherever_a_page_would_end),
		STORE_TEST(what_is_merged_and_taken_out_while_it_is_read_is_read_to_its_end),
		STORE_TEST(the_last_entry_of_an_author_is_found_behind_those_of_others),
		STORE_TEST(a_run_goes_on_over_a_start_and_what_was_taken_back),
		STORE_TEST(a_log_without_runs_has_them_after_a_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
