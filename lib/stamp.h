/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * An instant as programs write it: RFC 3339 text <-> microseconds since 1970, UTC.
 *
 * Every time on the wire and in an export is "2026-11-20T03:02:11.000000Z": always six digits, always Z.
 * Read is more tolerant: any RFC 3339 date-time, with 0 to 9 digits of fraction (what is below a
 * microsecond is cut off) and any offset. Years 1970 to 2262.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STAMP_SIZE   28 /* "2026-11-20T03:02:11.000000Z" and its NUL */

#define STAMP_SECOND INT64_C(1000000)
#define STAMP_MINUTE (60 * STAMP_SECOND)
#define STAMP_HOUR   (60 * STAMP_MINUTE)
#define STAMP_DAY    (24 * STAMP_HOUR)

#define STAMP_MIN    INT64_C(0)
#define STAMP_MAX    INT64_C(9246182399999999) /* 2262-12-31T23:59:59.999999Z */

/* A date and a time of day in UTC, or in whatever zone the caller means. */
struct civil {
	int year, month, day; /* month 1 to 12, day 1 to 31 */
	int hour, minute, second;
	int micro;
};

/* Now, by CLOCK_REALTIME. */
int64_t stamp_now(void);

/* The text of an instant; outside STAMP_MIN to STAMP_MAX it is clamped. Returns text. */
char *stamp_format(int64_t at, char text[STAMP_SIZE]);

/* 0, or 1 if text is no RFC 3339 date-time of these years. A leap second is read as the second before. */
int stamp_parse(const char *text, int64_t *at);

struct civil stamp_civil(int64_t at);

/* The instant at which UTC shows this; the caller has checked that the date exists. */
int64_t stamp_of(const struct civil *civil);

/* Does this date exist in the (proleptic) Gregorian calendar, and the time of day on it? */
bool stamp_exists(const struct civil *civil);

/* 0: Sunday. The time of day does not matter. */
int stamp_weekday(const struct civil *civil);
