/* SPDX-License-Identifier: MIT */
#include "daemon/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "include/limits.h"
#include "lib/drop.h"
#include "lib/fd.h"
#include "lib/log.h"
#include "lib/spooled.h"

/*
 * Everything is done below one descriptor of the directory. What was looked at is what is read: a file
 * is opened first and judged by its descriptor.
 */
static int open_directory(const struct spool *spool)
{
	int fd = open(spool->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 ? fd : fail(-errno, "spool %s", spool->directory);
}

int spool_open(struct spool *spool, const char *directory, bool shared)
{
	*spool = (struct spool){ .directory = directory, .shared = shared };
	return access(directory, R_OK | W_OK | X_OK) == 0 ? 0 : SPOOL_NONE;
}

void spool_file_free(struct spool_file *file)
{
	json_decref(file->drafts);
	*file = (struct spool_file){ 0 };
}

/* For whoever asks what is wrong with it. A file that others put there is not written to: it makes room. */
static void leave_reason(int directory, const char *aside, const char *reason)
{
	char name[NAME_MAX + 1];

	if (snprintf(name, sizeof(name), "%s" SPOOLED_WHY, aside) >= (int)sizeof(name))
		return;
	unlinkat(directory, name, 0);
	drop(fd_close) int fd =
		openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640);
	if (fd >= 0 && (fchmod(fd, 0640) < 0 || dprintf(fd, "%s\n", reason) < 0))
		fail(-errno, "spool: %s", name);
}

void spool_set_aside(const struct spool *spool, const char *name, const char *reason)
{
	drop(fd_close) int fd = open_directory(spool);
	char aside[NAME_MAX + 1];

	if (snprintf(aside, sizeof(aside), "%s" SPOOLED_BAD, name) >= (int)sizeof(aside))
		strcpy(aside, "too-long" SPOOLED_BAD);
	log_error("spool: %s is set aside as %s: %s", name, aside, reason);
	if (fd < 0)
		return;
	if (renameat(fd, name, fd, aside) < 0)
		fail(-errno, "spool: %s", name);
	else
		leave_reason(fd, aside, reason);
}

/* NULL: it may be taken. */
static const char *judge(const struct spool *spool, const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "it is no regular file";
	if (st->st_nlink != 1)
		return "more than one link leads to it";
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return "others than its owner may write it";
	if (!spool->shared && st->st_uid != geteuid())
		return "it is another user's";
	return st->st_size > LIMIT_MESSAGE ? "it is too large" : NULL;
}

/* What may be otherwise the next time is no reason against a file: it is left where it is. */
static const char leave[] = "";

static const char *read_file(int fd, const struct stat *st, struct spool_file *file)
{
	size_t size = (size_t)st->st_size;
	drop(free) char *content = malloc(size + 1);

	if (!content || fd_read(fd, content, size, 0) < 0)
		return leave;
	file->owner = st->st_uid;
	int r = spooled_read(content, size, &file->drafts, &file->made_at);
	if (r < 0)
		return leave;
	return r ? "it holds no drafts" : NULL;
}

static const char *why_not_open(void)
{
	switch (errno) {
	case ELOOP:
		return "it is a link";
	case ENXIO:
		return "it is no regular file";
	case EACCES:
	case EPERM:
		return "it may not be read";
	default:
		return leave;
	}
}

static const char *open_and_read(const struct spool *spool, int directory, const char *name,
				 struct spool_file *file)
{
	drop(fd_close) int fd =
		openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	const char *reason;
	struct stat st;

	*file = (struct spool_file){ 0 };
	snprintf(file->name, sizeof(file->name), "%s", name);
	if (fd < 0)
		return why_not_open();
	if (fstat(fd, &st) < 0)
		return leave;
	reason = judge(spool, &st);
	return reason ? reason : read_file(fd, &st, file);
}

/* Keep the `most` first names, in order. */
static void keep_name(char (*names)[NAME_MAX + 1], size_t *count, size_t most, const char *name)
{
	size_t at = *count;

	while (at > 0 && strcmp(names[at - 1], name) > 0)
		at--;
	if (at == most)
		return;
	*count += *count < most;
	memmove(names[at + 1], names[at], (*count - at - 1) * sizeof(*names));
	snprintf(names[at], sizeof(names[at]), "%s", name);
}

static int list(int directory, char (*names)[NAME_MAX + 1], size_t most, struct spool_count *seen)
{
	size_t count = 0;
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;

	if (!stream) {
		if (fd >= 0)
			close(fd);
		return fail(-errno, "spool");
	}
	*seen = (struct spool_count){ 0 };
	for (struct dirent *entry; (entry = readdir(stream));) {
		if (spooled_is_name(entry->d_name))
			keep_name(names, &count, most, entry->d_name);
		seen->waiting += spooled_is_name(entry->d_name);
		seen->aside += spooled_is_bad(entry->d_name);
	}
	closedir(stream);
	return (int)count;
}

ssize_t spool_take(const struct spool *spool, struct spool_file *files, size_t most,
		   struct spool_count *seen)
{
	drop(fd_close) int directory = open_directory(spool);
	drop(free) char(*names)[NAME_MAX + 1] = calloc(most + 1, sizeof(*names));
	ssize_t taken = 0;
	int count;

	if (directory < 0 || !names)
		return directory < 0 ? directory : fail(-ENOMEM, "spool");
	count = list(directory, names, most, seen);
	for (int i = 0; i < count; i++) {
		const char *reason = open_and_read(spool, directory, names[i], &files[taken]);

		if (!reason)
			taken++;
		else if (reason != leave)
			spool_set_aside(spool, names[i], reason);
	}
	return count < 0 ? count : taken;
}

int spool_remove(const struct spool *spool, const char *name)
{
	drop(fd_close) int fd = open_directory(spool);

	if (fd < 0)
		return fd;
	return unlinkat(fd, name, 0) == 0 || errno == ENOENT ? 0 : fail(-errno, "spool: %s", name);
}

void spool_sync(const struct spool *spool)
{
	drop(fd_close) int fd = open_directory(spool);

	if (fd >= 0 && fsync(fd) < 0)
		fail(-errno, "spool %s", spool->directory);
}
