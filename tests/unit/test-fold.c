/* SPDX-License-Identifier: MIT */
/*
 * What a draft costs may not hang on how much its incident holds: everybody's next note waits for it. It is counted in
 * steps of SQLite's machine, in a small incident and in a large one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "daemon/store/effective.h"
#include "daemon/store/incident.h"
#include "daemon/store/transaction.h"
#include "tests/unit/store-fixture.h"

#define SMALL     100
#define LARGE     2000
#define CORRECTED 200
#define MORE      3 /* so many times the steps are too many, where there are 20 times the entries */

/*
 * What is typed in turn; those named are targets of later ones. $I is the incident, $J another one. Where a detection
 * moves and nobody said `ack`, the times of all entries are looked at: that is not among them.
 */
static const struct typed {
	const char *what, *draft, *name;
} typed[] = {
	{ "a note", "'kind': 'note', 'text': 'x', 'incident': '$I'", "note" },
	{ "an acknowledgement", "'kind': 'acknowledged', 'incident': '$I'", NULL },
	{ "an impact", "'kind': 'impact', 'text': 'x', 'incident': '$I'", "impact" },
	{ "a severity", "'kind': 'severity', 'data': {'to': 2}, 'incident': '$I'", NULL },
	{ "a title", "'kind': 'retitled', 'text': 'x', 'incident': '$I'", NULL },
	{ "a mitigation", "'kind': 'mitigated', 'text': 'x', 'incident': '$I'", "mitigated" },
	{ "a cause", "'kind': 'cause', 'text': 'x', 'incident': '$I'", "cause" },
	{ "a task", "'kind': 'task', 'text': 'x', 'incident': '$I'", "task" },
	{ "a resolution", "'kind': 'resolved', 'text': 'x', 'incident': '$I'", "resolved" },
	{ "a closing", "'kind': 'closed', 'text': 'x', 'incident': '$I'", NULL },
	{ "a reopening", "'kind': 'reopened', 'text': 'x', 'incident': '$I'", "reopened" },
	{ "an amended note", "'kind': 'amended', 'which': '$note', 'data': {'new': {'text': 'y'}}",
	  NULL },
	{ "an amended impact",
	  "'kind': 'amended', 'which': '$impact', 'data': {'new': {'text': 'y'}}", NULL },
	{ "an amended time",
	  "'kind': 'amended', 'which': '$resolved', 'data': {'new': {'at': '2026-01-01T00:00:00Z'}}",
	  NULL },
	{ "another kind",
	  "'kind': 'amended', 'which': '$note', 'data': {'new': {'kind': 'resolved'}}", NULL },
	{ "a pin", "'kind': 'amended', 'which': '$mitigated', 'data': {'new': {'pinned': true}}",
	  NULL },
	{ "a retraction", "'kind': 'retracted', 'which': '$resolved'", "retracted" },
	{ "a restoration", "'kind': 'retracted', 'which': '$retracted'", NULL },
	{ "a retracted note", "'kind': 'retracted', 'which': '$note'", NULL },
	{ "a retracted reopening", "'kind': 'retracted', 'which': '$reopened'", NULL },
	{ "a retracted cause", "'kind': 'retracted', 'which': '$cause'", NULL },
	{ "a retracted task", "'kind': 'retracted', 'which': '$task'", NULL },
	{ "a move", "'kind': 'moved', 'which': '$impact', 'data': {'to': '$J'}", "moved" },
	{ "a move that is taken back", "'kind': 'retracted', 'which': '$moved'", NULL },
	{ "a merge", "'kind': 'merged', 'incident': '$J', 'data': {'to': '$I'}", "merged" },
	{ "a note in what was merged", "'kind': 'note', 'text': 'x', 'incident': '$J'", NULL },
	{ "a merge that is taken back", "'kind': 'retracted', 'which': '$merged'", NULL },
	{ "a merge of the larger one", "'kind': 'merged', 'incident': '$I', 'data': {'to': '$J'}",
	  NULL },
	{ "a detection", "'kind': 'detected', 'text': 'x', 'incident': '$I'", NULL },
};

#define TYPED (sizeof(typed) / sizeof(typed[0]))

static int64_t steps(struct fixture *f)
{
	int64_t all = 0;

	for (int i = 0; i < QUERY_COUNT; i++)
		all += sqlite3_stmt_status(f->store->statements[i], SQLITE_STMTSTATUS_VM_STEP, 1);
	return all;
}

static void fill(struct fixture *f, const char *incident, const char *kind, int count)
{
	drop(json_decref) json_t *calls = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(calls, json_pack("{s:s, s:s, s:s}", "kind", kind, "text",
						       "restarted a server", "incident", incident));
	fixture_calls(f, &alice, calls);
}

/* An incident, and the ids of what was typed in it by their names. */
struct place {
	const char *incident, *other;
	char ids[TYPED][ID_TEXT_SIZE];
};

static const char *find_name(const struct place *place, const char *name, size_t length)
{
	if (length == 1)
		return *name == 'I' ? place->incident : place->other;
	for (size_t i = 0; i < TYPED; i++)
		if (typed[i].name && strlen(typed[i].name) == length &&
		    strncmp(typed[i].name, name, length) == 0)
			return place->ids[i];
	fail_msg("$%s", name);
	return NULL;
}

