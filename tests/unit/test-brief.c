/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/timeline-fixture.h"

/* A timeline without its JSON. */
static void assert_text(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a && b)
		assert_string_equal(a, b);
}

static void assert_same(const struct entry *a, const struct entry *b)
{
	assert_text(a->handle, b->handle);
	assert_text(a->event.text, b->event.text);
	assert_text(a->event.actor, b->event.actor);
	assert_text(a->event.author.name, b->event.author.name);
	assert_int_equal(a->event.kind, b->event.kind);
	assert_int_equal(a->event.at, b->event.at);
	assert_int_equal(a->hidden, b->hidden);
	assert_int_equal(a->milestone, b->milestone);
	assert_int_equal(a->event.pinned, b->event.pinned);
	assert_text(a->target ? a->target->handle : NULL, b->target ? b->target->handle : NULL);
	assert_text(a->ended_by ? a->ended_by->handle : NULL,
		    b->ended_by ? b->ended_by->handle : NULL);
	assert_true(json_equal(a->event.data ? (json_t *)a->event.data : json_null(),
			       b->event.data ? (json_t *)b->event.data : json_null()));
}

/* The brief one is made entry by entry, each gone before the next comes. */
static void a_brief_timeline_says_what_the_whole_one_says(void **state)
{
	static const char *const fixtures[] = { "corrected.json", "dead-ends.json", "order.json" };

	(void)state;
	for (size_t f = 0; f < sizeof(fixtures) / sizeof(*fixtures); f++) {
		drop(timeline_free) struct timeline *whole = fixture_timeline(fixtures[f]);
		drop(timeline_free) struct timeline *brief =
			timeline_begin(json_incref(whole->incident));

		for (size_t i = 0; i < json_array_size(whole->entries_json); i++) {
			drop(json_decref) json_t *entry =
				json_deep_copy(json_array_get(whole->entries_json, i));

			assert_int_equal(timeline_add(brief, entry), 0);
		}
		timeline_finish(brief);
		assert_int_equal(brief->count, whole->count);
		for (size_t i = 0; i < whole->count; i++)
			assert_same(&brief->entries[i], &whole->entries[i]);
	}
}

static void a_text_larger_than_a_piece_of_the_pool_is_kept_whole(void **state)
{
	drop(free) char *large = calloc(1, 200001);
	const char *texts[] = { "before", large, "behind", NULL };
	struct pool pool = { 0 };

	(void)state;
	memset(large, 'x', 200000);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pool_take(&pool, &texts[i]), 0);
	assert_ptr_not_equal(texts[1], large);
	assert_string_equal(texts[0], "before");
	assert_string_equal(texts[1], large);
	assert_string_equal(texts[2], "behind");
	assert_null(texts[3]);
	pool_free(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_brief_timeline_says_what_the_whole_one_says),
		cmocka_unit_test(a_text_larger_than_a_piece_of_the_pool_is_kept_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
