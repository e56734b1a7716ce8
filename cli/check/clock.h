/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Times of day, zones and durations as people write them in prose: "10:00 AM (UTC)", "14:00 UTC",
 * "2023-10-07 10:00", "7 October 2023, 10:00 to 11:30 UTC (1 h 30 min)". Unlike lib/when.h, which
 * reads one time that was typed, this finds what looks like one and passes over everything else.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_NO_DAY  INT64_MIN
#define CLOCK_NO_ZONE INT32_MIN

struct clock {
	const char *text; /* where it stands, with its AM or PM */
	size_t size;
	int64_t day; /* since 1970, by the last date before it; or CLOCK_NO_DAY */
	int second;  /* of that day */
	int32_t offset; /* minutes east of UTC; CLOCK_NO_ZONE: none beside it, or one of no fixed offset */
};

/* The next one from *at on, which moves behind it. *day is the last date that was passed. line: where the line begins. */
bool clock_next(const char *line, const char **at, int64_t *day, struct clock *clock);

/* Does the line name a zone anywhere: UTC, PST, +02:00, Europe/Berlin, Pacific Time? */
bool clock_has_zone(const char *line);

/*
 * Microseconds from one to another. Without a day of both, or where the clock runs back over midnight
 * under one date, it is known but for whole days: then *whole is false, and it is at least 0 and under one.
 */
int64_t clock_between(const struct clock *from, const struct clock *to, bool *whole);

/* A duration, and how exactly it was said. */
struct clock_span {
	int64_t length; /* microseconds */
	int64_t unit;   /* its smallest unit */
	bool about;     /* "about", "~", "almost" before it */
};

/* The next one from *at on, which moves behind it. */
bool clock_next_span(const char *line, const char **at, struct clock_span *span);

/* Can both be the same? Days do not count where whole is false. */
bool clock_span_fits(const struct clock_span *span, int64_t length, bool whole);

/* For clock.c: a date that begins at *at, and the offset of a zone that does (with the blanks and the bracket before it); *at moves behind it. */
bool clock_date(const char **at, int64_t *day);
bool clock_zone(const char **at, int32_t *offset);
