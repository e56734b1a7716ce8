/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/timeline/outage.h"
#include "tests/unit/timeline-fixture.h"

static int lost_minutes(const struct timeline *timeline, const char *handle)
{
	int64_t lost = 0;

	if (entry_lost(fixture_entry(timeline, handle), &lost) != 0)
		return -1;
	return (int)(lost / STAMP_MINUTE);
}

static void assert_order(const struct timeline *timeline, const char *expected)
{
	drop(buffer_free) struct buffer order = { 0 };

	for (size_t i = 0; i < timeline->count; i++)
		if (!timeline->entries[i].hidden)
			buffer_printf(&order, "%s%s", order.size ? " " : "",
				      timeline->entries[i].handle);
	assert_string_equal(order.data, expected);
}

static void entries_stand_in_order_of_time_and_unknown_ones_behind_the_one_recorded_before(
	void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("order.json");

	(void)state;
	assert_non_null(timeline);
	assert_order(timeline, "aaa0 0rdr aaa4 aaa1 aaa2 aaa3 aaa5 aaa6");
}

static void the_order_does_not_depend_on_the_order_in_which_entries_arrive(void **state)
{
	drop(timeline_free) struct timeline *straight = fixture_timeline("order.json");
	drop(timeline_free) struct timeline *turned = NULL;
	json_t *entries = json_array();

	(void)state;
	for (size_t i = json_array_size(straight->entries_json); i > 0; i--)
		json_array_append(entries, json_array_get(straight->entries_json, i - 1));
	turned = timeline_new(json_incref(straight->incident), entries);
	assert_order(turned, "aaa0 0rdr aaa4 aaa1 aaa2 aaa3 aaa5 aaa6");
}

static void a_dead_end_costs_the_time_between_suspicion_and_ruling(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");

	(void)state;
	assert_true(entry_is_dead_end(fixture_entry(timeline, "aaaa")));
	assert_int_equal(lost_minutes(timeline, "aaaa"), 20);
}

static void a_note_that_is_ruled_out_becomes_a_suspicion(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");
	const struct entry *note = fixture_entry(timeline, "bbbb");

	(void)state;
	assert_int_equal(note->event.kind, KIND_NOTE);
	assert_true(note->suspicion);
	assert_true(entry_is_dead_end(note));
	assert_ptr_equal(note->ended_by, fixture_entry(timeline, "eeee"));
	assert_ptr_equal(fixture_entry(timeline, "eeee")->target, note);
}

static void a_dead_end_with_an_unknown_time_costs_what_was_not_recorded(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");

	(void)state;
	assert_true(entry_is_dead_end(fixture_entry(timeline, "cccc")));
	assert_int_equal(lost_minutes(timeline, "cccc"), -1);
}

static void a_ruling_told_before_its_suspicion_costs_nothing_that_can_be_told(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");

	(void)state;
	assert_int_equal(lost_minutes(timeline, "nnnn"), -1);
}

static void what_is_ruled_out_and_then_confirmed_is_no_dead_end(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");
	const struct entry *entry = fixture_entry(timeline, "gggg");

	(void)state;
	assert_false(entry_is_dead_end(entry));
	assert_int_equal(entry->ended_by->event.kind, KIND_CONFIRMED);
}

static void a_retracted_ruling_leaves_the_suspicion_open(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");
	const struct entry *entry = fixture_entry(timeline, "kkkk");

	(void)state;
	assert_true(entry->suspicion);
	assert_null(entry->ended_by);
	assert_false(entry_is_dead_end(entry));
}

static void dead_ends_side_by_side_cost_their_time_once(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("dead-ends.json");
	size_t unknown = 0;

	(void)state;
	/* 10:10 to 10:30 and 10:20 to 10:40 */
	assert_int_equal(timeline_lost(timeline, &unknown), 30 * STAMP_MINUTE);
	assert_int_equal(unknown, 2);
}

static void an_amended_entry_stands_where_its_new_time_puts_it(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("corrected.json");
	const struct entry *entry = fixture_entry(timeline, "bbb1");
	struct event recorded;

	(void)state;
	assert_order(timeline, "bbb7 bbb1 am3n bbb3");
	assert_string_equal(entry->event.text, "typo here");
	assert_int_equal(event_read(json_object_get(entry->json, "event"), &recorded), 0);
	assert_string_equal(recorded.text, "typo heer");
	assert_int_equal(entry->event.corrected, 2);
	assert_int_equal(recorded.corrected, 0);
	assert_true(entry->event.pinned);
}

