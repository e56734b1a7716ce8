/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What somebody made of a file of `incident edit`, as drafts: amendments, retractions, new entries. It
 * is held against what the file was, and that against what the log says now.
 */
#include "cli/bulk/bulk-record.h"
#include "cli/timeline/timeline.h"

struct bulk_change {
	const char *base;                /* the file as it was written */
	const char *edited;              /* and as it is */
	const struct timeline *timeline; /* the incident now */
};

/* The drafts. An exit code; EXIT_CONFLICT: entries of the log were changed meanwhile, which was printed. */
int bulk_change_read(struct session *session, const struct bulk_change *change,
		     struct bulk_batch *batch);

/* The handles that stand in a file as it was written: an object. */
json_t *bulk_change_handles(const char *base);
