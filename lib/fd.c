/* SPDX-License-Identifier: MIT */
/* A call that a signal cut short goes on where it was. */
#include "lib/fd.h"

#include <errno.h>
#include <unistd.h>

int fd_write(int fd, const void *bytes, size_t size)
{
	const char *rest = bytes;

	while (size) {
		ssize_t written = write(fd, rest, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		rest += written;
		size -= (size_t)written;
	}
	return 0;
}

int fd_read(int fd, void *bytes, size_t size, int64_t offset)
{
	size_t done = 0;

	while (done < size) {
		ssize_t taken = pread(fd, (char *)bytes + done, size - done, offset + (off_t)done);

		if (taken < 0 && errno == EINTR)
			continue;
		if (taken <= 0)
			return taken < 0 ? -errno : -ENODATA;
		done += (size_t)taken;
	}
	return 0;
}
