/* SPDX-License-Identifier: MIT */
#pragma once

/* Texts that live together and go together, end to end in large pieces: an entry costs its letters. */
struct pool_piece;

struct pool {
	struct pool_piece *last;
};

/* Copy a text into it: 0 and *text is the copy, or -ENOMEM. NULL stays NULL. */
int pool_take(struct pool *pool, const char **text);

void pool_free(struct pool *pool);
