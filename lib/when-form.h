/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The grammar of typed times: what a text says, before anybody asks what that means today and here.
 * For lib/when.c.
 */
#include <stdbool.h>
#include <stdint.h>

#include "lib/stamp.h"
#include "lib/when-cursor.h"
#include "lib/zone.h"

enum when_sort {
	WHEN_UNKNOWN,
	WHEN_INSTANT,  /* @1700000000 */
	WHEN_SPAN,     /* now, 5m ago, in 2h */
	WHEN_CALENDAR, /* a day, a clock time, or both */
};

enum when_direction {
	WHEN_BARE, /* 5m: back or ahead, by the context */
	WHEN_BACK,
	WHEN_AHEAD,
};

enum when_day {
	WHEN_DAY_NONE,     /* a bare clock time */
	WHEN_DAY_RELATIVE, /* yesterday */
	WHEN_DAY_WEEKDAY,  /* friday */
	WHEN_DAY_DATE,     /* 2026-11-20 */
};

enum when_place {
	WHEN_HERE,   /* no zone typed */
	WHEN_OFFSET, /* Z, UTC, +02:00 */
	WHEN_NAMED,  /* Europe/Berlin, CET */
};

struct when_form {
	bool about;
	bool bare_month; /* an M stood where a unit should */
	enum when_sort sort;

	int64_t instant; /* more than STAMP_MAX if there are too many digits; span too */
	int64_t span;
	enum when_direction direction;

	enum when_day day;
	int relative; /* -1: yesterday */
	int weekday;  /* 0: Sunday; -1: none typed. A date may have one too */
	bool has_clock;
	bool strict;        /* with the T of RFC 3339, where a leap second may be */
	struct civil civil; /* not checked; midnight, and a day that exists, where none was typed */
	enum when_place place;
	int offset; /* seconds */
	char zone[ZONE_NAME_SIZE];
};

/* 0, or 1 if text is in no form we know; about and bare_month are set even then. */
int when_form_read(const char *text, struct when_form *form);

/* The part of it that reads days, clock times and zones (lib/when-calendar.c). */
bool when_calendar_read(struct cursor c, struct when_form *form);
