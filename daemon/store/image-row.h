/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A row of the table `event` out of a page of an image: a cell of a table b-tree leaf, with its overflow
 * pages, in record format (sqlite.org/fileformat2.html sections 1.6 and 2.1).
 */
#include <stdbool.h>

#include "daemon/store/chain.h"
#include "daemon/store/image.h"
#include "lib/buffer.h"

/* Borrows from the buffer that it was read into. */
struct image_row {
	int64_t pos, origin, seq;
	const uint8_t *salt; /* CHAIN_SALT bytes; NULL: it was expunged */
	const uint8_t *leaf, *hash;
	const char *text; /* canonical; no NUL behind it */
	size_t text_size;
};

/* Cells of a page, or 0 if it is no leaf of a table. */
size_t image_cells(const struct image *image, const uint8_t *page, size_t start);

/* One of them. 0, or 1: it is no row of `event`, or not whole. */
int image_row(struct image *image, const uint8_t *page, size_t start, size_t cell,
	      struct buffer *payload, struct image_row *row);
