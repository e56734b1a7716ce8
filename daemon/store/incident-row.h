/* SPDX-License-Identifier: MIT */
#pragma once

/* An incident's rows: loaded and saved. */
#include "daemon/store/summary.h"

struct store;

/* summary->id is set. 0, QUERY_NONE or -errno. */
int incident_row_load(struct store *store, struct summary *summary);

/* The row of one that was opened, its own root. 0 or -errno. */
int incident_row_add(struct store *store, struct summary *summary);

/* The row is there. 0 or -errno. */
int incident_row_save(struct store *store, struct summary *summary);

/* What an event means for the tasks of the incident it is in. 0 or -errno. */
int incident_task_fold(struct store *store, const struct id *incident, const struct event *event,
		       int64_t pos);

/* It is another one now, or in another incident. 0 or -errno. */
int incident_task_drop(struct store *store, const struct event *event, int64_t pos);
