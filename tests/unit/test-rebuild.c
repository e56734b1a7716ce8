/* SPDX-License-Identifier: MIT */
/*
 * A long random history is recorded as clients would, several calls a commit; then everything derived is
 * made anew and held against what was kept up to date on the way. A seed names its history.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/excerpt-row.h"
#include "daemon/store/rebuild.h"
#include "lib/stamp.h"
#include "tests/unit/store-fixture.h"

#define EVENTS    5000
#define STEP      500 /* looked at that often */
#define SEEDS     8
#define BATCH_MAX 12
#define KNOWN_MAX 8000

struct history {
	struct fixture *f;
	uint64_t random;
	struct ids {
		char text[KNOWN_MAX][ID_TEXT_SIZE];
		size_t count;
	} entries, tasks, corrections, incidents;
	size_t refused;
};

/* xorshift64*: the same everywhere. */
static uint64_t next_random(struct history *h)
{
	h->random ^= h->random >> 12;
	h->random ^= h->random << 25;
	h->random ^= h->random >> 27;
	return h->random * UINT64_C(2685821657736338717);
}

static size_t below(struct history *h, size_t bound)
{
	return (size_t)(next_random(h) >> 33) % bound;
}

static bool chance(struct history *h, size_t percent)
{
	return below(h, 100) < percent;
}

static const char *new_id(struct history *h, char text[ID_TEXT_SIZE])
{
	struct id id;

	for (size_t i = 0; i < sizeof(id.byte); i++)
		id.byte[i] = (uint8_t)(next_random(h) >> 40);
	return id_format(&id, text);
}

static void keep(struct ids *ids, const char *id)
{
	assert_true(ids->count < KNOWN_MAX);
	strcpy(ids->text[ids->count++], id);
}

/* One of the newest mostly, so that corrections meet. */
static const char *pick(struct history *h, const struct ids *ids)
{
	size_t newest = chance(h, 70) && ids->count > 30 ? 30 : ids->count;

	return ids->text[ids->count - 1 - below(h, newest)];
}

static void set_text(json_t *object, const char *name, const char *text)
{
	json_object_set_new(object, name, json_string(text));
}

/* Within half a day around now; sometimes the very same as others. */
static void set_time(struct history *h, json_t *object, const char *name)
{
	char text[STAMP_SIZE];
	int64_t minutes = (int64_t)below(h, 24) * 30 - 360;

	if (chance(h, 5))
		set_text(object, name, "unknown");
	else
		set_text(
			object, name,
			stamp_format(stamp_now() / STAMP_HOUR * STAMP_HOUR + minutes * STAMP_MINUTE,
				     text));
}

static const enum kind entry_kinds[] = {
	KIND_NOTE,      KIND_NOTE,     KIND_NOTE,      KIND_DETECTED, KIND_ACKNOWLEDGED,
	KIND_IMPACT,    KIND_IMPACT,   KIND_ESCALATED, KIND_SEVERITY, KIND_RETITLED,
	KIND_MITIGATED, KIND_RESOLVED, KIND_CAUSE,     KIND_CLOSED,   KIND_REOPENED,
	KIND_TASK,      KIND_TASK,     KIND_SHARED,    KIND_CHANGE,
};

static void add_data(struct history *h, json_t *draft, enum kind kind)
{
	json_t *data = json_object();

	if (kind == KIND_ESCALATED)
		set_text(data, "to", "the network team");
	if (kind == KIND_SEVERITY)
		json_object_set_new(data, "to", json_integer(1 + (int)below(h, 5)));
	if (kind == KIND_CLOSED && chance(h, 50))
		set_text(data, "reason", chance(h, 50) ? "resolved" : "false_alarm");
	if (kind == KIND_TASK && chance(h, 30))
		set_text(data, "due", "2026-12-24");
	if (kind == KIND_TASK && chance(h, 10))
		json_object_set_new(data, "done", json_true());
	json_object_set_new(draft, "data", data);
}

static void make_entry(struct history *h, json_t *draft)
{
	enum kind kind = entry_kinds[below(h, sizeof(entry_kinds) / sizeof(entry_kinds[0]))];

	set_text(draft, "kind", kinds[kind].name);
	set_text(draft, "text", "something was said");
	add_data(h, draft, kind);
	if (chance(h, 40))
		set_time(h, draft, "at");
	if (kind == KIND_IMPACT && chance(h, 50))
		set_text(draft, "until", "2027-06-01T00:00:00Z");
	if (chance(h, 15))
		set_text(draft, "source", "deploy");
	if (chance(h, 85))
		set_text(draft, "incident", pick(h, &h->incidents));
}

