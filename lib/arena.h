/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Memory for many small things that go at once. A zero-initialised one is empty.
 *
 *	struct arena arena = { 0 };
 *
 *	name = arena_take(&arena, size);
 *	...
 *	arena_free(&arena);
 */
#include <stddef.h>

struct arena {
	struct piece *pieces; /* the newest first */
	char *at;
	size_t left; /* of the newest */
	size_t next; /* size of the next one */
};

/* So many bytes, not 0, for anything; NULL: no memory. */
void *arena_take(struct arena *arena, size_t size);

/* All of it. */
void arena_free(struct arena *arena);
