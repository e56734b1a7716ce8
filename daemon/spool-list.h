/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The names of a spool, read once and worked off one by one. Blocking, so it is for the storage thread.
 *
 * They come in the order of making, in slices: of each owner so many in the first, as many in the next.
 * So nobody waits for all that another one keeps there. A directory with very many is read in windows; the next
 * goes on where the last one ended, and when the last was worked off, the pass is over.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>

struct spool_name;

/* What a directory holds. */
struct spool_count {
	size_t waiting, aside;
};

/* Zeroed: a pass begins. */
struct spool_list {
	DIR *stream; /* what of the directory is not read yet */
	struct spool_name *names;
	size_t count, next;
	bool ready;              /* the window is read */
	struct spool_count seen; /* in this pass */
};

#define SPOOL_MORE 1 /* call again */

/* Read on, a part of a window; if it is ready, nothing. 0: it is ready; SPOOL_MORE; or -errno (logged): the pass is over. */
int spool_list_read(struct spool_list *list, const char *directory);

/* The next name, the list's until it is read or dropped. NULL: the window is worked off. */
const char *spool_list_next(struct spool_list *list);

/* Is all worked off that the directory had? */
bool spool_list_is_over(const struct spool_list *list);

/* Forget the rest; what is read next is a new pass. What was seen stays. */
void spool_list_drop(struct spool_list *list);