static void make_opened(struct history *h, json_t *draft)
{
	set_text(draft, "kind", "opened");
	set_text(draft, "text", "an outage");
	if (chance(h, 30))
		json_object_set_new(draft, "data", json_pack("{s:i}", "severity", 2));
	if (chance(h, 30))
		set_time(h, draft, "at");
}

static void make_answer(struct history *h, json_t *draft)
{
	static const char *const names[] = { "ruled_out", "confirmed", "task_done",
					     "task_dropped" };

	bool task = h->tasks.count && chance(h, 50);

	set_text(draft, "kind", names[below(h, 2) + (task ? 2 : 0)]);
	set_text(draft, "which", pick(h, task ? &h->tasks : &h->entries));
}

static void make_amended(struct history *h, json_t *draft)
{
	json_t *new = json_object();

	set_text(draft, "kind", "amended");
	set_text(draft, "which", pick(h, &h->entries));
	if (chance(h, 40))
		set_text(new, "text", "something else was said");
	if (chance(h, 40))
		set_time(h, new, "at");
	if (chance(h, 25))
		set_text(new, "kind", kinds[entry_kinds[below(h, 18)]].name);
	if (chance(h, 20))
		json_object_set_new(new, "pinned", json_boolean(chance(h, 70)));
	json_object_set_new(draft, "data", json_pack("{s:o}", "new", new));
}

static void make_retracted(struct history *h, json_t *draft)
{
	bool again = h->corrections.count && chance(h, 50);

	set_text(draft, "kind", "retracted");
	set_text(draft, "which", again ? pick(h, &h->corrections) : pick(h, &h->entries));
}

static void make_moved(struct history *h, json_t *draft)
{
	set_text(draft, "kind", "moved");
	set_text(draft, "which", pick(h, &h->entries));
	json_object_set_new(draft, "data", json_pack("{s:s}", "to", pick(h, &h->incidents)));
}

static void make_merged(struct history *h, json_t *draft)
{
	set_text(draft, "kind", "merged");
	set_text(draft, "incident", pick(h, &h->incidents));
	json_object_set_new(draft, "data", json_pack("{s:s}", "to", pick(h, &h->incidents)));
}

static json_t *make_draft(struct history *h)
{
	static void (*const makers[])(struct history *, json_t *) = { make_amended, make_retracted,
								      make_moved, make_answer };
	json_t *draft = json_object();
	char id[ID_TEXT_SIZE];

	set_text(draft, "id", new_id(h, id));
	if (!h->incidents.count || chance(h, 3))
		make_opened(h, draft);
	else if (h->entries.count < 3 || chance(h, 55))
		make_entry(h, draft);
	else if (chance(h, 3))
		make_merged(h, draft);
	else
		makers[below(h, 4)](h, draft);
	return draft;
}

static void remember(struct history *h, const json_t *receipt)
{
	enum kind kind = kind_of(fixture_text(receipt, "event.kind"));
	const char *id = fixture_text(receipt, "id");

	keep(kind_is_correction(kind) ? &h->corrections : &h->entries, id);
	if (kind == KIND_TASK)
		keep(&h->tasks, id);
	if (json_is_true(fixture_at(receipt, "opened")))
		keep(&h->incidents, fixture_text(receipt, "incident"));
}

static void record_batch_of(struct history *h)
{
	static const struct author *const authors[] = { &alice, &bob, &admin, &admin_alice,
							&service };
	drop(json_decref) json_t *calls = json_array();
	json_t *answer, *receipt;
	size_t i, j, count = 1 + below(h, BATCH_MAX);

	while (count--) {
		json_t *drafts = json_array();

		for (size_t n = chance(h, 20) ? 3 : 1; n; n--)
			json_array_append_new(drafts, make_draft(h));
		json_array_append_new(calls, drafts);
	}
	json_array_foreach (fixture_calls(h->f, authors[below(h, 5)], calls), i, answer) {
		h->refused += json_object_get(answer, "error") != NULL;
		json_array_foreach (json_object_get(answer, "receipts"), j, receipt)
			remember(h, receipt);
	}
	json_array_clear(h->f->kept);
	fixture_sleep((int64_t)below(h, 20) * STAMP_MINUTE);
}

static void expunge_something(struct history *h)
{
	bool entry = chance(h, 70) || !h->corrections.count;

	fixture_expunge(h->f, entry ? pick(h, &h->entries) : pick(h, &h->corrections));
}

static void record_history(struct history *h, int64_t events)
{
	while (h->f->store->head < events) {
		record_batch_of(h);
		if (h->entries.count && chance(h, 5))
			expunge_something(h);
	}
}

