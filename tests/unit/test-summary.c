/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/summary-fixture.h"

/*
 * A case is a list of entries in the order of their entry, and what follows from them. Times are
 * "hours:minutes[:seconds]" from some midnight on, and go beyond 24:00.
 */
static int64_t moment(const char *text)
{
	unsigned hours, minutes, seconds = 0, micro = 0;

	if (strcmp(text, "unknown") == 0)
		return EVENT_NEVER;
	if (sscanf(text, "%u:%u:%u.%6u", &hours, &minutes, &seconds, &micro) < 2)
		fail_msg("%s is no time", text);
	return hours * STAMP_HOUR + minutes * STAMP_MINUTE + seconds * STAMP_SECOND + micro;
}

static int64_t time_of(const json_t *row, const char *name, int64_t missing)
{
	const char *text = json_string_value(json_object_get(row, name));

	return text ? moment(text) : missing;
}

static int64_t number_of(const json_t *row, const char *name, int64_t missing)
{
	const json_t *value = json_object_get(row, name);

	return value ? json_integer_value(value) : missing;
}

static bool flag_of(const json_t *row, const char *name)
{
	return json_is_true(json_object_get(row, name));
}

/* What a row does not say: alice, by the clock. Its data are looked for in the row itself. */
static struct event event_of(const json_t *row)
{
	int64_t at = time_of(row, "at", EVENT_NEVER);
	struct event event = {
		.id = flag_of(row, "other") ? another : the_incident,
		.incident = flag_of(row, "other") ? another : the_incident,
		.kind = kind_of(json_string_value(json_object_get(row, "kind"))),
		.at = at,
		.until = time_of(row, "until", EVENT_NEVER),
		.recorded_at = time_of(row, "recorded", at),
		.at_given = flag_of(row, "given"),
		.about = flag_of(row, "about"),
		.retracted = flag_of(row, "retracted"),
		.corrected = number_of(row, "corrected", 0),
		.author = { .uid = number_of(row, "uid", 1000),
			    .login = number_of(row, "login", EVENT_NOBODY) },
		.source = json_string_value(json_object_get(row, "source")),
		.text = json_string_value(json_object_get(row, "text")),
		.data = row,
	};

	assert_int_not_equal(event.kind, KIND_COUNT);
	assert_true(event.recorded_at != EVENT_NEVER);
	return event;
}

static void check_time(const char *what, const char *name, const json_t *expected, int64_t found)
{
	const char *text = json_string_value(expected);
	int64_t at = text ? moment(text) : EVENT_NEVER;

	if (at != found)
		fail_msg("%s: %s is %+lld s off", what, name,
			 found == EVENT_NEVER || !text ? -1LL : (long long)(found - at) / 1000000);
}

static void check_milestones(const char *what, const json_t *row, const struct summary *summary)
{
	const json_t *expected = json_object_get(row, "milestones");

	for (int i = 0; expected && i < MILESTONE_COUNT; i++)
		check_time(what, milestone_names[i], json_object_get(expected, milestone_names[i]),
			   summary->marks[i].rank ? summary->marks[i].at : EVENT_NEVER);
}

static void check_about(const char *what, const json_t *row, const struct summary *summary)
{
	const json_t *names = json_object_get(row, "about");
	int about = 0;

	for (int i = 0; i < MILESTONE_COUNT; i++)
		about += summary->marks[i].about;
	if (about != (int)json_array_size(names))
		fail_msg("%s: %d are about", what, about);
}

static void check_text(const char *what, const json_t *row, const char *name, const char *found)
{
	const char *expected = json_string_value(json_object_get(row, name));

	if (expected && strcmp(expected, found) != 0)
		fail_msg("%s: %s is '%s'", what, name, found);
}

static void check_number(const char *what, const json_t *row, const char *name, int64_t found)
{
	const json_t *value = json_object_get(row, name);
	int64_t expected = json_is_boolean(value) ? json_is_true(value) : json_integer_value(value);

	if (value && expected != found)
		fail_msg("%s: %s is %d", what, name, (int)found);
}

