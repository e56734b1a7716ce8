/* SPDX-License-Identifier: MIT */
/*
 * A file is written beside its place, synced, and only then given its name: a new one by link(), which
 * never replaces a file that is there, in whatever moment it came to be; another one by changing places
 * with it, if it is still what was read.
 */
#include "cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/drop.h"
#include "lib/fd.h"
#include "lib/text.h"

bool file_is_meant(const char *word)
{
	return strpbrk(word, "./") || strcmp(word, "-") == 0;
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

static int name_new(const char *temporary, const char *file)
{
	if (link(temporary, file) == 0)
		return sync_folder(file);
	return errno == EEXIST ? EEXIST : -errno;
}

static bool is_same(const struct stat *now, const struct stat *seen)
{
	return now->st_ino == seen->st_ino && now->st_dev == seen->st_dev &&
	       now->st_size == seen->st_size && now->st_mtim.tv_sec == seen->st_mtim.tv_sec &&
	       now->st_mtim.tv_nsec == seen->st_mtim.tv_nsec;
}

/*
 * The two change places, and only then is the old one looked at: whatever was written in between is still
 * there and gets its name back, or (*kept) stays under the temporary one. Where the file system cannot do
 * that (EINVAL), it is looked at first.
 */
static int name_again(const char *temporary, const char *file, const struct stat *seen, bool *kept)
{
	bool exchanged = renameat2(AT_FDCWD, temporary, AT_FDCWD, file, RENAME_EXCHANGE) == 0;
	struct stat old;

	if (!exchanged && errno == ENOENT)
		return EBUSY;
	if (!exchanged && errno != EINVAL)
		return -errno;
	if (stat(exchanged ? temporary : file, &old) == 0 && is_same(&old, seen))
		return exchanged || rename(temporary, file) == 0 ? sync_folder(file) : -errno;
	*kept = exchanged && renameat2(AT_FDCWD, temporary, AT_FDCWD, file, RENAME_EXCHANGE) != 0;
	return *kept ? -errno : EBUSY;
}

static int fill(int fd, const struct stat *seen, const struct buffer *content)
{
	int r = !seen ? open_up(fd) : fchmod(fd, seen->st_mode & 07777) == 0 ? 0 : -errno;

	if (r == 0)
		r = fd_write(fd, content->data, content->size);
	return r == 0 && fsync(fd) < 0 ? -errno : r;
}

/* Write beside `file`, then name it: anew, or (seen) in place of what was read. */
static int put(const char *file, const struct stat *seen, const struct buffer *content)
{
	drop(buffer_free) struct buffer temporary = { 0 };
	drop(fd_close) int fd = -1;
	bool kept = false;
	int answer;

	buffer_printf(&temporary, "%s.XXXXXX", file);
	if (temporary.failed || content->failed)
		return -ENOMEM;
	fd = mkstemp(temporary.data);
	if (fd < 0)
		return -errno;
	answer = fill(fd, seen, content);
	if (answer == 0)
		answer = seen ? name_again(temporary.data, file, seen, &kept)
			      : name_new(temporary.data, file);
	if (!kept)
		unlink(temporary.data);
	return answer;
}

int file_create(const char *file, const struct buffer *content)
{
	struct stat there;

	return lstat(file, &there) == 0 ? EEXIST : put(file, NULL, content);
}

int file_replace(const char *file, const struct stat *seen, const struct buffer *content)
{
	drop(free) char *real = realpath(file, NULL);

	return real ? put(real, seen, content) : -errno;
}

static int read_all(int fd, struct buffer *content)
{
	char part[16384];
	ssize_t size;

	while ((size = read(fd, part, sizeof(part))) != 0) {
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return -errno;
		buffer_add(content, part, (size_t)size);
		if (content->size > FILE_MOST)
			return EFBIG;
	}
	buffer_add_text(content, "");
	return content->failed ? -ENOMEM : 0;
}

int file_read(const char *file, struct buffer *content, struct stat *seen)
{
	bool stdin_meant = strcmp(file, "-") == 0;
	drop(fd_close) int fd = stdin_meant ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC);
	int answer;

	if (fd < 0 || (seen && fstat(fd, seen) != 0))
		return -errno;
	answer = read_all(fd, content);
	if (answer == 0 && !text_is_valid(content->data, content->size))
		answer = EILSEQ;
	return answer;
}
