/* SPDX-License-Identifier: MIT */
/* WHICH is a handle, `last`, or words that match exactly one entry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/incident.h"
#include "daemon/store/tail.h"
#include "include/limits.h"
#include "lib/stamp.h"
#include "tests/unit/store-fixture.h"

#define ID(n) "01a00000-0000-7000-8000-00000000000" #n

/* The id that a retraction would mean. It is taken back at once. */
static const char *means(struct fixture *f, const struct author *author, const char *which)
{
	json_t *receipt = fixture_record(f, author, "{'kind': 'retracted', 'which': '%s'}", which);

	fixture_record(f, author, "{'kind': 'retracted', 'which': '%s'}",
		       fixture_text(receipt, "id"));
	return fixture_text(receipt, "target.event.id");
}

static void a_handle_is_meant_in_any_letters(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-000000008020', 'kind': 'note', 'text': 'x'}");
	assert_string_equal(means(f, &alice, "1010"), "01a00000-0000-7000-8000-000000008020");
	assert_string_equal(means(f, &alice, "LOio"), "01a00000-0000-7000-8000-000000008020");
	assert_string_equal(means(f, &alice, "00001010"), "01a00000-0000-7000-8000-000000008020");
	assert_string_equal(means(f, &alice, "01a00000-0000-7000-8000-000000008020"),
			    "01a00000-0000-7000-8000-000000008020");
}

static void a_handle_is_looked_for_in_the_incident_meant_first(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one"),
		   *other = fixture_opened(f, &alice, "other");

	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-100000008020', 'kind': 'note', 'text': 'x', 'incident': '%s'}",
		one);
	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-200000008020', 'kind': 'note', 'text': 'x', 'incident': '%s'}",
		other);
	assert_string_equal(means(f, &alice, "1010"), "01a00000-0000-7000-8000-200000008020");
	json_t *receipt = fixture_record(
		f, &alice, "{'kind': 'retracted', 'which': '1010', 'incident': '%s'}", one);
	assert_string_equal(fixture_text(receipt, "target.event.id"),
			    "01a00000-0000-7000-8000-100000008020");
	assert_string_equal(fixture_text(receipt, "incident"), one);
}

static void then_everywhere(void **state)
{
	struct fixture *f = *state;
	const char *one = fixture_opened(f, &alice, "one");

	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-000000008020', 'kind': 'note', 'text': 'x'}");
	fixture_record(f, &alice, "{'kind': 'closed', 'incident': '%s'}", one);
	fixture_opened(f, &alice, "other");
	json_t *receipt = fixture_record(f, &alice, "{'kind': 'retracted', 'which': '1010'}");
	assert_string_equal(fixture_text(receipt, "incident"), one);
}

static void a_handle_that_two_entries_share_is_longer_and_the_short_one_is_refused(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-100000008020', 'kind': 'note', 'text': 'x'}");
	json_t *second = fixture_record(
		f, &alice,
		"{'id': '01a00000-0000-7000-8000-200000008020', 'kind': 'note', 'text': 'y'}");
	assert_true(strlen(fixture_text(second, "handle")) > 4);
	assert_string_equal(means(f, &alice, fixture_text(second, "handle")),
			    "01a00000-0000-7000-8000-200000008020");
	json_t *answer = fixture_refused(f, &alice, "AmbiguousEvent",
					 "{'kind': 'retracted', 'which': '1010'}");
	assert_int_equal(json_array_size(fixture_at(answer, "candidates")), 2);
	assert_string_equal(fixture_text(answer, "candidates.0.kind"), "note");
	assert_string_equal(fixture_text(answer, "which"), "1010");
}

static void words_mean_the_one_entry_that_has_them_all(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'note', 'text': 'Suspected NETWORK issue'}");
	fixture_record(f, &alice,
		       "{'id': '" ID(2) "', 'kind': 'note', 'text': 'the network is fine'}");
	assert_string_equal(means(f, &alice, "network suspected"), ID(1));
	assert_string_equal(means(f, &alice, "fine"), ID(2));
	json_t *answer = fixture_refused(f, &alice, "AmbiguousEvent",
					 "{'kind': 'retracted', 'which': 'network'}");
	assert_int_equal(json_array_size(fixture_at(answer, "candidates")), 2);
	fixture_refused(f, &alice, "NoSuchEvent", "{'kind': 'retracted', 'which': 'database'}");
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(2) "'}");
	assert_string_equal(means(f, &alice, "network"), ID(1));
}

static void words_are_those_of_the_entry_as_it_stands(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'note', 'text': 'a slip'}");
	fixture_record(
		f, &alice,
		"{'kind': 'amended', 'which': 'last', 'data': {'new': {'text': 'a path \\\\ and more'}}}");
	assert_string_equal(means(f, &alice, "path more"), ID(1));
	fixture_refused(f, &alice, "NoSuchEvent", "{'kind': 'retracted', 'which': 'slip'}");
}

