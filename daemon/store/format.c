/* SPDX-License-Identifier: MIT */
/* SQLite begins a WAL anew by another salt in its header, and leaves what is behind. */
#include "daemon/store/format.h"

#include <errno.h>
#include <string.h>

#include "lib/fd.h"

int format_count_frames(int fd, const uint8_t header[FORMAT_WAL_HEADER], size_t *count)
{
	uint32_t page_size = format_u32(header + FORMAT_WAL_PAGE_SIZE);
	uint8_t frame[FORMAT_FRAME];
	int r;

	*count = 0;
	while ((r = fd_read(fd, frame, FORMAT_FRAME, format_frame(*count, page_size))) == 0 &&
	       memcmp(frame + FORMAT_FRAME_SALT, header + FORMAT_WAL_SALT, FORMAT_SALT_SIZE) == 0)
		(*count)++;
	return r == -ENODATA ? 0 : r;
}
