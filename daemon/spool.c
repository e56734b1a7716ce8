/* SPDX-License-Identifier: MIT */
#include "daemon/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "include/limits.h"
#include "lib/aside.h"
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

	return fd >= 0 ? fd : -errno;
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

/* FNV-1a. Two names with one hash cost a line in the log. */
static uint64_t hash_of(const char *name)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return hash;
}

/* It is met again in every pass. */
static bool is_told(const struct spool *spool, uint64_t hash)
{
	for (size_t i = 0; i < spool->told_count; i++)
		if (spool->told[i] == hash)
			return true;
	return spool->told_count == spool_told_most;
}

static int leave(struct spool *spool, const char *name, int error)
{
	uint64_t hash = hash_of(name);

	if (error == -ENOENT)
		return SPOOL_GONE;
	if (is_told(spool, hash))
		return SPOOL_LEFT;
	spool->told[spool->told_count++] = hash;
	log_error("spool: %s is left there: %s", name, strerror(-error));
	if (spool->told_count == spool_told_most)
		log_error("spool: what else is left there is not named");
	return SPOOL_LEFT;
}

void spool_forget_told(struct spool *spool)
{
	spool->told_count = 0;
}

static int set_aside(struct spool *spool, int directory, const char *name, const char *reason)
{
	char aside[NAME_MAX + 1];
	int r = aside_move(directory, name, aside);

	if (r < 0)
		return leave(spool, name, r);
	log_error("spool: %s is set aside as %s: %s", name, aside, reason);
	r = aside_explain(directory, aside, reason, 0640);
	if (r < 0)
		fail(r, "spool: %s" SPOOLED_WHY, aside);
	return SPOOL_GONE;
}

int spool_set_aside(struct spool *spool, const char *name, const char *reason)
{
	drop(fd_close) int fd = open_directory(spool);

	return fd < 0 ? leave(spool, name, fd) : set_aside(spool, fd, name, reason);
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

/* *reason: it can never be taken. Or -errno: what may be otherwise the next time is no reason against a file. */
static int read_file(int fd, const struct stat *st, struct spool_file *file, const char **reason)
{
	size_t size = (size_t)st->st_size;
	drop(free) char *content = malloc(size + 1);
	int r = content ? fd_read(fd, content, size, 0) : -ENOMEM;

	if (r < 0)
		return r;
	file->owner = st->st_uid;
	r = spooled_read(content, size, &file->drafts, &file->made_at);
	*reason = r > 0 ? "it holds no drafts" : NULL;
	return r < 0 ? r : 0;
}

static int why_not_open(int error, const char **reason)
{
	switch (error) {
	case ELOOP:
		*reason = "it is a link";
		return 0;
	case ENXIO:
		*reason = "it is no regular file";
		return 0;
	case EACCES:
	case EPERM:
		*reason = "it may not be read";
		return 0;
	default:
		return -error;
	}
}

static int open_and_read(const struct spool *spool, int directory, struct spool_file *file,
			 const char **reason)
{
	drop(fd_close) int fd = openat(directory, file->name,
				       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return why_not_open(errno, reason);
	if (fstat(fd, &st) < 0)
		return -errno;
	*reason = judge(spool, &st);
	return *reason ? 0 : read_file(fd, &st, file, reason);
}

int spool_take(struct spool *spool, const char *name, struct spool_file *file)
{
	drop(fd_close) int directory = open_directory(spool);
	const char *reason = NULL;

	*file = (struct spool_file){ 0 };
	snprintf(file->name, sizeof(file->name), "%s", name);
	int r = directory < 0 ? directory : open_and_read(spool, directory, file, &reason);
	if (r < 0)
		return leave(spool, name, r);
	return reason ? set_aside(spool, directory, name, reason) : 0;
}

int spool_remove(struct spool *spool, const char *name)
{
	drop(fd_close) int fd = open_directory(spool);

	if (fd < 0)
		return leave(spool, name, fd);
	return unlinkat(fd, name, 0) == 0 || errno == ENOENT ? 0 : leave(spool, name, -errno);
}

void spool_sync(const struct spool *spool)
{
	drop(fd_close) int fd = open_directory(spool);

	if (fd < 0 || fsync(fd) < 0)
		fail(fd < 0 ? fd : -errno, "spool %s", spool->directory);
}