static void rule_out_without_which_means_the_only_open_suspicion(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_refused(f, &alice, "NoSuchEvent", "{'kind': 'ruled_out', 'text': 'x'}");
	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'hypothesis', 'text': 'DNS'}");
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'hypothesis', 'text': 'the disk'}");
	json_t *answer = fixture_refused(f, &alice, "AmbiguousEvent", "{'kind': 'ruled_out'}");
	assert_int_equal(json_array_size(fixture_at(answer, "candidates")), 2);
	json_t *receipt = fixture_record(
		f, &alice, "{'id': '" ID(3) "', 'kind': 'ruled_out', 'which': 'dns'}");
	assert_string_equal(fixture_text(receipt, "event.data.target"), ID(1));
	receipt = fixture_record(f, &alice, "{'kind': 'confirmed', 'text': 'it was full'}");
	assert_string_equal(fixture_text(receipt, "event.data.target"), ID(2));
	fixture_refused(f, &alice, "NoSuchEvent", "{'kind': 'confirmed'}");
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': '" ID(3) "'}");
	receipt = fixture_record(f, &alice, "{'kind': 'ruled_out'}");
	assert_string_equal(fixture_text(receipt, "event.data.target"), ID(1));
}

static void any_note_can_be_ruled_out(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'note', 'text': 'suspected network issue'}");
	json_t *receipt = fixture_record(
		f, &alice, "{'kind': 'ruled_out', 'which': 'last', 'text': 'it was not'}");
	assert_string_equal(fixture_text(receipt, "event.data.target"), ID(1));
}

static void an_open_suspicion_is_preferred_to_another_entry_with_the_words(void **state)
{
	struct fixture *f = *state;

	fixture_record(f, &alice, "{'kind': 'note', 'text': 'the disk is slow'}");
	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'hypothesis', 'text': 'the disk'}");
	json_t *receipt = fixture_record(f, &alice, "{'kind': 'ruled_out', 'which': 'disk'}");
	assert_string_equal(fixture_text(receipt, "event.data.target"), ID(1));
}

static void what_may_be_which_is_text_where_one_suspicion_is_open(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_refused(
		f, &alice, "NoSuchEvent",
		"{'kind': 'ruled_out', 'which': 'not', 'maybe': true, 'text': 'the network'}");
	fixture_record(f, &alice, "{'id': '" ID(1) "', 'kind': 'hypothesis', 'text': 'DNS'}");
	json_t *receipt = fixture_record(
		f, &alice,
		"{'kind': 'ruled_out', 'which': 'ping', 'maybe': true, 'text': 'is fast'}");
	assert_string_equal(fixture_text(receipt, "event.data.target"), ID(1));
	assert_string_equal(fixture_text(receipt, "event.text"), "ping is fast");
	fixture_refused(f, &alice, "NoSuchEvent",
			"{'kind': 'ruled_out', 'which': 'pong', 'text': 'is fast'}");
}

static void the_answer_to_resolve_and_close_names_what_is_unfinished(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(f, &alice, "{'kind': 'hypothesis', 'text': 'DNS'}");
	json_t *receipt = fixture_record(f, &alice, "{'kind': 'resolved'}");
	assert_string_equal(fixture_text(receipt, "unfinished.0.text"), "DNS");
	fixture_record(f, &alice, "{'kind': 'task', 'text': 'a probe'}");
	fixture_record(f, &alice,
		       "{'kind': 'task', 'text': 'done already', 'data': {'done': true}}");
	receipt = fixture_record(f, &alice, "{'kind': 'closed'}");
	assert_int_equal(json_array_size(fixture_at(receipt, "unfinished")), 2);
	assert_string_equal(fixture_text(receipt, "unfinished.1.text"), "a probe");
}

/* So many more entries in one call; the first text is the odd one. */
static void record_many(struct fixture *f, size_t count, const char *first, const char *text)
{
	drop(buffer_free) struct buffer drafts = { 0 };

	for (size_t i = 0; i < count; i++)
		buffer_printf(&drafts, "%s{'kind': 'note', 'text': '%s'}", i ? "," : "[",
			      i ? text : first);
	fixture_record(f, &alice, "%s]", drafts.data);
}

static void words_mean_one_of_the_newest_entries(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	record_many(f, LIMIT_MEANT, "needle", "hay");
	assert_true(*means(f, &alice, "needle"));
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'hay'}");
	fixture_refused(f, &alice, "NoSuchEvent", "{'kind': 'retracted', 'which': 'needle'}");
}

static void long_entries_count_as_several(void **state)
{
	struct fixture *f = *state;
	char *text = calloc(1, 50 * 1024 + 1);

	fixture_opened(f, &alice, "one");
	memset(text, 'x', 50 * 1024);
	record_many(f, 18, "needle", text);
	assert_true(*means(f, &alice, "needle"));
	record_many(f, 4, text, text);
	fixture_refused(f, &alice, "NoSuchEvent", "{'kind': 'retracted', 'which': 'needle'}");
	free(text);
}