static void retracted_entries_and_corrections_are_there_but_no_lines(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("corrected.json");

	(void)state;
	assert_true(fixture_entry(timeline, "bbb2")->hidden);
	assert_true(fixture_entry(timeline, "bbb4")->hidden);
	assert_ptr_equal(fixture_entry(timeline, "bbb4")->target, fixture_entry(timeline, "bbb1"));
}

static void an_expunged_entry_is_a_line_without_a_text(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("corrected.json");
	const struct entry *entry = fixture_entry(timeline, "bbb3");

	(void)state;
	assert_false(entry->hidden);
	assert_true(entry->event.expunged);
	assert_null(entry->event.text);
}

static void a_statement_is_a_line_only_where_a_milestone_follows_from_it(void **state)
{
	drop(timeline_free) struct timeline *reopened = fixture_timeline("reopened.json");
	drop(timeline_free) struct timeline *checkout = fixture_timeline("checkout.json");

	(void)state;
	assert_false(fixture_entry(reopened, "rrr5")->hidden);
	assert_true(fixture_entry(checkout, "kd0f")->hidden);
}

static void the_opening_that_a_note_made_is_no_line_beside_the_note(void **state)
{
	drop(timeline_free) struct timeline *checkout = fixture_timeline("checkout.json");
	drop(timeline_free) struct timeline *until = fixture_timeline("until.json");

	(void)state;
	assert_true(fixture_entry(checkout, "k7qd")->hidden);
	assert_false(fixture_entry(until, "0t11")->hidden);
}

static void assert_lasted(const char *fixture, const char *start, const char *end)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline(fixture);
	struct outage outage;

	assert_int_equal(outage_read(timeline->incident, 0, &outage), 0);
	assert_true(outage.over);
	assert_false(outage.unresolved);
	assert_int_equal(outage.start, fixture_time(start));
	assert_int_equal(outage.end, fixture_time(end));
}

static void an_outage_of_26_hours_lasted_26_hours_whenever_one_looks(void **state)
{
	(void)state;
	assert_lasted("over-midnight.json", "2026-11-20T22:00:00Z", "2026-11-22T00:10:00Z");
}

static void a_reopened_incident_lasted_until_it_was_resolved_for_good(void **state)
{
	(void)state;
	assert_lasted("reopened.json", "2026-11-20T10:00:00Z", "2026-11-20T13:30:00Z");
}

static void impacts_with_an_end_end_the_outage_though_it_is_still_open(void **state)
{
	(void)state;
	assert_lasted("until.json", "2026-11-20T10:00:00Z", "2026-11-20T11:30:00Z");
}

static void what_is_not_over_lasts_until_now(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	int64_t now = fixture_time("2026-11-20T04:20:00Z");
	struct outage outage;

	(void)state;
	assert_int_equal(outage_read(timeline->incident, now, &outage), 0);
	assert_false(outage.over);
	assert_int_equal(outage.end, now);
}

/* The worked example, closed at 04:30 without a word of how it ended. */
static struct timeline *unresolved(const char *state_name)
{
	struct timeline *timeline = fixture_timeline("checkout.json");
	json_t *incident = timeline->incident;

	json_object_set_new(incident, "state", json_string(state_name));
	json_object_set_new(incident, "last_recorded_at",
			    json_string("2026-11-20T04:40:00.000000Z"));
	if (strcmp(state_name, "closed") == 0)
		json_array_append_new(json_object_get(incident, "milestones"),
				      json_pack("{s:s, s:s}", "name", "closed", "at",
						"2026-11-20T04:30:00.000000Z"));
	return timeline;
}

static void what_was_closed_unresolved_does_not_grow_for_ever(void **state)
{
	drop(timeline_free) struct timeline *closed = unresolved("closed");
	drop(timeline_free) struct timeline *merged = unresolved("merged");
	int64_t now = fixture_time("2027-01-01T00:00:00Z");
	struct outage outage;

	(void)state;
	assert_int_equal(outage_read(closed->incident, now, &outage), 0);
	assert_true(outage.over && outage.unresolved);
	assert_int_equal(outage.end, fixture_time("2026-11-20T04:30:00Z"));
	assert_int_equal(outage_read(merged->incident, now, &outage), 0);
	assert_true(outage.over && outage.unresolved);
	assert_int_equal(outage.end, fixture_time("2026-11-20T04:40:00Z"));
}

