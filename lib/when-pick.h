/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Which reading of the clocks a form with a day or a clock time stands for. For lib/when.c.
 */
#include "lib/when-form.h"
#include "lib/when.h"
#include "lib/zone.h"

enum when_pick_answer {
	WHEN_PICK_NONE = 1, /* the clocks never showed this abbreviation then */
};

/*
 * In the zone in use, with the date and the time of the form already checked. abbreviation: what the
 * clocks must show beside it, NULL if nothing was said. 0 and *found (a gap and an overlap too), or the answer.
 */
int when_pick(const struct when_form *form, const struct when_context *context,
	      const char *abbreviation, struct zone_moments *found);

/* This many days later by the calendar. */
struct civil when_plus_days(const struct civil *civil, int64_t days);
