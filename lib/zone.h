/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The time zone in use, and what its clocks show.
 *
 * The C library's zone is the process's TZ, so this is global by nature: for one-threaded programs only
 * (the CLI). No name reaches TZ before it was found in tzdata, because the C library takes any other for UTC.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/stamp.h"

#define ZONE_NAME_SIZE   64 /* the longest in tzdata has 32 letters */
#define ZONE_OFFSET_SIZE 16 /* "+02:00" and its NUL, with room for a bad offset */

enum zone_answer {
	ZONE_UNKNOWN = 1, /* not in tzdata */
};

/* Is it a name in tzdata ($TZDIR or /usr/share/zoneinfo)? */
bool zone_exists(const char *name);

/*
 * Use this zone from now on; NULL is the environment's. 0, ZONE_UNKNOWN or -errno. Where the
 * environment's TZ is neither a zone nor a POSIX rule the answer is ZONE_UNKNOWN, and UTC is used.
 */
int zone_use(const char *name);

/* Use another zone, or a fixed offset in seconds east of UTC, until zone_leave(). 0, ZONE_UNKNOWN or -errno. */
int zone_visit(const char *name);
int zone_visit_offset(int offset);
int zone_leave(void);

/* The IANA name of the zone in use, "UTC", or its abbreviation if it has no name. Valid until the next call. */
const char *zone_name(void);

/* What the clocks show at an instant. */
struct zone_time {
	struct civil civil;
	int offset;               /* seconds east of UTC */
	const char *abbreviation; /* valid until the zone changes */
};

struct zone_time zone_show(int64_t at);

/* An offset as "+02:00". Returns text. */
char *zone_offset(int offset, char text[ZONE_OFFSET_SIZE]);

/* When do the clocks show this? */
struct zone_moments {
	int count; /* 1; 0: the clocks skipped it; 2: they showed it twice */
	int64_t at
		[2]; /* in order, equal if count is 1; if it is 0, as far before and behind the gap as it is inside */
};

struct zone_moments zone_find(const struct civil *civil);
