/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What a search found, by incident. First come the incidents whose title holds all words, then those of
 * which a cause, a resolution or a lesson does, then the others; of equals, the one with the newest hit.
 * Within an incident the same: what tells why and how it ended, then the newest.
 */
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#define HITS_SHOWN 3 /* of an incident; the others are counted */

struct hit {
	json_t *entry; /* the Entry of the interface */
	int rank;      /* 1: a cause, a resolution, a lesson; 0: any other */
};

struct hits_group {
	const json_t *incident; /* borrowed from the list; NULL: unfiled */
	int rank;               /* 2: its title; else that of its best hit */
	int64_t newest;         /* pos of its newest hit */
	size_t count;
	struct hit best[HITS_SHOWN];
	size_t kept;
};

struct hits {
	const char *query;
	const json_t *incidents; /* Incident objects, which outlive it */
	struct hits_group *groups;
	size_t count;
};

/* Take an Entry, which came newest first: HITS_SHOWN of each rank in an incident are enough. 0 or -ENOMEM. */
int hits_add(struct hits *hits, json_t *entry);

/* Of an incident (by id; NULL: unfiled) there are so many more hits, which did not come. */
void hits_count(struct hits *hits, const char *incident, int64_t more);

/* Best first. */
void hits_rank(struct hits *hits);

void hits_free(struct hits *hits);

static inline void hits_freep(struct hits *hits)
{
	hits_free(hits);
}
