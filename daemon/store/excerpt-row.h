/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The table of excerpts: made when nothing else is to do, asked by searches. What has none yet is searched in the log.
 * A row's bytes are a seal and what is packed; one whose seal does not fit is as one that is not there.
 */
#include "daemon/store/excerpt.h"

struct store;

/* The next that is missing. 0: none is; 1: there is more to do, also when a record waited and nothing was made; -errno. */
int excerpt_make_next(struct store *store);

/* Are more missing than a search should look through the log for? */
bool excerpt_is_behind(const struct store *store);

/* That of a block, good until another is asked for. 0; QUERY_NONE: there is none; -errno. */
int excerpt_get(struct store *store, int64_t block, const struct excerpt **excerpt);

/* Some of them may be gone: what is in memory counts no more. */
void excerpt_forget(struct store *store);

/* Give back the memory. */
void excerpt_rest(struct store *store);
