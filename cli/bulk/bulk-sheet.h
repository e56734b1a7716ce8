/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A whole file of lines (bulk-line.h), as drafts: for `incident add` all of them new, for `incident
 * edit` those with a handle before them entries that are there.
 */
#include <jansson.h>

#include "cli/bulk/bulk-clock.h"
#include "lib/drop.h"

struct bulk_entry {
	size_t line;  /* in the file, from 1 */
	char *handle; /* malloced; NULL: it is new */
	json_t *draft; /* a Draft without id: kind, at, until, about, text, actor, tags, data, which; owned */
};

/* Something to say about a line. */
struct bulk_remark {
	size_t line;
	char *text; /* malloced */
	bool fault; /* it was not understood, and became a note */
};

struct bulk_sheet {
	struct bulk_entry *entries;
	size_t count;
	struct bulk_remark *remarks;
	size_t remark_count;
	bool failed; /* no memory */
};

struct bulk_rule {
	int64_t now, near; /* of the first clock time: struct when_context */
	const json_t
		*handles; /* an object with the handles that may stand before a line; NULL: none */
};

/* Read it; what is not understood is a note, and a remark says so. NULL: no memory. The zone in use may be another afterwards. */
struct bulk_sheet *bulk_sheet_read(const char *text, const struct bulk_rule *rule);

void bulk_sheet_free(struct bulk_sheet *sheet);
DROP(struct bulk_sheet, bulk_sheet_free)
