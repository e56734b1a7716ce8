/* SPDX-License-Identifier: MIT */
#pragma once

/* What a spool holds, looked at from outside: for the time when the recorder does not answer. */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WAITING_NAMED 3 /* of those set aside, how many are kept by name */

struct waiting {
	size_t files, aside;
	int64_t oldest; /* when the first of the files was made: microseconds; of none: INT64_MAX */
	char named[WAITING_NAMED][NAME_MAX + 1];
};

/* 0 or -errno: -ENOENT there is none, -EACCES it may not be looked at. */
int waiting_read(struct waiting *waiting, const char *directory);

/* Why that one was set aside; "" if nobody says. Returns reason. */
#define WAITING_REASON 120
char *waiting_reason(const char *directory, const char *name, char reason[WAITING_REASON]);