static void an_open_suspicion_is_meant_however_much_was_recorded_since(void **state)
{
	struct fixture *f = *state;

	fixture_opened(f, &alice, "one");
	fixture_record(f, &alice,
		       "{'id': '" ID(1) "', 'kind': 'hypothesis', 'text': 'packet loss'}");
	fixture_record(f, &alice, "{'id': '" ID(2) "', 'kind': 'note', 'text': 'the database'}");
	fixture_record(f, &alice,
		       "{'kind': 'amended', 'which': '" ID(
			       2) "', 'data': {'new': {'kind': 'hypothesis'}}}");
	record_many(f, LIMIT_MEANT, "hay", "hay");
	record_many(f, 100, "hay", "hay");
	json_t *ruled = fixture_record(f, &alice, "{'kind': 'ruled_out', 'which': 'packet loss'}");
	assert_string_equal(fixture_text(ruled, "target.event.id"), ID(1));
	ruled = fixture_record(f, &alice, "{'kind': 'ruled_out'}");
	assert_string_equal(fixture_text(ruled, "target.event.id"), ID(2));
}

static void a_call_may_not_look_through_the_incident_for_each_of_its_drafts(void **state)
{
	struct fixture *f = *state;
	drop(buffer_free) struct buffer drafts = { 0 };

	fixture_opened(f, &alice, "one");
	record_many(f, LIMIT_MEANT, "hay", "hay");
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'needle'}");
	for (int i = 0; i <= LIMIT_SOUGHT / LIMIT_MEANT; i++)
		buffer_printf(
			&drafts,
			"%s{'kind': 'amended', 'which': 'needle', 'data': {'new': {'pinned': true}}}",
			i ? "," : "[");
	json_t *answer = fixture_refused(f, &alice, "TooLarge", "%s]", drafts.data);
	assert_string_equal(fixture_text(answer, "what"), "drafts.which");
	assert_int_equal(json_integer_value(fixture_at(answer, "limit")), LIMIT_SOUGHT);
}

/* The head is moved, as if so much had been recorded since. */
static void in_a_very_long_log_a_handle_is_long_and_not_looked_for(void **state)
{
	struct fixture *f = *state;
	struct id id, root;
	char handle[ID_TAIL_SIZE];
	int64_t head;

	assert_int_equal(id_parse(fixture_opened(f, &alice, "one"), &root), 0);
	json_t *receipt = fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}");
	assert_int_equal(id_parse(fixture_text(receipt, "id"), &id), 0);
	head = f->store->head;
	assert_int_equal(tail_handle(f->store, &id, 2, &root, handle), 0);
	assert_int_equal(strlen(handle), 4);
	f->store->head += 20 << 14;
	assert_int_equal(tail_handle(f->store, &id, 2, &root, handle), 0);
	f->store->head = head;
	assert_int_equal(strlen(handle), 10);
	assert_string_equal(means(f, &alice, handle), fixture_text(receipt, "id"));
}

/* So many entries are counted, as if a storm of alerts had made them. */
static void in_an_incident_of_a_storm_a_handle_is_long_and_not_looked_for(void **state)
{
	struct fixture *f = *state;
	struct id id, root;
	struct summary *summary;
	char handle[ID_TAIL_SIZE];

	assert_int_equal(id_parse(fixture_opened(f, &alice, "one"), &root), 0);
	json_t *receipt = fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}");
	assert_int_equal(id_parse(fixture_text(receipt, "id"), &id), 0);
	fixture_record(f, &alice, "{'kind': 'note', 'text': 'y'}");
	assert_int_equal(incident_get(f->store, &root, &summary), 0);
	int64_t entries = summary->entries;
	assert_int_equal(tail_handle(f->store, &id, 2, &root, handle), 0);
	assert_int_equal(strlen(handle), 4);
	summary->entries = 1 << 15;
	assert_int_equal(tail_handle(f->store, &id, 2, &root, handle), 0);
	summary->entries = entries;
	assert_int_equal(strlen(handle), 10);
	assert_string_equal(means(f, &alice, handle), fixture_text(receipt, "id"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_handle_is_meant_in_any_letters),
		STORE_TEST(a_handle_is_looked_for_in_the_incident_meant_first),
		STORE_TEST(then_everywhere),
		STORE_TEST(a_handle_that_two_entries_share_is_longer_and_the_short_one_is_refused),
		STORE_TEST(in_a_very_long_log_a_handle_is_long_and_not_looked_for),
		STORE_TEST(in_an_incident_of_a_storm_a_handle_is_long_and_not_looked_for),
		STORE_TEST(words_mean_the_one_entry_that_has_them_all),
		STORE_TEST(words_are_those_of_the_entry_as_it_stands),
		STORE_TEST(rule_out_without_which_means_the_only_open_suspicion),
		STORE_TEST(any_note_can_be_ruled_out),
		STORE_TEST(an_open_suspicion_is_preferred_to_another_entry_with_the_words),
		STORE_TEST(what_may_be_which_is_text_where_one_suspicion_is_open),
		STORE_TEST(the_answer_to_resolve_and_close_names_what_is_unfinished),
		STORE_TEST(words_mean_one_of_the_newest_entries),
		STORE_TEST(long_entries_count_as_several),
		STORE_TEST(an_open_suspicion_is_meant_however_much_was_recorded_since),
		STORE_TEST(a_call_may_not_look_through_the_incident_for_each_of_its_drafts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
