/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What was recorded since the recorder started, remembered by the last 20 bits of its ids, which are the four
 * characters that people type: mostly enough to know, without a statement, that an id is new and that no other
 * one ends like it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/id.h"

struct store;

struct recent {
	int64_t since;    /* the pos of the first one that is remembered */
	struct id before; /* the greatest id of those before it */
	bool shared;      /* the newest one may end like an earlier one that is remembered */
	uint64_t ends[1 << 14];
};

/* From the head of the log on. 0 or -errno. */
int recent_open(struct store *store);

/* Another one, the newest. */
void recent_add(struct recent *recent, const struct id *id);

/* Another one is the newest again. */
void recent_forget(struct recent *recent);

/* Is an id surely new? */
bool recent_is_new(const struct recent *recent, const struct id *id);
