/* SPDX-License-Identifier: MIT */
/*
 * Pieces are taken from the front. The first is as large as what malloc() keeps at hand for a thread, the
 * next ones are doubled, so that there are few however much is needed.
 */
#include "lib/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { first_piece = 1000, largest_piece = 64 * 1024, alignment = alignof(max_align_t) };

struct piece {
	struct piece *before;
	alignas(alignment) char bytes[];
};

/* What is left of the one before is lost. */
static bool add_piece(struct arena *arena, size_t least)
{
	size_t size = arena->next ? arena->next : first_piece - sizeof(struct piece);
	struct piece *piece;

	size = size > least ? size : least;
	piece = malloc(sizeof(*piece) + size);
	if (!piece)
		return false;
	piece->before = arena->pieces;
	arena->pieces = piece;
	arena->at = piece->bytes;
	arena->left = size;
	arena->next = size < largest_piece ? 2 * size : size;
	return true;
}

void *arena_take(struct arena *arena, size_t size)
{
	size_t whole = (size + alignment - 1) / alignment * alignment;

	if (whole < size || whole > SIZE_MAX - sizeof(struct piece) ||
	    (whole > arena->left && !add_piece(arena, whole)))
		return NULL;
	arena->at += whole;
	arena->left -= whole;
	return arena->at - whole;
}

void arena_free(struct arena *arena)
{
	for (struct piece *piece = arena->pieces, *before; piece; piece = before) {
		before = piece->before;
		free(piece);
	}
	*arena = (struct arena){ 0 };
}
