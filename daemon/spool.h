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

enum { spool_told_most = 64 };

struct spool {
	const char *directory;
	bool shared; /* of a host: anybody's files; else our own alone */

	/* Which are left where they are and are in the log, as hashes of their names. One more: that there are others. */
	uint64_t told[spool_told_most];
	size_t told_count;
};

struct spool_file {
	char name[NAME_MAX + 1];
	uid_t owner;
	json_t *drafts; /* the owner's of this struct */
	int64_t made_at;
};

#define SPOOL_NONE 1 /* there is no spool here */
#define SPOOL_GONE 2 /* it was set aside, or its owner took it away */
#define SPOOL_LEFT 3 /* it is where it was, and the log says once why */

/* Is it there, and ours to read and change? 0 or SPOOL_NONE. */
int spool_open(struct spool *spool, const char *directory, bool shared);

/* Read a file that is to be taken. 0, SPOOL_GONE or SPOOL_LEFT. */
int spool_take(struct spool *spool, const char *name, struct spool_file *file);

/* It is on the log: it goes. 0 or SPOOL_LEFT. */
int spool_remove(struct spool *spool, const char *name);

/* It can never be recorded: it stays under another name, and beside it why. SPOOL_GONE or SPOOL_LEFT. */
int spool_set_aside(struct spool *spool, const char *name, const char *reason);

/* Nothing is left there any more: what will be is told anew. */
void spool_forget_told(struct spool *spool);

/* What was removed stays removed after a power cut. */
void spool_sync(const struct spool *spool);

void spool_file_free(struct spool_file *file);
