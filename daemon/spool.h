/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The spool as a directory: what people's `incident` left there while nobody answered. Blocking, so it
 * is for the storage thread; what it gives is handed on whole.
 *
 * The author of a file is its owner. So it has to be a regular file, that one link leads to, that nobody
 * else could write; it is never followed, never waited for. What is not so, or is no draft at all, is
 * set aside under another name, with the reason in the log.
 */
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct spool {
	const char *directory;
	bool shared; /* of a host: anybody's files; else our own alone */
};

struct spool_file {
	char name[NAME_MAX + 1];
	uid_t owner;
	json_t *drafts; /* the owner's of this struct */
	int64_t made_at;
};

/* What a directory holds. */
struct spool_count {
	size_t waiting, aside;
};

#define SPOOL_NONE 1 /* there is no spool here */

/* Is it there, and ours to read and change? 0 or SPOOL_NONE. */
int spool_open(struct spool *spool, const char *directory, bool shared);

/* The oldest files that can be taken, at most so many, and how many there were before. Their number, or -errno (logged). */
ssize_t spool_take(const struct spool *spool, struct spool_file *files, size_t most,
		   struct spool_count *count);

/* It is on the log: it goes. 0 or -errno (logged). */
int spool_remove(const struct spool *spool, const char *name);

/* It can never be recorded: it stays under another name, and beside it why. */
void spool_set_aside(const struct spool *spool, const char *name, const char *reason);

/* What was removed stays removed after a power cut. */
void spool_sync(const struct spool *spool);

void spool_file_free(struct spool_file *file);
