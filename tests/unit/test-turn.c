/* SPDX-License-Identifier: MIT */
/* What is long gives way to a record that waits: after each thing it does, once it had its time; and misses nothing by that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/backup.h"
#include "daemon/store/incident-write.h"
#include "daemon/store/page.h"
#include "daemon/store/search.h"
#include "daemon/store/verify.h"
#include "tests/unit/store-fixture.h"

#define INCIDENTS 5
#define EVENTS    60 /* in all: fewer than any page has */

/* Somebody who reads, and what came of it. */
struct reader {
	struct page page;
	struct search search;
	struct incident_list list;
	struct verify verify;
	struct backup *backup;
	int given, steps;
};

static int count(void *owner, const char *text, size_t size)
{
	struct reader *reader = owner;

	(void)text;
	(void)size;
	reader->given++;
	return 0;
}

static int step_page(struct reader *reader, struct store *store)
{
	return page_next(store, &reader->page, count, reader);
}

static int step_search(struct reader *reader, struct store *store)
{
	const struct search_reader to = { count, count, reader };

	return search_next(store, &reader->search, &to);
}

static int step_list(struct reader *reader, struct store *store)
{
	return incident_list_next(store, &reader->list, count, reader);
}

static int find_nothing(void *owner, int64_t pos, const struct id *id, const char *problem)
{
	(void)owner;
	(void)pos;
	(void)id;
	fail_msg("%s", problem);
	return 0;
}

static int step_verify(struct reader *reader, struct store *store)
{
	int r = verify_next(store, &reader->verify, find_nothing, reader);

	reader->given = (int)reader->verify.events;
	return r ? r : reader->verify.done;
}

static int step_backup(struct reader *reader, struct store *store)
{
	drop(buffer_free) struct buffer chunk = { 0 };
	int64_t done, total;
	int r = backup_next(reader->backup, &chunk, &done, &total);

	(void)store;
	reader->given = (int)total;
	return r ? r : done > 0;
}

static void read_all(struct fixture *f, struct reader *reader,
		     int (*step)(struct reader *reader, struct store *store))
{
	int r;

	assert_int_equal(sought_read(&reader->search.sought, "pool"), 0);
	reader->search.best = INT64_MAX;
	reader->search.before = reader->list.before = reader->page.bound = INT64_MAX;
	reader->search.left = reader->list.left = reader->page.left = INT64_MAX;
	reader->list.since = reader->list.until = EVENT_NEVER;
	reader->page.since = reader->page.until = EVENT_NEVER;
	for (int state = 0; state < STATE_COUNT; state++)
		reader->list.states[state] = true;
	do {
		r = step(reader, f->store);
		reader->steps++;
	} while (r == 0);
	assert_int_equal(r, 1);
	search_end(&reader->search);
}

/* A record waits, and has for longer than any turn lasts. */
static void be_wanted(struct fixture *f, bool wanted)
{
	f->store->turn = (struct turn){ .wanted = wanted };
}

/* The same twice: beside nobody in a few steps, beside a record in one for each of `things`. */
static void gives_way(struct fixture *f, struct reader reader,
		      int (*step)(struct reader *reader, struct store *store), int things)
{
	struct reader beside = reader;

	be_wanted(f, false);
	read_all(f, &reader, step);
	assert_true(reader.steps <= 3);
	be_wanted(f, true);
	read_all(f, &beside, step);
	assert_true(beside.steps >= things);
	assert_int_equal(beside.given, reader.given);
	assert_true(reader.given >= things);
}

static void fill(struct fixture *f)
{
	for (int i = 0; i < EVENTS; i++)
		fixture_record(f, &alice, "{'kind': '%s', 'text': 'pool is empty'}",
			       i < INCIDENTS ? "opened" : "note");
}

static void a_page_gives_way_whatever_it_is_of(void **state)
{
	struct fixture *f = *state;
	struct reader reader = { .given = 0 };

	fill(f);
	gives_way(f, reader, step_page, EVENTS);
	reader.page.plain = true;
	gives_way(f, reader, step_page, EVENTS);
	id_parse(fixture_text(fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}"),
			      "incident"),
		 &reader.page.incident);
	gives_way(f, reader, step_page, EVENTS - INCIDENTS);
	reader.page.plain = false;
	gives_way(f, reader, step_page, EVENTS - INCIDENTS);
}

