/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Times as people type them, and as they like to read them.
 *
 * Strict: a form that is not in the table of `incident help time` is an answer with the list of those
 * that are, never a guess. What the product prints it takes back. Zones are tzdata's; the program is
 * one-threaded (it sets TZ), so the daemon never includes this file: it only ever gets instants.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/stamp.h"

/* What somebody typed. */
struct when {
	int64_t at;   /* the instant; meaningless if unknown */
	bool unknown; /* `unknown` or `?` */
	bool about;   /* `~10:30`, or `…, about` as the product prints it */
};

/* What a typed time is read against. */
struct when_context {
	int64_t now;
	int64_t near; /* a bare clock time is the one nearest to this; 0: the latest one that is not after now */
	bool ahead; /* `30m` and `friday` look forward (--next, --due), not back */
};

enum when_answer {
	WHEN_NO_FORM = 1, /* no form we know */
	WHEN_GAP, /* the clocks skipped this time; the message names both instants beside the gap */
	WHEN_OVERLAP, /* the clocks showed this time twice; the message names both, with offsets */
	WHEN_NO_DATE, /* 30 February, 25:00 */
	WHEN_RANGE,   /* outside 1970 to 2262 */
	WHEN_NO_ZONE, /* no such zone in tzdata */
};

#define WHEN_MESSAGE_SIZE 512

/* Use this zone (an IANA name or "UTC") for what follows; NULL is the environment's. 0 or WHEN_NO_ZONE. */
int when_use_zone(const char *name);

/* The zone in use as a heading names it: "UTC", "Europe/Berlin", or the abbreviation if it has no name. */
const char *when_zone(void);

/* 0 and *out, or an answer and a message of one sentence or two for people. */
int when_parse(const char *typed, const struct when_context *context, struct when *out,
	       char message[WHEN_MESSAGE_SIZE]);

/* A day: `2026-11-27`, `today`, `tomorrow`, `friday`, `in 3 days`, `3d`, `2w`: to "2026-11-27". Same answers. */
#define WHEN_DAY_SIZE 11
int when_parse_day(const char *typed, const struct when_context *context, char day[WHEN_DAY_SIZE],
		   char message[WHEN_MESSAGE_SIZE]);

/* The accepted forms, one a line, with an example each: the text of `incident help time`. */
extern const char when_forms[];

#define WHEN_TEXT_SIZE 64

enum when_style {
	WHEN_FULL,    /* 2026-11-20 03:02:11 UTC */
	WHEN_MINUTES, /* 2026-11-20 03:02 UTC */
	WHEN_CLOCK,   /* 03:02:11 */
	WHEN_SHORT,   /* 03:02 */
	WHEN_DATE,    /* 2026-11-20 */
	WHEN_HEADING, /* Friday 20 November 2026 */
	WHEN_PROSE,   /* 20 November 2026, 03:02 UTC */
	WHEN_PLAIN,   /* 2026-11-20 03:02 */
};

/* An instant in the zone in use. The zone is written as its abbreviation where it has letters, else as +hh:mm. Returns text. */
char *when_format(int64_t at, enum when_style style, char text[WHEN_TEXT_SIZE]);

/* Do two instants fall on the same day in the zone in use? */
bool when_same_day(int64_t a, int64_t b);

/* "0", "19 s", "2 min", "1 h 06 min", "3 d 2 h": two units, cut not rounded, the day 24 h long. A negative one has "-" before it. */
char *when_duration(int64_t duration, char text[WHEN_TEXT_SIZE]);
