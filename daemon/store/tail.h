/* SPDX-License-Identifier: MIT */
#pragma once

/* What people type for an event: the end of its id, as much as tells it from the others of its incident. */
#include <stdint.h>

#include "lib/id.h"

struct store;

/* `root`: the incident that the event is in now, or the null id. */
typedef void tail_fn(void *owner, const struct id *id, const struct id *root);

/* Every event whose id ends with the four last characters of `plain` (lib/id.h). 0 or -errno. */
int tail_find(struct store *store, const char *plain, tail_fn *fn, void *owner);

/*
 * The handle of the event at `pos`, of the incident `root` (the null id: of none): at least 4 characters; 10 where the
 * incident lies in more of the log than may be looked through for others that end alike. 0 or -errno.
 */
int tail_handle(struct store *store, const struct id *id, int64_t pos, const struct id *root,
		char handle[ID_TAIL_SIZE]);
