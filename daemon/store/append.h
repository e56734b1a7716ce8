/* SPDX-License-Identifier: MIT */
#pragma once

/* One event onto the log: completed, hashed, inserted, and folded into what is derived. */
#include "lib/event.h"

struct pending_row;
struct store;

/*
 * `event` is completed in place (origin, seq, recorded_at, clock; `at` where `now` says so). `digest` (16
 * bytes) is what a retry is compared by, or NULL. Its canonical text is pending_newest(). Inside a
 * transaction. 0 or -errno.
 */
int append_event(struct store *store, struct event *event, bool now, const uint8_t *digest);

/* A new head of the log, with what the event itself says of its columns; the rest is the caller's (pending.h). 0 or -errno. */
int append_next(struct store *store, const struct event *event, struct pending_row **row);

/* The author as one integer, event.author: NULL (EVENT_NEVER) of a machine entry. */
int64_t append_author(const struct event *event);

/* The same of a person who is not recording. */
int64_t author_key(const struct author *author);
