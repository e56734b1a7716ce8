/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The day and the zone of the lines of a file, and what its clock times mean with them. The zone of a
 * `date` line becomes the zone in use: whoever reads a file sets its own again afterwards.
 */
#include "cli/bulk/bulk-line.h"
#include "lib/when.h"

struct bulk_clock {
	int64_t now;
	int64_t near;            /* as of struct when_context, for the first time of the file */
	char day[WHEN_DAY_SIZE]; /* of a `date` line that no time followed yet; or "" */
	int64_t before;          /* the time above; 0: there is none */
};

struct bulk_time {
	int64_t at, until; /* EVENT_NEVER: unknown, not there */
	bool zone;         /* the line's `zone` was one */
	bool rolled;       /* it is of the day behind that of the time above */
	bool back;         /* it is before the time above, on the same day */
};

/* Take a `date` line. 0, or 1 if there is no such day or zone. */
int bulk_clock_date(struct bulk_clock *clock, const struct bulk_line *line);

/* 0 and *time; or 1 and a message: the clocks never showed it, or twice. */
int bulk_clock_read(struct bulk_clock *clock, const struct bulk_line *line, struct bulk_time *time,
		    char message[WHEN_MESSAGE_SIZE]);
