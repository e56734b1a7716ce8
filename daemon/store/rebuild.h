/* SPDX-License-Identifier: MIT */
#pragma once

/* Everything that is derived, made anew from the log. */
struct store;

/* What the rules of summary.c and effective.c make of a log; a change of them counts this up. */
#define REBUILD_VERSION "3"

/* In one transaction. 0 or -errno. */
int rebuild_all(struct store *store);

/* At open: only if other rules made what is there. 0 or -errno. */
int rebuild_if_older(struct store *store);
