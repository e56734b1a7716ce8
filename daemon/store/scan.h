/* SPDX-License-Identifier: MIT */
#pragma once

/* The events of one incident as they stand after corrections, without what was merged into it. */
#include "lib/event.h"

struct sought;
struct store;

/* What is called with each; returns 0 to go on. */
typedef int scan_fn(void *owner, const struct event *event, int64_t pos);

/*
 * All of them, in order of pos. wanted: is fn to have events of this kind (NULL: of all)? The others are
 * not even parsed. 0, or what fn returned, or -errno.
 */
int scan_incident(struct store *store, const struct id *incident, bool (*wanted)(enum kind kind),
		  scan_fn *fn, void *owner);

/*
 * The newest, newest first, of a kind that can be answered (hypothesis, task) or, KIND_COUNT, of all.
 * sought, unless it is NULL: those whose text has not these words are not even parsed. *left: how many still,
 * where 1 KiB of text counts as one more; what was looked at is taken off, and counted by the store. 0, or
 * what fn returned, or -errno.
 */
int scan_newest(struct store *store, const struct id *incident, enum kind kind,
		const struct sought *sought, int64_t *left, scan_fn *fn, void *owner);