static void a_title_that_was_expunged_leaves_no_blank(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");

	(void)state;
	assert_string_equal(outage_title(timeline->incident), "Checkout slow and failing");
	json_object_set_new(timeline->incident, "title", json_string(""));
	assert_string_equal(outage_title(timeline->incident), "(expunged)");
}

static void an_end_before_the_start_is_no_length(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	struct outage outage;

	(void)state;
	assert_int_equal(outage_read(timeline->incident, 0, &outage), OUTAGE_BACKWARDS);
}

static void a_milestone_knows_the_entry_it_follows_from(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");
	const struct milestone *started = timeline_milestone(timeline, "started");

	(void)state;
	assert_non_null(started);
	assert_ptr_equal(started->from, fixture_entry(timeline, "r1ze"));
	assert_true(fixture_entry(timeline, "r1ze")->milestone);
	assert_null(timeline_milestone(timeline, "resolved"));
	assert_null(timeline_milestone(timeline, "nothing"));
}

static void the_last_holder_of_a_role_holds_it(void **state)
{
	drop(timeline_free) struct timeline *timeline = fixture_timeline("checkout.json");

	(void)state;
	assert_string_equal(timeline_role(timeline, "commander"), "bob");
	assert_null(timeline_role(timeline, "scribe"));
}

static void what_is_no_entry_is_left_out_and_harms_nothing(void **state)
{
	json_t *entries = json_pack("[s, {s:i}, n]", "text", "pos", 1);
	drop(timeline_free) struct timeline *timeline = timeline_new(json_object(), entries);
	size_t unknown;

	(void)state;
	assert_non_null(timeline);
	assert_int_equal(timeline->count, 0);
	assert_int_equal(timeline_lost(timeline, &unknown), 0);
	assert_string_equal(timeline_text(timeline, "title"), "");
	timeline_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			entries_stand_in_order_of_time_and_unknown_ones_behind_the_one_recorded_before),
		cmocka_unit_test(the_order_does_not_depend_on_the_order_in_which_entries_arrive),
		cmocka_unit_test(a_dead_end_costs_the_time_between_suspicion_and_ruling),
		cmocka_unit_test(a_note_that_is_ruled_out_becomes_a_suspicion),
		cmocka_unit_test(a_dead_end_with_an_unknown_time_costs_what_was_not_recorded),
		cmocka_unit_test(a_ruling_told_before_its_suspicion_costs_nothing_that_can_be_told),
		cmocka_unit_test(what_is_ruled_out_and_then_confirmed_is_no_dead_end),
		cmocka_unit_test(a_retracted_ruling_leaves_the_suspicion_open),
		cmocka_unit_test(dead_ends_side_by_side_cost_their_time_once),
		cmocka_unit_test(an_amended_entry_stands_where_its_new_time_puts_it),
		cmocka_unit_test(retracted_entries_and_corrections_are_there_but_no_lines),
		cmocka_unit_test(an_expunged_entry_is_a_line_without_a_text),
		cmocka_unit_test(a_statement_is_a_line_only_where_a_milestone_follows_from_it),
		cmocka_unit_test(the_opening_that_a_note_made_is_no_line_beside_the_note),
		cmocka_unit_test(an_outage_of_26_hours_lasted_26_hours_whenever_one_looks),
		cmocka_unit_test(a_reopened_incident_lasted_until_it_was_resolved_for_good),
		cmocka_unit_test(impacts_with_an_end_end_the_outage_though_it_is_still_open),
		cmocka_unit_test(what_is_not_over_lasts_until_now),
		cmocka_unit_test(what_was_closed_unresolved_does_not_grow_for_ever),
		cmocka_unit_test(a_title_that_was_expunged_leaves_no_blank),
		cmocka_unit_test(an_end_before_the_start_is_no_length),
		cmocka_unit_test(a_milestone_knows_the_entry_it_follows_from),
		cmocka_unit_test(the_last_holder_of_a_role_holds_it),
		cmocka_unit_test(what_is_no_entry_is_left_out_and_harms_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