static void a_page_of_which_nothing_is_wanted_gives_way(void **state)
{
	struct fixture *f = *state;
	struct reader reader = { .page = { .some_kinds = true } };

	fill(f);
	be_wanted(f, true);
	read_all(f, &reader, step_page);
	assert_int_equal(reader.given, 0);
	assert_true(reader.steps >= EVENTS);
}

static int count_and_stop(void *owner, const char *text, size_t size)
{
	count(owner, text, size);
	return PAGE_FULL;
}

static int step_full(struct reader *reader, struct store *store)
{
	return page_next(store, &reader->page, count_and_stop, reader);
}

static void several_pages_are_read_at_once_where_nobody_records(void **state)
{
	struct fixture *f = *state;
	struct reader reader = { .given = 0 }, full = reader, beside = reader;

	for (int i = 0; i < 3; i++)
		fill(f);
	be_wanted(f, false);
	read_all(f, &beside, step_page);
	assert_true(beside.steps > 2);
	f->store->turn.begun = TURN_CALM + 1;
	read_all(f, &reader, step_page);
	assert_int_equal(reader.steps, 1);
	read_all(f, &full, step_full);
	assert_int_equal(full.given, reader.given);
	assert_true(full.steps >= full.given);
}

static void a_search_gives_way(void **state)
{
	struct reader reader = { .given = 0 };

	fill(*state);
	gives_way(*state, reader, step_search, EVENTS);
}

static void a_list_gives_way(void **state)
{
	struct reader reader = { .given = 0 };

	fill(*state);
	gives_way(*state, reader, step_list, INCIDENTS);
}

static void a_verification_gives_way(void **state)
{
	struct reader reader = { .given = 0 };

	fill(*state);
	gives_way(*state, reader, step_verify, EVENTS);
}

static void a_backup_gives_way(void **state)
{
	struct fixture *f = *state;
	int steps[2];

	fill(f);
	for (int wanted = 0; wanted < 2; wanted++) {
		struct reader reader = { .given = 0 };

		be_wanted(f, wanted);
		assert_int_equal(backup_open(&reader.backup, f->store), 0);
		read_all(f, &reader, step_backup);
		backup_close(reader.backup);
		steps[wanted] = reader.steps;
	}
	assert_true(steps[1] > steps[0]);
}

static void a_job_has_some_time_although_a_record_waits(void **state)
{
	struct turn turn;

	(void)state;
	turn_begin(&turn, true);
	turn.begun += INT64_C(3600000000);
	assert_false(turn_is_over(&turn));
	turn.begun -= INT64_C(3600000000) + TURN_TIME;
	assert_true(turn_is_over(&turn));
	turn_begin(&turn, false);
	turn.begun -= TURN_TIME;
	assert_false(turn_is_over(&turn));
	turn_want(&turn);
	assert_true(turn_is_over(&turn));
}

static void a_turn_is_calm_only_when_no_record_has_come_lately(void **state)
{
	struct turn turn = { .recorded = 0 };

	(void)state;
	turn_begin(&turn, false);
	assert_true(turn_is_calm(&turn));
	turn_want(&turn);
	turn_begin(&turn, false);
	assert_false(turn_is_calm(&turn));
	turn.recorded -= TURN_CALM + 1;
	assert_true(turn_is_calm(&turn));
	turn_begin(&turn, true);
	assert_false(turn_is_calm(&turn));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_page_gives_way_whatever_it_is_of),
		STORE_TEST(a_page_of_which_nothing_is_wanted_gives_way),
		STORE_TEST(several_pages_are_read_at_once_where_nobody_records),
		STORE_TEST(a_search_gives_way),
		STORE_TEST(a_list_gives_way),
		STORE_TEST(a_verification_gives_way),
		STORE_TEST(a_backup_gives_way),
		cmocka_unit_test(a_turn_is_calm_only_when_no_record_has_come_lately),
		cmocka_unit_test(a_job_has_some_time_although_a_record_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
