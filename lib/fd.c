/* SPDX-License-Identifier: MIT */
/* A call that a signal cut short goes on where it was. */
#include "lib/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

/* What is opened takes the lowest number. */
void fd_standard(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

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

int fd_write_at(int fd, const void *bytes, size_t size, int64_t offset)
{
	size_t done = 0;

	while (done < size) {
		ssize_t written =
			pwrite(fd, (const char *)bytes + done, size - done, offset + (off_t)done);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		done += (size_t)written;
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

/*
 * ext4 (Linux 6.18) answers a sync that comes just after its journal was aborted with 0, while what it stands for,
 * a file that has grown, is never written: acknowledged notes were lost. Only what must begin a change of the
 * journal is told then, without waiting for the disk; writing, and changing a time, are not. So the file loses an
 * attribute that it does not have, or, where it can have none, is given a block that it has: which touches its inode,
 * that without a journal may be a part of the next sync (45 us). Other errors are no matter of what was synced.
 */
int fd_kept(int fd)
{
	int r = fremovexattr(fd, "user.kept");

	if (r < 0 && errno == ENOTSUP)
		r = fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 1);
	return r < 0 && (errno == EROFS || errno == EIO) ? -EIO : 0;
}
