/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The incidents: rows of `incident`, `milestone` and `task`, behind a cache that holds every live one,
 * so that deciding where a note belongs asks no statement. Rows are written once a batch.
 */
#include <stdbool.h>
#include <stdint.h>

#include "daemon/store/summary.h"

struct store;

struct incidents {
	struct summary **all;
	size_t count, room;
	bool unloaded;   /* the live ones could not be loaded after a rollback */
	struct id asked; /* whose ref was looked up last, and whether another one ends alike */
	bool shared;
};

/* Fills the cache. 0 or -errno. */
int incidents_open(struct store *store);
void incidents_close(struct store *store);

/* Drop what was not written. */
void incidents_forget(struct store *store);

/* Before a transaction: what a rollback could not load is loaded. 0 or -errno. */
int incidents_ready(struct store *store);

/* Between jobs: those that were only looked at leave the cache. */
void incidents_trim(struct store *store);

/* Write what changed. Inside the transaction. 0 or -errno. */
int incidents_flush(struct store *store);

/* The summary of an incident by its id. Lives until the next flush or forget. 0, QUERY_NONE (1) or -errno. */
int incident_get(struct store *store, const struct id *id, struct summary **summary);

/* The incident that `id` is part of after merges. */
int incident_root(struct store *store, const struct id *id, struct summary **summary);

/* A new event: fold it into its incident. 0 or -errno. */
int incidents_add(struct store *store, const struct event *event, int64_t pos);

/* An event comes into the incident that it names, newly or from another one. The null id: nothing. 0 or -errno. */
int incident_take(struct store *store, const struct event *event, int64_t pos);

/* Everything of this incident, and of its root, has to be folded anew at the flush. The null id: nothing. 0 or -errno. */
int incident_stale(struct store *store, const struct id *id);

/* An event stands otherwise than before, or elsewhere: what that changes is folded, anew where more hangs on it. 0 or -errno. */
int incident_replace(struct store *store, const struct event *before, const struct event *after,
		     int64_t pos);

/* If something of it has to be folded anew, do it now: what follows in the batch depends on it. 0 or -errno. */
int incident_refresh(struct store *store, const struct id *id);

/* Its merges changed: find its root, and those of what was merged into it. 0 or -errno. */
int incident_reroot(struct store *store, const struct id *id);

/* The short ref where it is unique, else the whole one. Returns text. */
char *incident_ref(struct store *store, const struct summary *summary, char text[ID_REF_SIZE]);

/* The ids of an incident and of what was merged into it: *ids is malloced. Their number or -errno. */
int incident_members(struct store *store, const struct id *root, struct id **ids);

/* The lowest pos of what is in it, what was merged into it or moved there included. 0 or -errno. */
int incident_first(struct store *store, struct summary *root, int64_t *first);

/* Open tasks, and those of them due before this day. 0 or -errno. */
int incident_tasks(struct store *store, const struct id *root, const char *today, int64_t *open,
		   int64_t *overdue);
