/* SPDX-License-Identifier: MIT */
/*
 * Pages are read with pread(), never mapped: on a dying disk a page that cannot be read is an answer
 * here, and would be a signal there. Of the WAL only the frames count that carry the salts of its header:
 * those behind them are left from earlier runs and stand in the file already.
 */
#include "daemon/store/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/store/format.h"
#include "lib/fd.h"
#include "lib/log.h"

enum { our_page_size = 4096 };

/* A power of two from 512 to 65,536, which is written as 1. */
static size_t page_size_of(uint32_t written)
{
	size_t size = written == 1 ? IMAGE_PAGE_MAX : written;

	return size >= 512 && size <= IMAGE_PAGE_MAX && (size & (size - 1)) == 0 ? size : 0;
}

static void read_header(struct image *image)
{
	uint8_t header[FORMAT_HEADER];
	bool whole = fd_read(image->file, header, sizeof(header), 0) == 0 &&
		     memcmp(header, "SQLite format 3", 16) == 0;

	image->size = whole ? page_size_of(format_u16(header + 16)) : 0;
	if (!image->size)
		image->size = our_page_size;
	image->usable = image->size - (whole && header[20] <= 32 ? header[20] : 0);
}

static int64_t size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? (int64_t)st.st_size : 0;
}

static int by_page(const void *left, const void *right)
{
	const struct image_frame *a = left, *b = right;

	if (a->page != b->page)
		return a->page < b->page ? -1 : 1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Frames that the disk does not give end the run. */
static int read_frames(struct image *image)
{
	uint8_t header[FORMAT_WAL_HEADER];
	size_t count;

	if (image->wal < 0 || fd_read(image->wal, header, sizeof(header), 0) < 0 ||
	    format_u32(header + FORMAT_WAL_PAGE_SIZE) != image->size)
		return 0;
	format_count_frames(image->wal, header, &count);
	image->frames = calloc(count + 1, sizeof(*image->frames));
	if (!image->frames)
		return fail(-ENOMEM, "frames of the WAL");
	for (size_t i = 0; i < count; i++) {
		int64_t offset = format_frame(i, (uint32_t)image->size);
		uint8_t page[4] = { 0 };

		fd_read(image->wal, page, sizeof(page), offset);
		image->frames[i] = (struct image_frame){ format_u32(page), offset + FORMAT_FRAME };
	}
	image->frame_count = count;
	qsort(image->frames, count, sizeof(*image->frames), by_page);
	return 0;
}

int image_open(struct image *image, const char *path)
{
	char wal[4096];

	*image = (struct image){ .file = open(path, O_RDONLY | O_CLOEXEC), .wal = -1 };
	if (image->file < 0)
		return fail(-errno, "%s", path);
	if (snprintf(wal, sizeof(wal), "%s-wal", path) < (int)sizeof(wal))
		image->wal = open(wal, O_RDONLY | O_CLOEXEC);
	read_header(image);
	image->pages = (uint32_t)(size_of(image->file) / (int64_t)image->size);
	return read_frames(image);
}

size_t image_count(const struct image *image)
{
	return image->pages + image->frame_count;
}

static int read_page(struct image *image, int fd, int64_t offset, uint8_t *bytes)
{
	if (fd_read(fd, bytes, image->size, offset) == 0)
		return 0;
	image->unreadable++;
	return 1;
}

int image_nth(struct image *image, size_t n, uint8_t *bytes, size_t *start)
{
	const struct image_frame *frame =
		n < image->pages ? NULL : &image->frames[n - image->pages];

	*start = (frame ? frame->page == 1 : n == 0) ? FORMAT_HEADER : 0;
	if (frame)
		return read_page(image, image->wal, frame->offset, bytes);
	return read_page(image, image->file, (int64_t)n * (int64_t)image->size, bytes);
}

/* The newest frame of a page, or NULL. */
static const struct image_frame *find_frame(const struct image *image, uint32_t page)
{
	size_t low = 0, high = image->frame_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (image->frames[middle].page <= page)
			low = middle + 1;
		else
			high = middle;
	}
	return low && image->frames[low - 1].page == page ? &image->frames[low - 1] : NULL;
}

int image_page(struct image *image, uint32_t page, uint8_t *bytes)
{
	const struct image_frame *frame = find_frame(image, page);

	if (frame)
		return read_page(image, image->wal, frame->offset, bytes);
	if (!page || page > image->pages)
		return 1;
	return read_page(image, image->file, (int64_t)(page - 1) * (int64_t)image->size, bytes);
}

void image_close(struct image *image)
{
	if (image->file >= 0)
		close(image->file);
	if (image->wal >= 0)
		close(image->wal);
	free(image->frames);
	*image = (struct image){ .file = -1, .wal = -1 };
}
