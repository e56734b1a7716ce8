/* SPDX-License-Identifier: MIT */
#pragma once

/* What stands behind the time: who did it, the kind with its fields, the text. The kinds table says what there is. */
#include <jansson.h>

#include "cli/bulk/bulk-line.h"
#include "cli/session.h"

#define BULK_FAULT_SIZE 256

/*
 * Read it into a Draft (kind, text, data, which, actor, tags, until). Times in fields are read as of
 * `now`. 0, or 1 if it is a note with all its text because what stands before its colon was meant to be
 * a kind and cannot be: why is in `fault`. -ENOMEM.
 */
int bulk_head_read(struct bulk_part rest, int64_t now, json_t *draft, char fault[BULK_FAULT_SIZE]);

/* Would a name before a colon be read as who did it? */
bool bulk_head_is_person(const char *name);
