/* SPDX-License-Identifier: MIT */
#include "cli/report/postmortem.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/drop.h"

/*
 * A document is written beside its place, synced, and only then given its name: by link(), which
 * never replaces a file that is there, in whatever moment it came to be.
 */
static int write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t written = write(fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -errno;
		bytes += written;
		size -= (size_t)written;
	}
	return fsync(fd) == 0 ? 0 : -errno;
}

/* The name is as durable as the folder. Some file systems cannot sync one: that is no failure. */
static int sync_folder(const char *file)
{
	drop(free) char *path = strdup(file);
	drop(fd_close) int fd = path ? open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (!path)
		return -ENOMEM;
	if (fd >= 0 && fsync(fd) != 0 && errno != EINVAL)
		return -errno;
	return 0;
}

/* mkstemp() made it private; it becomes what any file that is created would be. */
static int open_up(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, 0666 & ~mask) == 0 ? 0 : -errno;
}

static int fill(int fd, const struct buffer *document)
{
	int error = open_up(fd);

	return error ? error : write_all(fd, document->data, document->size);
}

static int name_it(const char *temporary, const char *file)
{
	if (link(temporary, file) == 0)
		return sync_folder(file);
	return errno == EEXIST ? EEXIST : -errno;
}

int postmortem_create(const char *file, const struct buffer *document)
{
	drop(buffer_free) struct buffer temporary = { 0 };
	drop(fd_close) int fd = -1;
	struct stat there;
	int answer;

	if (lstat(file, &there) == 0)
		return EEXIST;
	buffer_printf(&temporary, "%s.XXXXXX", file);
	if (temporary.failed || document->failed)
		return -ENOMEM;
	fd = mkstemp(temporary.data);
	if (fd < 0)
		return -errno;
	answer = fill(fd, document);
	if (answer == 0)
		answer = name_it(temporary.data, file);
	unlink(temporary.data);
	return answer;
}
