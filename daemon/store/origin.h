/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Which log this is: one database on one machine. A copy made by Backup, or one that finds another
 * machine-id than it was made on, continues under a new origin, so (origin, seq) is never issued twice.
 */
#include "lib/event.h"

struct store;

/* Find or make the current origin, and where its chain stands. 0 or -errno. */
int origin_open(struct store *store);

/* 1: no other log is in this one, so that what has a later pos was recorded later; 0; -errno. */
int origin_is_alone(struct store *store);

/* Before a transaction: is the kernel's clock synchronised? What it records says so. */
void origin_look_at_clock(struct store *store);

/* Everything the daemon knows about an event of now: origin, the next seq, recorded_at, host, clock. */
void origin_complete(struct store *store, struct event *event);

/* What a database file must hold so that whoever opens it starts a new origin; run on a copy. */
extern const char origin_mark_copy[];
