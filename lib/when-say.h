/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What is said about a typed time that cannot be taken: each writes the message (WHEN_MESSAGE_SIZE) and
 * returns the answer of lib/when.h that it belongs to. For lib/when.c.
 */
#include "lib/stamp.h"
#include "lib/when-form.h"
#include "lib/zone.h"

int when_say_no_form(const struct when_form *form, char *message);
int when_say_no_day(const struct when_form *form, char *message);
int when_say_no_zone(const char *zone, char *message);
int when_say_no_year(char *message);
int when_say_no_date(const struct civil *date, const char *why, char *message);
int when_say_no_clock(const struct civil *clock, char *message);
int when_say_no_leap(char *message);

/* The clocks skipped it, or showed it twice. */
int when_say_in_doubt(const struct zone_moments *found, char *message);
