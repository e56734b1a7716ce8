/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * SQLite's files as they lie on disk (sqlite.org/fileformat2.html, sections 1.3 and 4), for whoever looks at them
 * without SQLite: how long the headers are, and where in them what stands. Numbers are big-endian.
 */
#include <stddef.h>
#include <stdint.h>

enum {
	FORMAT_HEADER = 100, /* of the database, on page 1 */

	FORMAT_WAL_HEADER = 32,
	FORMAT_WAL_PAGE_SIZE = 8, /* in the header: u32 */
	FORMAT_WAL_SALT = 16,     /* in the header */
	FORMAT_SALT_SIZE = 8,

	FORMAT_FRAME = 24, /* the header of one, before its page; the page's number is first: u32 */
	FORMAT_FRAME_SALT = 8, /* in a frame's header */
};

#define FORMAT_WAL_MAGIC 0x377f0682U /* or one more */

static inline uint32_t format_u16(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 8 | bytes[1];
}

static inline uint32_t format_u32(const uint8_t *bytes)
{
	return format_u16(bytes) << 16 | format_u16(bytes + 2);
}

/*
 * How many frames of the WAL follow one another, from the first on, that have the salt of its header: the present
 * run. Those behind are of earlier ones. 0, or -errno: *count is how many were found before.
 */
int format_count_frames(int fd, const uint8_t header[FORMAT_WAL_HEADER], size_t *count);

/* Where the n-th frame begins in a WAL of this page size. */
static inline int64_t format_frame(size_t n, uint32_t page_size)
{
	return FORMAT_WAL_HEADER + (int64_t)n * (FORMAT_FRAME + (int64_t)page_size);
}