static void check_live(const char *what, const json_t *row, const struct summary *summary)
{
	const char *now;
	json_t *expected;

	json_object_foreach (json_object_get(row, "live"), now, expected)
		if (summary_is_live(summary, moment(now)) != json_is_true(expected))
			fail_msg("%s: at %s it is not so", what, now);
}

static void check_summary(const json_t *row, const struct summary *summary)
{
	const char *what = json_string_value(json_object_get(row, "case"));

	check_text(what, row, "state", state_names[summary->state]);
	check_text(what, row, "reason", summary->reason);
	check_text(what, row, "title", summary->title);
	check_number(what, row, "severity", summary->severity);
	check_number(what, row, "shared", summary->shared);
	check_number(what, row, "entries", summary->entries);
	check_number(what, row, "corrected", summary->corrected);
	check_number(what, row, "retracted", summary->retracted);
	check_milestones(what, row, summary);
	check_about(what, row, summary);
	check_live(what, row, summary);
	if (json_object_get(row, "ended"))
		check_time(what, "ended", json_object_get(row, "ended"), summary_ended(summary));
}

static void check_case(const json_t *row)
{
	const char *what = json_string_value(json_object_get(row, "case"));
	struct history history = { .merged = flag_of(row, "merged") };
	struct summary summary = { 0 };
	size_t i, order[EVENTS_MAX];
	json_t *event;

	assert_non_null(what);
	json_array_foreach (json_object_get(row, "events"), i, event)
		history.events[history.count++] = event_of(event);
	in_order(order);
	fold(&history, order, false, &summary);
	check_summary(row, &summary);
	summary_finish(&summary);
	if (count_differing(&history, false))
		fail_msg("%s: but not in any order", what);
}

static void check_file(const char *name)
{
	const char *root = getenv("INCIDENT_SOURCE_ROOT");
	drop(buffer_free) struct buffer path = { 0 };
	json_error_t error;
	json_t *row;
	size_t i;

	buffer_printf(&path, "%s/tests/cases/summary/%s.json", root ? root : ".", name);
	drop(json_decref) json_t *rows = json_load_file(path.data, JSON_REJECT_DUPLICATES, &error);
	if (!rows)
		fail_msg("%s:%d: %s", path.data, error.line, error.text);
	assert_true(json_array_size(rows) > 5);
	json_array_foreach (rows, i, row)
		check_case(row);
}

static void it_started_with_the_earliest_impact_whose_time_was_given_or_as_early_as_is_known(
	void **state)
{
	(void)state;
	check_file("started");
}

static void it_is_acknowledged_when_said_or_when_a_person_acts_after_detection(void **state)
{
	(void)state;
	check_file("detected-acknowledged");
}

static void it_is_identified_by_a_cause_that_was_known_while_it_lasted(void **state)
{
	(void)state;
	check_file("escalated-identified");
}

static void its_state_follows_from_what_ended_it(void **state)
{
	(void)state;
	check_file("ended");
}

static void what_ended_it_counts_only_after_the_latest_reopening(void **state)
{
	(void)state;
	check_file("reopened");
}

static void the_outage_ends_with_the_last_impact_or_when_it_is_resolved(void **state)
{
	(void)state;
	check_file("outage");
}

static void it_is_live_until_it_is_over_or_people_fall_silent(void **state)
{
	(void)state;
	check_file("live");
}

static void its_title_is_the_latest_entered_and_its_severity_the_latest_by_time(void **state)
{
	(void)state;
	check_file("head");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			it_started_with_the_earliest_impact_whose_time_was_given_or_as_early_as_is_known),
		cmocka_unit_test(
			it_is_acknowledged_when_said_or_when_a_person_acts_after_detection),
		cmocka_unit_test(it_is_identified_by_a_cause_that_was_known_while_it_lasted),
		cmocka_unit_test(its_state_follows_from_what_ended_it),
		cmocka_unit_test(what_ended_it_counts_only_after_the_latest_reopening),
		cmocka_unit_test(the_outage_ends_with_the_last_impact_or_when_it_is_resolved),
		cmocka_unit_test(it_is_live_until_it_is_over_or_people_fall_silent),
		cmocka_unit_test(
			its_title_is_the_latest_entered_and_its_severity_the_latest_by_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
