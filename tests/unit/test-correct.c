/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/stamp.h"
#include "tests/unit/store-fixture.h"

#define ID(n) "01a00000-0000-7000-8000-00000000000" #n

static void a_correction_answers_with_the_entry_as_it_stood(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	json_t *receipt = fixture_record(f, &alice,
					 "{'kind': 'amended', 'which': 'last', "
					 "'data': {'new': {'text': 'two'}}}");
	assert_string_equal(fixture_text(receipt, "target.event.id"), ID(1));
	assert_string_equal(fixture_text(receipt, "target.event.text"), "one");
	assert_null(fixture_at(receipt, "target.effective"));
	assert_string_equal(fixture_text(receipt, "event.data.old.text"), "one");
	assert_string_equal(fixture_text(fixture_effective(f, ID(1)), "text"), "two");
}

static void an_amendment_changes_what_stands_and_never_what_was_said(void **state)
{
	struct fixture *f = *state;

	fixture_record(
		f, &alice,
		"{'id': '" ID(1) "', 'kind': 'escalated', 'text': 'one', 'data': {'to': 'dba'}}");
	fixture_record(
		f, &bob,
		"{'id': '" ID(2) "', 'kind': 'amended', 'which': '" ID(
			1) "', 'data': {'new': "
			   "{'text': 'two', 'to': 'network', 'at': '2026-11-20T03:00:00Z', 'about': true}}}");
	json_t *stands = fixture_effective(f, ID(1));
	assert_string_equal(fixture_text(stands, "text"), "two");
	assert_string_equal(fixture_text(stands, "data.to"), "network");
	assert_string_equal(fixture_text(stands, "at"), "2026-11-20T03:00:00.000000Z");
	assert_true(json_is_true(fixture_at(stands, "at_given")));
	assert_true(json_is_true(fixture_at(stands, "about")));
	assert_int_equal(json_integer_value(fixture_at(stands, "corrected")), 1);
	assert_int_equal(fixture_count(f, "json LIKE '%\"text\":\"one\"%' AND kind = 'escalated'"),
			 1);
	fixture_record(f, &bob, "{'kind': 'retracted', 'which': '" ID(2) "'}");
	assert_string_equal(fixture_text(fixture_effective(f, ID(1)), "text"), "one");
}

static void an_amendment_can_change_the_kind(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'it is over'}");
	json_t *note = fixture_effective(f, ID(1));
	fixture_record(
		f, &alice,
		"{'kind': 'amended', 'which': '" ID(1) "', 'data': {'new': {'kind': 'resolved'}}}");
	assert_string_equal(fixture_text(fixture_effective(f, ID(1)), "kind"), "resolved");
	json_t *incident = fixture_incident(f, fixture_text(note, "incident"));
	assert_string_equal(fixture_text(incident, "state"), "resolved");
}

static void an_amendment_with_the_wrong_fields_is_refused(void **state)
{
	static const struct {
		const char *new, *parameter;
	} cases[] = {
		{ "{'colour': 'red'}", "drafts.data.new.colour" },
		{ "{'kind': 'opened'}", "drafts.data.new.kind" },
		{ "{'kind': 'moved'}", "drafts.data.new.kind" },
		{ "{'kind': 'nonsense'}", "drafts.data.new.kind" },
		{ "{'to': 'dba'}", "drafts.data.new.to" },
		{ "{'pinned': 'yes'}", "drafts.data.new.pinned" },
		{ "{'kind': 'severity', 'to': 6}", "drafts.data.new.to" },
	};
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *answer = fixture_refused(
			f, &alice, "org.varlink.service.InvalidParameter",
			"{'kind': 'amended', 'which': '" ID(1) "', 'data': {'new': %s}}",
			cases[i].new);

		assert_string_equal(fixture_text(answer, "parameter"), cases[i].parameter);
	}
}

static void retracting_a_retraction_restores(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'one'}");
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'retracted', 'which': '" ID(1) "'}");
	assert_true(json_is_true(fixture_at(fixture_effective(f, ID(1)), "retracted")));
	fixture_record(f, &alice, "{'id': '" ID(3) "', 'kind': 'retracted', 'which': '" ID(2) "'}");
	assert_null(fixture_at(fixture_effective(f, ID(1)), "retracted"));
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(3) "'}");
	assert_true(json_is_true(fixture_at(fixture_effective(f, ID(1)), "retracted")));
}

static void what_cannot_be_corrected_is_refused(void **state)
{
	struct fixture *f = *state;
	const char *incident = fixture_opened(f, &alice, "one");

	fixture_refused(f, &alice, "NotApplicable", "{'kind': 'retracted', 'which': '%s'}",
			incident);
	fixture_refused(f, &alice, "NotApplicable",
			"{'kind': 'amended', 'which': '%s', 'data': {'new': {'kind': 'note'}}}",
			incident);
	const char *other = fixture_opened(f, &alice, "other");
	fixture_refused(f, &alice, "NotApplicable",
			"{'kind': 'moved', 'which': '%s', 'data': {'to': '%s'}}", incident, other);
	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'note', 'text': 'x', 'incident': '%s'}", other);
	fixture_refused(f, &alice, "NotApplicable",
			"{'kind': 'moved', 'which': '" ID(1) "', 'data': {'to': '%s'}}", other);
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'retracted', 'which': '" ID(1) "'}");
	fixture_refused(f, &alice, "NotApplicable", "{'kind': 'retracted', 'which': '" ID(1) "'}");
	fixture_refused(f, &alice, "NotApplicable", "{'kind': 'ruled_out', 'which': '" ID(1) "'}");
	fixture_refused(f, &alice, "NotApplicable", "{'kind': 'task_done', 'which': '" ID(1) "'}");
	fixture_refused(
		f, &alice, "NotApplicable",
		"{'kind': 'amended', 'which': '" ID(2) "', 'data': {'new': {'text': 'y'}}}");
	fixture_refused(f, &alice, "NotApplicable",
			"{'kind': 'merged', 'incident': '%s', 'data': {'to': '%s'}}", other, other);
}

