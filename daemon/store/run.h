/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A run of the log: events one after another, of one author and in one incident. The table `run` has where each
 * begins, which is what the events of an author, or of an incident, are found by: an index with a row an event would be
 * two pages of every commit, and four thousand instructions an event.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/id.h"

struct store;

/* The newest one. */
struct run {
	bool there;
	int64_t author;     /* as in pending.h */
	struct id incident; /* the null id: none */
};

/* What the log ends with. 0 or -errno. */
int run_open(struct store *store);

/* Does another one begin with an event of this author in this incident? It is the newest then. */
bool run_begins(struct run *run, int64_t author, const struct id *incident);
