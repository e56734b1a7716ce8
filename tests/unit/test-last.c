/* SPDX-License-Identifier: MIT */
/* What `last` means is told by who says it, where, and of what verb. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "include/limits.h"
#include "tests/unit/store-fixture.h"

#define ID(n) "01a00000-0000-7000-8000-00000000000" #n

/* The id that a retraction would mean. It is taken back at once. */
static const char *last(struct fixture *f, const struct author *author)
{
	json_t *receipt = fixture_record(f, author, "{'kind': 'retracted', 'which': 'last'}");

	fixture_record(f, author, "{'kind': 'retracted', 'which': '%s'}",
		       fixture_text(receipt, "id"));
	return fixture_text(receipt, "target.event.id");
}

static void it_is_mine_and_no_correction(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_refused(f, &bob, "NoSuchEvent", "{'kind': 'retracted', 'which': 'last'}");
	fixture_record(f, &bob, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'x'}");
	fixture_record(f, &bob, "{'id': '" ID(2) "', 'kind': 'note', 'text': 'y'}");
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'z'}");
	fixture_record(f, &bob, "{'kind': 'note', 'text': 'cron says', 'source': 'cron'}");
	assert_string_equal(last(f, &bob), ID(2));
	fixture_record(f, &bob, "{'kind': 'retracted', 'which': 'last'}");
	assert_string_equal(last(f, &bob), ID(1));
}

static void it_may_be_a_correction_for_a_retraction_alone(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'x'}");
	json_t *amended = fixture_record(
		f, &alice,
		"{'id': '" ID(
			2) "', 'kind': 'amended', 'which': 'last', 'data': {'new': {'text': 'y'}}}");
	assert_string_equal(fixture_text(amended, "target.event.id"), ID(1));
	amended = fixture_record(
		f, &alice,
		"{'id': '" ID(
			3) "', 'kind': 'amended', 'which': 'last', 'data': {'new': {'pinned': true}}}");
	assert_string_equal(fixture_text(amended, "target.event.id"), ID(1));
	const char *const taken[] = { ID(3), ID(2), ID(1) };
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		json_t *receipt =
			fixture_record(f, &alice, "{'kind': 'retracted', 'which': 'last'}");
		assert_string_equal(fixture_text(receipt, "target.event.id"), taken[i]);
	}
}

static void for_a_ruling_it_can_be_a_suspicion(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'hypothesis', 'text': 'loss'}");
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'update', 'text': 'it is DNS'}");
	fixture_record(f, &alice, "{'kind': 'escalated', 'data': {'to': 'dba'}, 'text': 'help'}");
	fixture_record(f, &alice, "{'kind': 'severity', 'data': {'to': 2}}");
	json_t *ruled = fixture_record(f, &alice, "{'kind': 'ruled_out', 'which': 'last'}");
	assert_string_equal(fixture_text(ruled, "target.event.id"), ID(1));
	fixture_record(
		f, &alice,
		"{'kind': 'amended', 'which': '" ID(2) "', 'data': {'new': {'kind': 'note'}}}");
	ruled = fixture_record(f, &alice, "{'kind': 'confirmed', 'which': 'last'}");
	assert_string_equal(fixture_text(ruled, "target.event.id"), ID(2));
}

static void it_is_one_of_the_newest_however_many_there_are(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(f, &alice, "{'kind': 'hypothesis', 'text': 'loss'}");
	for (int i = 0; i < LIMIT_MEANT - 1; i++)
		fixture_record(f, &alice, "{'kind': 'update', 'text': 'still slow'}");
	fixture_record(f, &alice, "{'kind': 'ruled_out', 'which': 'last'}");
	for (int i = 0; i < LIMIT_MEANT; i++)
		fixture_record(f, &alice, "{'kind': 'update', 'text': 'still slow'}");
	fixture_refused(f, &alice, "NoSuchEvent", "{'kind': 'ruled_out', 'which': 'last'}");
}

static void it_is_no_text_where_there_is_none(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(f, &alice, "{'kind': 'hypothesis', 'text': 'loss'}");
	json_t *answer = fixture_refused(
		f, &bob, "NoSuchEvent",
		"{'kind': 'ruled_out', 'which': 'last', 'maybe': true, 'text': 'no loss'}");
	assert_string_equal(fixture_text(answer, "candidates.0.text"), "loss");
}

static void within_a_selected_incident_it_is_the_last_one_there(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'note', 'text': 'x', 'incident': '%s'}", one);
	fixture_record(f, &alice,
		       "{'id': '" ID(2) "', 'kind': 'note', 'text': 'x', 'incident': '%s'}", other);
	json_t *receipt = fixture_record(
		f, &alice, "{'kind': 'retracted', 'which': 'last', 'incident': '%s'}", one);
	assert_string_equal(fixture_text(receipt, "target.event.id"), ID(1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(it_is_mine_and_no_correction),
		STORE_TEST(it_may_be_a_correction_for_a_retraction_alone),
		STORE_TEST(for_a_ruling_it_can_be_a_suspicion),
		STORE_TEST(it_is_one_of_the_newest_however_many_there_are),
		STORE_TEST(it_is_no_text_where_there_is_none),
		STORE_TEST(within_a_selected_incident_it_is_the_last_one_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