/* Every derived row, as text. */
static char *dump(struct fixture *f)
{
	static const char *const tables[] = { "reference", "effective", "incident", "milestone",
					      "task",      "excerpt",   "run" };
	drop(buffer_free) struct buffer out = { 0 };

	turn_begin(&f->store->turn, false);
	while (excerpt_make_next(f->store) > 0)
		;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char sql[256];
		snprintf(sql, sizeof(sql),
			 "SELECT group_concat('quote(' || name || ')', '||'' ''||') "
			 "FROM pragma_table_info('%s')",
			 tables[i]);
		drop(free) char *columns = fixture_rows(f, sql), *rows = NULL;
		drop(buffer_free) struct buffer query = { 0 };

		buffer_printf(&query, "SELECT '%s ' || %s AS line FROM %s ORDER BY line", tables[i],
			      columns, tables[i]);
		rows = fixture_rows(f, query.data);
		buffer_add_text(&out, rows);
	}
	return buffer_steal(&out);
}

/* The first lines that differ; 0 if none do. */
static int compare(const char *live, const char *rebuilt)
{
	size_t same = 0;

	while (live[same] && live[same] == rebuilt[same])
		same++;
	if (live[same] == rebuilt[same])
		return 0;
	while (same && live[same - 1] != '\n')
		same--;
	print_message("# live:    %.*s\n", (int)strcspn(live + same, "\n"), live + same);
	print_message("# rebuilt: %.*s\n", (int)strcspn(rebuilt + same, "\n"), rebuilt + same);
	return 1;
}

static int rebuilt_differs(struct fixture *f)
{
	drop(free) char *live = dump(f);

	assert_int_equal(rebuild_all(f->store), 0);
	drop(free) char *rebuilt = dump(f);
	return compare(live, rebuilt);
}

static void print_kinds(struct history *h)
{
	drop(free) char *counts = fixture_rows(
		h->f, "SELECT '#   ' || count(*) || ' ' || kind FROM event GROUP BY kind");
	drop(free) char *derived = fixture_rows(
		h->f, "SELECT '#   ' || (SELECT count(*) FROM incident) || ' incidents, ' || "
		      "(SELECT count(*) FROM incident WHERE id <> root) || ' merged away, ' || "
		      "(SELECT count(*) FROM effective) || ' changed, ' || "
		      "(SELECT count(*) FROM event WHERE salt IS NULL) || ' expunged'");

	print_message("%s%s#   %zu calls refused\n", counts, derived, h->refused);
}

static void with_history(struct fixture *f, uint64_t seed, int64_t events)
{
	drop(free) struct history *h = calloc(1, sizeof(*h));

	assert_non_null(h);
	h->f = f;
	h->random = seed * UINT64_C(0x9e3779b97f4a7c15);
	for (int64_t at = STEP; at <= events; at += STEP) {
		record_history(h, at);
		if (rebuilt_differs(f))
			fail_msg("seed %d: after %d events the derived tables differ", (int)seed,
				 (int)at);
	}
	print_kinds(h);
}

static void rebuilt_tables_equal_the_live_ones_after_a_random_history(void **state)
{
	with_history(*state, 1, EVENTS);
}

static void and_after_shorter_ones(void **state)
{
	for (uint64_t seed = 2; seed < 2 + SEEDS; seed++) {
		with_history(*state, seed, STEP);
		fixture_teardown(state);
		fixture_setup(state);
	}
}

static void a_spoilt_derived_row_is_noticed(void **state)
{
	static const char *const spoil[] = {
		"UPDATE incident SET entries = entries + 1 WHERE id = (SELECT min(id) FROM incident)",
		"UPDATE milestone SET at = at + 1 WHERE pos = (SELECT min(pos) FROM milestone)",
		"DELETE FROM task WHERE pos = (SELECT min(pos) FROM task)",
		"DELETE FROM reference WHERE pos = (SELECT min(pos) FROM reference)",
		"UPDATE effective SET retracted = 1 - retracted WHERE pos = (SELECT min(pos) FROM effective)",
	};
	struct fixture *f = *state;

	with_history(f, 11, STEP);
	for (size_t i = 0; i < sizeof(spoil) / sizeof(spoil[0]); i++) {
		fixture_run(f, spoil[i]);
		assert_int_equal(rebuilt_differs(f), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(rebuilt_tables_equal_the_live_ones_after_a_random_history),
		STORE_TEST(and_after_shorter_ones),
		STORE_TEST(a_spoilt_derived_row_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
