/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A database file as it lies on disk, with the WAL beside it, page by page, without SQLite
 * (sqlite.org/fileformat2.html sections 1.1, 1.2 and 4). For a file that SQLite refuses: nothing in it
 * is believed but what each page says of itself.
 */
#include <stddef.h>
#include <stdint.h>

#include "lib/drop.h"

#define IMAGE_PAGE_MAX 65536

struct image_frame {
	uint32_t page;
	int64_t offset; /* of the page's bytes in the WAL */
};

struct image {
	int file, wal;  /* descriptors; wal is -1 where there is none */
	size_t size;    /* of a page */
	size_t usable;  /* of its bytes */
	uint32_t pages; /* in the file */
	struct image_frame
		*frames; /* of the WAL's present run, by page, the newest of a page last */
	size_t frame_count;
	int64_t unreadable; /* pages that the disk did not give */
};

/* A header that makes no sense is taken for one of ours (4,096 bytes a page). 0 or -errno (logged). */
int image_open(struct image *image, const char *path);

/* How many pages there are to look at: all of the file, and all versions in the WAL. */
size_t image_count(const struct image *image);

/* The n-th of them, into image->size bytes; *start is where its b-tree header begins. 0, or 1: it cannot be read. */
int image_nth(struct image *image, size_t n, uint8_t *bytes, size_t *start);

/* The newest version of a page, by its number. 0, or 1: there is none, or it cannot be read. */
int image_page(struct image *image, uint32_t page, uint8_t *bytes);

void image_close(struct image *image);
static inline void image_closep(struct image *image)
{
	image_close(image);
}
