/* SPDX-License-Identifier: MIT */
#pragma once

/* The events of one incident as they stand after corrections, all of them, in order of pos. */
#include "lib/event.h"

struct store;

/*
 * Without what was merged into it. wanted: is fn to have events of this kind (NULL: of all)? The others
 * are not even parsed. fn returns 0 to go on. 0, or what fn returned, or -errno.
 */
int scan_incident(struct store *store, const struct id *incident, bool (*wanted)(enum kind kind),
		  int (*fn)(void *owner, const struct event *event, int64_t pos), void *owner);