static char *fill_in(const struct place *place, const char *draft)
{
	drop(buffer_free) struct buffer out = { 0 };

	buffer_add_text(&out, "{");
	while (*draft) {
		size_t plain = strcspn(draft, "$");

		buffer_add(&out, draft, plain);
		draft += plain;
		if (!*draft)
			break;
		size_t length = strspn(draft + 1, "IJabcdefghijklmnopqrstuvwxyz");
		buffer_add_text(&out, find_name(place, draft + 1, length));
		draft += 1 + length;
	}
	buffer_add_text(&out, "}");
	return buffer_steal(&out);
}

static int64_t cost(struct fixture *f, struct place *place, size_t i)
{
	drop(free) char *draft = fill_in(place, typed[i].draft);

	steps(f);
	strcpy(place->ids[i], fixture_text(fixture_record(f, &alice, "%s", draft), "id"));
	return steps(f);
}

static void open_place(struct fixture *f, struct place *place, int count)
{
	static char ids[4][ID_TEXT_SIZE];
	static int used;
	char *incident = ids[used++ % 4], *other = ids[used++ % 4];

	strcpy(incident, fixture_opened(f, &alice, "an outage"));
	strcpy(other, fixture_opened(f, &alice, "another one"));
	*place = (struct place){ .incident = incident, .other = other };
	fill(f, incident, "note", count);
}

static void no_draft_looks_through_its_whole_incident(void **state)
{
	struct fixture *f = *state;
	struct place small, large;
	int too_many = 0;

	open_place(f, &small, SMALL);
	open_place(f, &large, LARGE);
	for (size_t i = 0; i < TYPED; i++) {
		int64_t few = cost(f, &small, i), many = cost(f, &large, i);

		too_many += many > MORE * few;
		print_message("# %s: %lld steps beside %d entries, %lld beside %d%s\n",
			      typed[i].what, (long long)few, SMALL, (long long)many, LARGE,
			      many > MORE * few ? ": too many" : "");
	}
	assert_int_equal(too_many, 0);
}

static int64_t cost_of_all(struct fixture *f, const char *incident)
{
	struct id id;

	assert_int_equal(id_parse(incident, &id), 0);
	steps(f);
	assert_int_equal(transaction_begin(f->store), 0);
	assert_int_equal(incident_stale(f->store, &id), 0);
	assert_int_equal(transaction_commit(f->store), 0);
	return steps(f);
}

static void one_that_did_would_be_seen(void **state)
{
	struct fixture *f = *state;
	struct place small, large;

	open_place(f, &small, SMALL);
	open_place(f, &large, LARGE);
	assert_true(cost_of_all(f, large.incident) > MORE * cost_of_all(f, small.incident));
}

static int64_t cost_of_resolving(struct fixture *f, const char *incident)
{
	steps(f);
	fixture_record(f, &alice, "{'kind': 'resolved', 'incident': '%s'}", incident);
	return steps(f);
}

static int64_t cost_of_taking_back(struct fixture *f)
{
	steps(f);
	fixture_record(f, &alice, "{'kind': 'retracted', 'which': 'last'}");
	return steps(f);
}

static void a_resolution_judges_only_what_hangs_on_it(void **state)
{
	struct fixture *f = *state;
	const char *few = fixture_opened(f, &alice, "an outage");
	const char *many = fixture_opened(f, &alice, "another one");

	fill(f, many, "impact", CORRECTED);
	int64_t cost = cost_of_resolving(f, many), all = cost_of_taking_back(f);
	assert_true(cost <= MORE * cost_of_resolving(f, few));
	assert_true(all > MORE * cost_of_taking_back(f));
}

/* A note that was amended so often, and what it costs to do it once more. */
static int64_t cost_of_amending(struct fixture *f, int count, struct id *id)
{
	const char *note =
		fixture_text(fixture_record(f, &alice, "{'kind': 'note', 'text': 'x'}"), "id");

	for (int i = 0; i <= count; i++) {
		steps(f);
		fixture_record(
			f, &alice,
			"{'kind': 'amended', 'which': '%s', 'data': {'new': {'text': '%d'}}}", note,
			i);
	}
	assert_int_equal(id_parse(note, id), 0);
	return steps(f);
}

static int64_t cost_of_making(struct fixture *f, const struct id *id)
{
	steps(f);
	assert_int_equal(transaction_begin(f->store), 0);
	assert_int_equal(effective_update(f->store, id), 0);
	assert_int_equal(transaction_commit(f->store), 0);
	return steps(f);
}

static void a_correction_applies_no_earlier_one_again(void **state)
{
	struct fixture *f = *state;
	struct id few, many;

	assert_true(cost_of_amending(f, CORRECTED, &many) <= MORE * cost_of_amending(f, 1, &few));
	assert_true(cost_of_making(f, &many) > MORE * cost_of_making(f, &few));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(no_draft_looks_through_its_whole_incident),
		STORE_TEST(one_that_did_would_be_seen),
		STORE_TEST(a_resolution_judges_only_what_hangs_on_it),
		STORE_TEST(a_correction_applies_no_earlier_one_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
