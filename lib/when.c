/* SPDX-License-Identifier: MIT */
#include "lib/when.h"

#include <stdio.h>
#include <string.h>

#include "lib/when-form.h"
#include "lib/when-pick.h"
#include "lib/when-say.h"
#include "lib/zone.h"

/*
 * Three steps: lib/when-form.h says what was typed, lib/when-pick.h which moments that can be, and here
 * it becomes an instant, or an answer with a message that can be acted upon: where the clocks leave a
 * doubt it holds the two times to type instead.
 *
 * A zone that was typed is used while the form is looked up, so that its yesterday counts. An
 * abbreviation is none: IST is the time of three countries. It only says which of the readings in the
 * zone in use is meant.
 */

int when_use_zone(const char *name)
{
	int result = zone_use(name);

	return result == ZONE_UNKNOWN ? WHEN_NO_ZONE : result;
}

const char *when_zone(void)
{
	return zone_name();
}

static bool has_leap_second(const struct when_form *form)
{
	return form->strict && form->civil.second == 60;
}

/* Do the date and the time of day exist? */
static int check(const struct when_form *form, char *message)
{
	struct civil clock = form->civil, date = clock;

	date.hour = date.minute = date.second = 0;
	clock.second -= has_leap_second(form);
	if (!stamp_exists(&date))
		return when_say_no_date(&date, "is not in the calendar", message);
	if (!stamp_exists(&clock))
		return when_say_no_clock(&clock, message);
	if (form->day == WHEN_DAY_DATE && form->weekday >= 0 &&
	    form->weekday != stamp_weekday(&date))
		return when_say_no_date(&date, "is another day of the week", message);
	/* the clocks may show the year before or behind */
	return date.year < 1969 || date.year > 2263 ? when_say_no_year(message) : 0;
}

static int look_up(const struct when_form *form, const struct when_context *context,
		   const char *abbreviation, int64_t *at, char *message)
{
	struct zone_moments found;

	if (when_pick(form, context, abbreviation, &found))
		return when_say_no_zone(abbreviation, message);
	if (found.count != 1)
		return when_say_in_doubt(&found, message);
	*at = found.at[0];
	return 0;
}

/* There are zones named EST and CET in tzdata, but what people call so depends on where they are. */
static bool is_abbreviation(const char *zone)
{
	return !zone[strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] || !zone_exists(zone);
}

static int look_up_there(const struct when_form *form, const struct when_context *context,
			 int64_t *at, char *message)
{
	bool fixed = form->place == WHEN_OFFSET;
	int result = fixed ? zone_visit_offset(form->offset) : zone_visit(form->zone), error;

	if (result > 0)
		return when_say_no_zone(form->zone, message);
	if (!result)
		result = look_up(form, context, NULL, at, message);
	error = zone_leave();
	return error ? error : result;
}

static int read_calendar(struct when_form *form, const struct when_context *context, int64_t *at,
			 char *message)
{
	bool leap = has_leap_second(form);
	int result = check(form, message);

	if (result)
		return result;
	form->civil.second -= leap;
	if (form->place == WHEN_HERE)
		result = look_up(form, context, NULL, at, message);
	else if (form->place == WHEN_NAMED && is_abbreviation(form->zone))
		result = look_up(form, context, form->zone, at, message);
	else
		result = look_up_there(form, context, at, message);
	/* they are inserted at the end of a day of UTC, nowhere else */
	if (!result && leap && *at % STAMP_DAY < STAMP_DAY - STAMP_SECOND)
		return when_say_no_leap(message);
	return result;
}

/* Which way a span goes: 1 or -1. */
static int sign_of(const struct when_form *form, const struct when_context *context)
{
	bool ahead =
		form->direction == WHEN_AHEAD || (form->direction == WHEN_BARE && context->ahead);

	return ahead ? 1 : -1;
}

static int read_form(struct when_form *form, const struct when_context *context, int64_t *at,
		     char *message)
{
	switch (form->sort) {
	case WHEN_UNKNOWN:
		return 0;
	case WHEN_INSTANT:
		*at = form->instant;
		return 0;
	case WHEN_SPAN:
		*at = context->now + sign_of(form, context) * form->span;
		return 0;
	case WHEN_CALENDAR:
		break;
	}
	return read_calendar(form, context, at, message);
}

int when_parse(const char *typed, const struct when_context *context, struct when *out,
	       char message[WHEN_MESSAGE_SIZE])
{
	struct when_form form;
	int64_t at = 0;
	int result;

	if (when_form_read(typed, &form))
		return when_say_no_form(&form, message);
	result = read_form(&form, context, &at, message);
	if (result)
		return result;
	if (at < STAMP_MIN || at > STAMP_MAX)
		return when_say_no_year(message);
	*out = (struct when){ .at = at, .unknown = form.sort == WHEN_UNKNOWN, .about = form.about };
	return 0;
}

/* A day that a bare name or a date means; a weekday is never today when it looks ahead: that has its own word. */
static struct civil day_of(const struct when_form *form, const struct civil *today, bool ahead)
{
	int past = (stamp_weekday(today) - form->weekday + 7) % 7;

	switch (form->day) {
	case WHEN_DAY_RELATIVE:
		return when_plus_days(today, form->relative);
	case WHEN_DAY_WEEKDAY:
		return when_plus_days(today, ahead ? 7 - past : -past);
	case WHEN_DAY_NONE:
	case WHEN_DAY_DATE:
		break;
	}
	return form->civil;
}

/* Days are counted by the calendar: 3d from 23:30 is three midnights away even if a day has 23 hours. */
static bool is_day(const struct when_form *form)
{
	return !form->about &&
	       (form->sort == WHEN_SPAN ? form->span % STAMP_DAY == 0
					: form->sort == WHEN_CALENDAR && !form->has_clock);
}

int when_parse_day(const char *typed, const struct when_context *context, char day[WHEN_DAY_SIZE],
		   char message[WHEN_MESSAGE_SIZE])
{
	struct civil today = zone_show(context->now).civil, found;
	struct when_form form;
	char text[STAMP_SIZE];
	int result;

	if (when_form_read(typed, &form) || !is_day(&form))
		return when_say_no_day(&form, message);
	result = check(&form, message);
	if (result)
		return result;
	if (form.sort == WHEN_SPAN)
		found = when_plus_days(&today, sign_of(&form, context) * (form.span / STAMP_DAY));
	else
		found = day_of(&form, &today, context->ahead);
	if (found.year < 1970 || found.year > 2262)
		return when_say_no_year(message);
	snprintf(day, WHEN_DAY_SIZE, "%.10s", stamp_format(stamp_of(&found), text));
	return 0;
}
