/* SPDX-License-Identifier: MIT */
/* Each sentence of "Which incident" (DESIGN section 3). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/append.h"
#include "daemon/store/choose.h"
#include "lib/stamp.h"
#include "tests/unit/store-fixture.h"

#define ID(n) "01a00000-0000-7000-8000-00000000000" #n

static json_t *note(struct fixture *f, const struct author *author)
{
	return fixture_record(f, author, "{'kind': 'note', 'text': 'something'}");
}

static const char *noted(struct fixture *f, const struct author *author)
{
	return fixture_text(note(f, author), "incident");
}

static bool opens(struct fixture *f, const struct author *author)
{
	json_t *receipt = note(f, author);

	return json_is_true(fixture_at(receipt, "opened"));
}

static void switch_to(struct fixture *f, const struct author *author, const char *incident)
{
	struct id id;

	assert_int_equal(id_parse(incident, &id), 0);
	assert_int_equal(query_run(f->store, QUERY_CHOICE_SET, "idi", author_key(author), &id,
				   f->store->head),
			 0);
}

static void with_nothing_live_a_note_opens_an_incident_titled_with_its_text(void **state)
{
	struct fixture *f = *state;
	json_t *receipt = fixture_record(
		f, &alice,
		"{'kind': 'note', 'text': 'DNS is slow\\nin Oslo', 'at': '2026-11-20T03:00:00Z'}");
	json_t *incident = fixture_incident(f, fixture_text(receipt, "incident"));

	assert_true(json_is_true(fixture_at(receipt, "opened")));
	assert_string_equal(fixture_text(incident, "title"), "DNS is slow");
	assert_string_equal(fixture_text(incident, "opened_at"), "2026-11-20T03:00:00.000000Z");
	assert_string_equal(fixture_text(incident, "opened_by.name"), "alice");
}

static void it_names_an_older_one_that_was_left_open(void **state)
{
	struct fixture *f = *state;
	const char *older = fixture_opened(f, &alice, "older");

	fixture_sleep(25 * STAMP_HOUR);
	json_t *receipt = note(f, &alice);
	assert_true(json_is_true(fixture_at(receipt, "opened")));
	assert_string_equal(fixture_text(receipt, "left_open.incident"), older);
	assert_string_equal(fixture_text(receipt, "left_open.title"), "older");
}

static void at_the_start_what_is_live_is_found_without_a_look_at_every_incident(void **state)
{
	struct fixture *f = *state;
	const char *older = fixture_opened(f, &alice, "older");
	drop(free) char *sql = NULL;

	fixture_opened(f, &alice, "silent");
	fixture_sleep(47 * STAMP_HOUR);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'still', 'incident': '%s'}", older);
	fixture_close(f);
	fixture_open(f);
	fixture_sleep(23 * STAMP_HOUR);
	assert_string_equal(fixture_text(note(f, &alice), "incident"), older);
	assert_true(asprintf(&sql, "EXPLAIN QUERY PLAN %s",
			     sql_queries[QUERY_INCIDENT_RECENT].text) > 0);
	drop(free) char *plan = fixture_rows(f, sql);
	assert_non_null(strstr(plan, "SEARCH incident USING INDEX incident_day (day>?)"));
	assert_null(strstr(plan, "SCAN"));
}

static void it_does_not_name_one_that_was_closed(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "older");
	fixture_record(f, &alice, "{'kind': 'closed'}");
	json_t *receipt = note(f, &alice);
	assert_true(json_is_true(fixture_at(receipt, "opened")));
	assert_null(fixture_at(receipt, "left_open"));
}

static void the_only_live_one_is_meant(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one");
	json_t *receipt = note(f, &bob);

	assert_string_equal(fixture_text(receipt, "incident"), one);
	assert_true(json_is_false(fixture_at(receipt, "opened")));
	assert_int_equal(json_array_size(fixture_at(receipt, "others")), 0);
}

static void of_several_the_one_with_the_newest_entry_by_a_person_is_and_the_others_are_named(
	void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(f, &bob, "{'kind': 'note', 'text': 'x', 'incident': '%s'}", one);
	json_t *receipt = note(f, &alice);
	assert_string_equal(fixture_text(receipt, "incident"), one);
	assert_string_equal(fixture_text(receipt, "others.0.incident"), other);
	assert_int_equal(json_array_size(fixture_at(receipt, "others")), 1);
	fixture_close(f);
	fixture_open(f);
	assert_string_equal(noted(f, &alice), one);
}

static void a_machine_entry_never_counts_as_newest(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(f, &alice,
		       "{'kind': 'note', 'text': 'x', 'incident': '%s', 'source': 'cron'}", one);
	assert_string_equal(noted(f, &alice), other);
}

static void what_changes_its_course_does_not_guess(void **state)
{
	static const char *const drafts[] = {
		"{'kind': 'closed'}",
		"{'kind': 'reopened'}",
		"{'kind': 'resolved'}",
		"{'kind': 'severity', 'data': {'to': 1}}",
		"{'kind': 'retitled', 'text': 'x'}",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < 5; i++)
		fixture_refused(f, &alice, "NoSuchIncident", "%s", drafts[i]);
	fixture_opened(f, &alice, "one");
	const char *other = fixture_opened(f, &alice, "other");
	for (size_t i = 0; i < 5; i++) {
		json_t *answer = fixture_refused(f, &alice, "AmbiguousIncident", "%s", drafts[i]);

		assert_int_equal(json_array_size(fixture_at(answer, "candidates")), 2);
	}
	fixture_record(f, &alice, "{'kind': 'closed', 'incident': '%s'}", other);
	fixture_record(f, &alice, "{'kind': 'closed'}");
}

static void a_verb_for_afterwards_falls_back_to_the_latest_closed_or_not(void **state)
{
	struct fixture *f = *state;

	fixture_refused(f, &alice, "NoSuchIncident", "{'kind': 'cause', 'text': 'x'}");
	fixture_opened(f, &alice, "one");
	const char *other = fixture_opened(f, &alice, "other");
	fixture_record(f, &alice, "{'kind': 'closed', 'incident': '%s'}", other);
	fixture_sleep(48 * STAMP_HOUR);
	assert_string_equal(
		fixture_text(fixture_record(f, &alice, "{'kind': 'cause', 'text': 'x'}"),
			     "incident"),
		other);
	json_t *answer = fixture_refused(f, &alice, "NoSuchIncident", "{'kind': 'closed'}");
	assert_int_equal(json_array_size(fixture_at(answer, "candidates")), 1);
}

static void machine_entries_open_nothing_and_are_unfiled(void **state)
{
	struct fixture *f = *state;
	json_t *receipt =
		fixture_record(f, &alice, "{'kind': 'change', 'text': 'deployed', 'source': 'ci'}");

	assert_null(fixture_at(receipt, "incident"));
	assert_null(fixture_at(receipt, "event.incident"));
	assert_true(json_is_false(fixture_at(receipt, "opened")));
	fixture_sleep(STAMP_HOUR);
	receipt = fixture_record(f, &alice, "{'kind': 'opened', 'text': 'x'}");
	assert_int_equal(json_integer_value(fixture_at(receipt, "unfiled")), 1);
	fixture_sleep(2 * STAMP_HOUR);
	receipt = fixture_record(f, &alice, "{'kind': 'opened', 'text': 'y'}");
	assert_int_equal(json_integer_value(fixture_at(receipt, "unfiled")), 0);
}

static void an_unfiled_entry_can_be_corrected_before_there_is_any_incident(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'change', 'text': 'x', 'source': 'ci'}");
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(1) "'}");
	assert_true(json_is_true(fixture_at(fixture_effective(f, ID(1)), "retracted")));
}

static void an_unfiled_entry_can_be_filed(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'change', 'text': 'x', 'source': 'ci'}");
	const char *one = fixture_opened(f, &alice, "one");
	fixture_record(f, &alice, "{'kind': 'moved', 'which': '" ID(1) "', 'data': {'to': '%s'}}",
		       one);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, one), "entries")), 2);
}

static void a_closed_incident_still_takes_entries(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one");

	fixture_record(f, &alice, "{'kind': 'closed'}");
	json_t *receipt =
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'x', 'incident': '%s'}", one);
	assert_string_equal(fixture_text(receipt, "incident"), one);
	assert_string_equal(fixture_text(fixture_incident(f, one), "state"), "closed");
}

static void what_a_user_switched_to_is_meant_until_a_newer_incident_opens(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	switch_to(f, &alice, one);
	assert_string_equal(noted(f, &alice), one);
	fixture_record(f, &bob, "{'kind': 'note', 'text': 'x', 'incident': '%s'}", other);
	assert_string_equal(noted(f, &bob), other);
	assert_string_equal(noted(f, &alice), one);
	assert_int_equal(json_array_size(fixture_at(note(f, &alice), "others")), 0);
	fixture_record(f, &alice, "{'kind': 'resolved'}");
	assert_string_equal(fixture_text(fixture_incident(f, one), "state"), "resolved");
	const char *third = fixture_opened(f, &bob, "third");
	assert_string_equal(noted(f, &alice), third);
}

static void a_switch_is_of_root_for_one_login_only(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	switch_to(f, &admin_alice, one);
	assert_string_equal(noted(f, &admin), other);
	assert_string_equal(noted(f, &admin_alice), one);
}

static void an_incident_is_live_for_a_day_after_the_last_entry_by_a_person(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one");

	fixture_sleep(24 * STAMP_HOUR - STAMP_MINUTE);
	assert_string_equal(noted(f, &alice), one);
	fixture_sleep(24 * STAMP_HOUR - STAMP_MINUTE);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'x', 'source': 'cron'}");
	fixture_sleep(2 * STAMP_MINUTE);
	assert_true(opens(f, &alice));
}

static void a_resolved_incident_is_live_for_twelve_hours(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one");

	fixture_record(f, &alice, "{'kind': 'resolved', 'at': '2026-01-01T00:00:00Z'}");
	fixture_sleep(12 * STAMP_HOUR - STAMP_MINUTE);
	assert_string_equal(noted(f, &alice), one);
	fixture_sleep(2 * STAMP_MINUTE);
	assert_true(opens(f, &alice));
}

static void a_reopened_incident_is_live_again(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one");

	fixture_record(f, &alice, "{'kind': 'closed'}");
	fixture_sleep(48 * STAMP_HOUR);
	fixture_record(f, &alice, "{'kind': 'reopened', 'incident': '%s'}", one);
	assert_string_equal(noted(f, &alice), one);
}

static void any_unique_part_of_a_ref_or_an_id_selects(void **state)
{
	struct fixture *f = *state;
	static const char *const parts[] = {
		"20261120-1010",
		"1010",
		"LOio",
		"20261120-LOIO",
		"20261120",
		"261120-10",
		"01a00000-0000-7000-8000-000000008020",
		"01A00000-0000",
		"01a0000000007000",
	};

	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-000000008020', 'kind': 'opened', 'text': 'x', 'at': '2026-11-20T23:59:59Z'}");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'x', 'incident': '%s'}",
			       parts[i]);
}

static void a_part_that_several_have_is_refused_with_the_candidates(void **state)
{
	struct fixture *f = *state;

	fixture_record(
		f, &alice,
		"{'id': '" ID(
			1) "', 'kind': 'opened', 'text': 'one', 'at': '2026-11-20T01:00:00Z'}");
	fixture_record(
		f, &alice,
		"{'id': '" ID(
			2) "', 'kind': 'opened', 'text': 'other', 'at': '2026-11-20T02:00:00Z'}");
	json_t *answer = fixture_refused(f, &alice, "AmbiguousIncident",
					 "{'kind': 'note', 'text': 'x', 'incident': '20261120'}");
	assert_int_equal(json_array_size(fixture_at(answer, "candidates")), 2);
	assert_string_equal(fixture_text(answer, "candidates.0.state"), "open");
	answer = fixture_refused(f, &alice, "NoSuchIncident",
				 "{'kind': 'note', 'text': 'x', 'incident': 'zzzz'}");
	assert_string_equal(fixture_text(answer, "incident"), "zzzz");
	assert_int_equal(json_array_size(fixture_at(answer, "candidates")), 2);
	fixture_refused(f, &alice, "NoSuchIncident",
			"{'kind': 'note', 'text': 'x', 'incident': ''}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(at_the_start_what_is_live_is_found_without_a_look_at_every_incident),
		STORE_TEST(with_nothing_live_a_note_opens_an_incident_titled_with_its_text),
		STORE_TEST(it_names_an_older_one_that_was_left_open),
		STORE_TEST(it_does_not_name_one_that_was_closed),
		STORE_TEST(the_only_live_one_is_meant),
		STORE_TEST(
			of_several_the_one_with_the_newest_entry_by_a_person_is_and_the_others_are_named),
		STORE_TEST(a_machine_entry_never_counts_as_newest),
		STORE_TEST(what_changes_its_course_does_not_guess),
		STORE_TEST(a_verb_for_afterwards_falls_back_to_the_latest_closed_or_not),
		STORE_TEST(machine_entries_open_nothing_and_are_unfiled),
		STORE_TEST(an_unfiled_entry_can_be_corrected_before_there_is_any_incident),
		STORE_TEST(an_unfiled_entry_can_be_filed),
		STORE_TEST(a_closed_incident_still_takes_entries),
		STORE_TEST(what_a_user_switched_to_is_meant_until_a_newer_incident_opens),
		STORE_TEST(a_switch_is_of_root_for_one_login_only),
		STORE_TEST(an_incident_is_live_for_a_day_after_the_last_entry_by_a_person),
		STORE_TEST(a_resolved_incident_is_live_for_twelve_hours),
		STORE_TEST(a_reopened_incident_is_live_again),
		STORE_TEST(any_unique_part_of_a_ref_or_an_id_selects),
		STORE_TEST(a_part_that_several_have_is_refused_with_the_candidates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
