/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The ends of ids, which people type: the last 20 bits, four characters. The newest are held in memory; the table `ending`
 * has a row for some thousands of the others, which are sorted in it: an index with a row an event would
 * be a page of every commit, and more work than all else that is written of it.
 */
#include <stddef.h>
#include <stdint.h>

#include "lib/id.h"

#define ENDING_LATE  2048                         /* so many are written at once */
#define ENDING_PLACE 12                           /* bits of a place within its row */
#define ENDING_ROOM  (INT64_C(1) << ENDING_PLACE) /* in a row at most, or read at once */

struct store;

struct endings {
	int64_t written; /* up to this pos they are in the table */
	int64_t writing; /* the same once the transaction is committed */
	uint32_t *late;  /* of the events after `written`, in order of pos */
	size_t room;
};

/* The end of an id. */
static inline uint32_t ending_of(const struct id *id)
{
	return (id->byte[13] & 15u) << 16 | (uint32_t)id->byte[14] << 8 | id->byte[15];
}

/* Bring the table up to the head of the log, nearly, and read what is late. 0 or -errno. */
int ending_open(struct store *store);
void ending_free(struct store *store);

/* The event at the head has this id. 0; -ENOMEM. */
int ending_add(struct store *store, const struct id *id);

/* Before a commit: write what is late if it is much. 0 or -errno. After it: that is so. */
int ending_write(struct store *store);
void ending_settle(struct store *store);

/* Takes the pos of an event. 0; -errno: no more of them. */
typedef int ending_fn(void *owner, int64_t pos);

/* Every event from one pos to another whose id has this end. 0 or -errno. */
int ending_each(struct store *store, uint32_t end, int64_t from, int64_t to, ending_fn *fn,
		void *owner);
