/* SPDX-License-Identifier: MIT */
#include "cli/timeline/pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * Pieces in a chain, the newest first; only that one has room. A text that is larger than a piece gets
 * one of its own size.
 */
enum { piece_size = 64 * 1024 };

struct pool_piece {
	struct pool_piece *before;
	size_t used, size;
	char bytes[];
};

static struct pool_piece *with_room(struct pool *pool, size_t need)
{
	struct pool_piece *piece = pool->last;
	size_t size = need > piece_size ? need : piece_size;

	if (piece && piece->size - piece->used >= need)
		return piece;
	piece = malloc(sizeof(*piece) + size);
	if (!piece)
		return NULL;
	*piece = (struct pool_piece){ .before = pool->last, .size = size };
	return pool->last = piece;
}

int pool_take(struct pool *pool, const char **text)
{
	size_t size = *text ? strlen(*text) + 1 : 0;
	struct pool_piece *piece;

	if (!*text)
		return 0;
	piece = with_room(pool, size);
	if (!piece)
		return -ENOMEM;
	*text = memcpy(piece->bytes + piece->used, *text, size);
	piece->used += size;
	return 0;
}

void pool_free(struct pool *pool)
{
	while (pool->last) {
		struct pool_piece *piece = pool->last;

		pool->last = piece->before;
		free(piece);
	}
}