static void a_moved_entry_belongs_to_its_new_incident_until_that_is_retracted(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'note', 'text': 'x', 'incident': '%s'}", one);
	json_t *receipt = fixture_record(
		f, &alice,
		"{'id': '" ID(2) "', 'kind': 'moved', 'which': '" ID(1) "', 'data': {'to': '%s'}}",
		other);
	assert_string_equal(fixture_text(receipt, "event.data.from"), one);
	assert_string_equal(fixture_text(fixture_effective(f, ID(1)), "incident"), other);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, one), "entries")), 1);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, other), "entries")), 2);
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(2) "'}");
	assert_string_equal(fixture_text(fixture_effective(f, ID(1)), "incident"), one);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, one), "entries")), 2);
}

static void a_merged_incident_is_part_of_the_other_until_that_is_retracted(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(f, &alice, "{'kind': 'task', 'text': 'x', 'incident': '%s'}", one);
	fixture_record(
		f, &alice,
		"{'id': '" ID(2) "', 'kind': 'merged', 'incident': '%s', 'data': {'to': '%s'}}",
		one, other);
	assert_string_equal(fixture_text(fixture_incident(f, one), "state"), "merged");
	assert_string_equal(fixture_text(fixture_incident(f, one), "merged_into"), other);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, other), "entries")), 3);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, other), "tasks_open")),
			 1);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, one), "tasks_open")), 0);
	json_t *note =
		fixture_record(f, &alice, "{'kind': 'note', 'text': 'y', 'incident': '%s'}", one);
	assert_string_equal(fixture_text(note, "incident"), other);
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(2) "'}");
	assert_string_equal(fixture_text(fixture_incident(f, one), "state"), "open");
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, one), "tasks_open")), 1);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, other), "tasks_open")),
			 0);
}

static void a_duplicate_that_was_closed_does_not_close_what_it_is_merged_into(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(f, &alice, "{'kind': 'retitled', 'text': 'renamed', 'incident': '%s'}", one);
	fixture_record(f, &alice,
		       "{'kind': 'closed', 'incident': '%s', 'data': {'reason': 'duplicate'}}",
		       one);
	fixture_record(f, &alice, "{'kind': 'merged', 'incident': '%s', 'data': {'to': '%s'}}", one,
		       other);
	assert_string_equal(fixture_text(fixture_incident(f, other), "state"), "open");
	assert_string_equal(fixture_text(fixture_incident(f, other), "title"), "other");
}

static void merges_that_were_restored_to_a_circle_still_have_an_end(void **state)
{
	struct fixture *f = *state;
	const char *one = ID(8), *other = ID(9);

	fixture_record(
		f, &alice,
		"[{'id': '%s', 'kind': 'opened', 'text': 'one'}, {'id': '%s', 'kind': 'opened', 'text': 'other'}]",
		one, other);
	fixture_record(
		f, &alice,
		"{'id': '" ID(1) "', 'kind': 'merged', 'incident': '%s', 'data': {'to': '%s'}}",
		one, other);
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'retracted', 'which': '" ID(1) "'}");
	fixture_record(f, &alice, "{'kind': 'merged', 'incident': '%s', 'data': {'to': '%s'}}",
		       other, one);
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(2) "'}");
	assert_string_equal(fixture_text(fixture_incident(f, one), "state"), "open");
	assert_string_equal(fixture_text(fixture_incident(f, other), "state"), "merged");
}

static void a_task_is_done_wherever_both_were_recorded(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'task', 'text': 'x', 'incident': '%s'}", one);
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'task_done', 'which': '" ID(1) "'}");
	fixture_record(f, &alice, "{'kind': 'moved', 'which': '" ID(1) "', 'data': {'to': '%s'}}",
		       other);
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, other), "tasks_open")),
			 0);
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(2) "'}");
	assert_int_equal(json_integer_value(fixture_at(fixture_incident(f, other), "tasks_open")),
			 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_correction_answers_with_the_entry_as_it_stood),
		STORE_TEST(an_amendment_changes_what_stands_and_never_what_was_said),
		STORE_TEST(an_amendment_can_change_the_kind),
		STORE_TEST(an_amendment_with_the_wrong_fields_is_refused),
		STORE_TEST(retracting_a_retraction_restores),
		STORE_TEST(what_cannot_be_corrected_is_refused),
		STORE_TEST(a_moved_entry_belongs_to_its_new_incident_until_that_is_retracted),
		STORE_TEST(a_merged_incident_is_part_of_the_other_until_that_is_retracted),
		STORE_TEST(a_duplicate_that_was_closed_does_not_close_what_it_is_merged_into),
		STORE_TEST(merges_that_were_restored_to_a_circle_still_have_an_end),
		STORE_TEST(a_task_is_done_wherever_both_were_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
