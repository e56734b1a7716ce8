/* SPDX-License-Identifier: MIT */
#pragma once

/* An Incident of the interface as JSON text. */
#include "daemon/store/summary.h"

struct store;

/* chosen: the incident in which a note of the reader would land, or the null id. 0 or -errno. */
int incident_write(struct store *store, const struct summary *summary, const struct id *chosen,
		   struct buffer *out);

/* How far a listing has got, newest first. */
struct incident_list {
	bool states[STATE_COUNT];
	int64_t since, until; /* bounds on the opening, or EVENT_NEVER */
	int64_t before;       /* the pos to go on below */
	int64_t left;
	struct id chosen;
};

/* The next page; fn gets the JSON text of each. 0: there may be more; 1: that was the last one; -errno. */
int incident_list_next(struct store *store, struct incident_list *list,
		       int (*fn)(void *owner, const char *incident, size_t size), void *owner);
