/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A consistent copy of the database, made beside it a few pages at a time while recording goes on, then
 * handed out in chunks. The copy is marked: whoever opens it starts a new origin.
 */
#include <stdint.h>

#include "lib/buffer.h"

struct backup;
struct store;

/* 0 or -errno. One at a time: -EBUSY. */
int backup_open(struct backup **backup, struct store *store);

/* Ends it, and removes the copy. NULL is fine. */
void backup_close(struct backup *backup);

/* The next step: copies pages, or appends a chunk of the copy to *chunk. 0: more to do; 1: all was handed out; -errno. */
int backup_next(struct backup *backup, struct buffer *chunk, int64_t *done, int64_t *total);

/* At open: remove the copy that a killed daemon left behind. 0 or -errno. */
int backup_forget(struct store *store);
