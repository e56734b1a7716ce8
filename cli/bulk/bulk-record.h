/* SPDX-License-Identifier: MIT */
#pragma once

/* Drafts of a file, on their way to the recorder in one call: all or none. */
#include <jansson.h>

#include "cli/bulk/bulk-sheet.h"
#include "cli/command.h"

/* What is recorded, and where in the file each draft comes from. */
struct bulk_batch {
	json_t *drafts; /* an array, owned */
	size_t *lines;  /* of each draft, from 1; 0: of none. Malloced */
};

/* A whole draft of each entry that is new, those below a title in its incident. An exit code; not OK: the error was printed. */
int bulk_record_new(struct session *session, const struct bulk_sheet *sheet,
		    struct bulk_batch *batch);

/* Take a draft (NULL: its error was printed). An exit code. */
int bulk_record_add(struct session *session, struct bulk_batch *batch, json_t *draft, size_t line);

/* Is each of them what the recorder would take? What is not is said by line. An exit code. */
int bulk_record_check(struct session *session, const struct bulk_batch *batch);

/* Record them all in one call, or keep that call in the spool, and print the answers. An exit code; not OK: none was recorded, and the error was printed. */
int bulk_record(struct session *session, const struct command *command,
		const struct bulk_batch *batch);

void bulk_batch_clear(struct bulk_batch *batch);

static inline void bulk_batch_clearp(struct bulk_batch *batch)
{
	bulk_batch_clear(batch);
}
