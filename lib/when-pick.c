/* SPDX-License-Identifier: MIT */
#include "lib/when-pick.h"

#include <stdlib.h>
#include <strings.h>

/*
 * A form that leaves the day open stands for three readings of the clocks: 10:32 for yesterday's,
 * today's and tomorrow's, monday 10:32 for those of three weeks. Each is looked up in the zone; the
 * context picks one. So a gap or an overlap only matters on the day that is meant, and an hour that is
 * shown twice tonight is no question as long as the second time is still to come.
 */

/* For clocks that are a little fast: 10:33 at 10:32 is not yesterday's. */
#define TOLERANCE (2 * STAMP_MINUTE)

struct readings {
	struct civil middle;
	int step; /* days from one to the next; 0: there is only the middle */
	const char *abbreviation;
};

struct civil when_plus_days(const struct civil *civil, int64_t days)
{
	return stamp_civil(stamp_of(civil) + days * STAMP_DAY);
}

static void keep(struct zone_moments *found, int which)
{
	*found = (struct zone_moments){ 1, { found->at[which], found->at[which] } };
}

static bool has(const char *abbreviation, int64_t at)
{
	return !strcasecmp(zone_show(at).abbreviation, abbreviation);
}

/* One of the readings: -1, 0 or 1. False if the clocks showed another abbreviation beside it. */
static bool look(const struct readings *readings, int which, struct zone_moments *found)
{
	struct civil civil = when_plus_days(&readings->middle, which * readings->step);
	bool first, second;

	*found = zone_find(&civil);
	if (!readings->abbreviation || !found->count)
		return true;
	first = has(readings->abbreviation, found->at[0]);
	second = has(readings->abbreviation, found->at[1]);
	if (first != second)
		keep(found, second);
	return first || second;
}

static bool pick_latest(const struct readings *readings, int64_t limit, struct zone_moments *found)
{
	for (int which = 1; which >= -1; which--) {
		if (!look(readings, which, found) || found->at[0] > limit)
			continue;
		if (found->count == 2 && found->at[1] > limit)
			keep(found, 0);
		return true;
	}
	return false;
}

static bool pick_next(const struct readings *readings, int64_t limit, struct zone_moments *found)
{
	for (int which = -1; which <= 1; which++) {
		if (!look(readings, which, found) || found->at[1] < limit)
			continue;
		if (found->count == 2 && found->at[0] < limit)
			keep(found, 1);
		return true;
	}
	return false;
}

static int64_t distance(const struct zone_moments *found, int64_t near)
{
	int64_t first = llabs(found->at[0] - near), second = llabs(found->at[1] - near);

	return first < second ? first : second;
}

static bool pick_nearest(const struct readings *readings, int64_t near, struct zone_moments *found)
{
	static const int order[] = { 0, -1, 1 }; /* the day itself wins a draw */
	struct zone_moments moments;
	bool any = false;

	for (int i = 0; i < 3; i++) {
		if (!look(readings, order[i], &moments))
			continue;
		if (!any || distance(&moments, near) < distance(found, near))
			*found = moments;
		any = true;
	}
	return any;
}

/* The clock time of a form on the day that the clocks show at an instant, or days later. */
static struct civil on_day(const struct when_form *form, int64_t at, int days)
{
	struct civil day = zone_show(at).civil, time = form->civil;

	time.year = day.year;
	time.month = day.month;
	time.day = day.day;
	return when_plus_days(&time, days);
}

static int days_to_weekday(int weekday, int64_t now)
{
	struct civil today = zone_show(now).civil;

	return (weekday - stamp_weekday(&today) + 7) % 7;
}

static struct readings readings_of(const struct when_form *form, const struct when_context *context)
{
	int64_t now = context->now;

	switch (form->day) {
	case WHEN_DAY_NONE:
		return (struct readings){ on_day(form, context->near ? context->near : now, 0), 1,
					  NULL };
	case WHEN_DAY_RELATIVE:
		return (struct readings){ on_day(form, now, form->relative), 0, NULL };
	case WHEN_DAY_WEEKDAY:
		return (struct readings){ on_day(form, now, days_to_weekday(form->weekday, now)), 7,
					  NULL };
	case WHEN_DAY_DATE:
		break;
	}
	return (struct readings){ form->civil, 0, NULL };
}

int when_pick(const struct when_form *form, const struct when_context *context,
	      const char *abbreviation, struct zone_moments *found)
{
	struct readings readings = readings_of(form, context);
	bool picked;

	readings.abbreviation = abbreviation;
	if (!readings.step)
		picked = look(&readings, 0, found);
	else if (form->day == WHEN_DAY_NONE && context->near)
		picked = pick_nearest(&readings, context->near, found);
	else if (context->ahead)
		picked = pick_next(&readings, context->now - TOLERANCE, found);
	else
		picked = pick_latest(&readings, context->now + TOLERANCE, found);
	return picked ? 0 : WHEN_PICK_NONE;
}
