/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/arena.h"

/* Linked with --wrap: what is allocated, and how much of it is there. */
static unsigned pieces;
static size_t bytes, most = SIZE_MAX;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
	pieces++;
	bytes += size;
	return size > most ? NULL : __real_malloc(size);
}

static void a_zeroed_arena_is_empty_and_can_be_freed_and_used_again(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	arena_free(&arena);
	assert_non_null(arena_take(&arena, 1));
	arena_free(&arena);
	arena_free(&arena);
	assert_non_null(arena_take(&arena, 1));
	arena_free(&arena);
}

static void what_is_taken_is_apart_and_fit_for_anything(void **state)
{
	struct arena arena = { 0 };
	char *taken[1000];

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		taken[i] = arena_take(&arena, i % 70 + 1);
		assert_int_equal((uintptr_t)taken[i] % alignof(max_align_t), 0);
		memset(taken[i], (int)(i % 256), i % 70 + 1);
	}
	for (size_t i = 0; i < 1000; i++)
		for (size_t at = 0; at < i % 70 + 1; at++)
			assert_int_equal((unsigned char)taken[i][at], i % 256);
	arena_free(&arena);
	assert_null(arena.pieces);
}

static void many_small_things_are_in_few_pieces_not_much_larger(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	pieces = 0;
	bytes = 0;
	for (size_t i = 0; i < 100000; i++)
		assert_non_null(arena_take(&arena, 16));
	assert_in_range(pieces, 2, 40);
	assert_in_range(bytes, 1600000, 1800000);
	arena_free(&arena);
}

static void what_is_larger_than_a_piece_has_one_of_its_own(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	memset(arena_take(&arena, 1000000), 1, 1000000);
	memset(arena_take(&arena, 1), 1, 1);
	arena_free(&arena);
}

static void without_memory_nothing_is_taken_and_what_was_is_kept(void **state)
{
	struct arena arena = { 0 };
	char *before = arena_take(&arena, 5);

	(void)state;
	strcpy(before, "kept");
	most = 2000;
	assert_null(arena_take(&arena, 5000));
	most = SIZE_MAX;
	assert_null(arena_take(&arena, SIZE_MAX));
	assert_string_equal(before, "kept");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_zeroed_arena_is_empty_and_can_be_freed_and_used_again),
		cmocka_unit_test(what_is_taken_is_apart_and_fit_for_anything),
		cmocka_unit_test(many_small_things_are_in_few_pieces_not_much_larger),
		cmocka_unit_test(what_is_larger_than_a_piece_has_one_of_its_own),
		cmocka_unit_test(without_memory_nothing_is_taken_and_what_was_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
