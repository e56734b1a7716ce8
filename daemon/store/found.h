/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What a search has found so far, by incident: how much of it was handed over, and how much was only counted. An entry
 * that tells why (lib/kind.h) and any other are two things, for a reader wants to see the first before the second.
 */
#include <stddef.h>
#include <stdint.h>

#include "lib/id.h"

struct store;

struct found_group {
	struct id incident; /* the null id: unfiled */
	struct id root;     /* what it was merged into, mostly itself */
	int64_t given[2];   /* of any other, of what tells why */
	int64_t more;       /* that were counted only */
};

/* Zero-initialised: nothing. */
struct found {
	struct found_group *groups;
	size_t count, newest; /* newest: the group that was asked for last */
	uint32_t *slots;      /* a hash table: 0, or 1 more than the number of a group */
	size_t room;          /* slots, a power of two */
};

/* The group of an incident, good until the next call. 0 or -errno. */
int found_in(struct store *store, struct found *found, const struct id *incident,
	     struct found_group **group);

void found_free(struct found *found);
