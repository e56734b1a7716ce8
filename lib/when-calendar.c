/* SPDX-License-Identifier: MIT */
#include "lib/when-form.h"

#include <string.h>

/*
 * [day] [clock] [zone], of which the day or the clock may be missing, and the zone only follows a
 * clock. Whether such a day and such a zone exist is not asked here.
 */

static const struct cursor_word relatives[] = {
	{ "yesterday", -1 },
	{ "today", 0 },
	{ "tomorrow", 1 },
	{ NULL, 0 },
};

static const struct cursor_word weekdays[] = {
	{ "sunday", 0 }, { "monday", 1 },   { "tuesday", 2 }, { "wednesday", 3 }, { "thursday", 4 },
	{ "friday", 5 }, { "saturday", 6 }, { "sun", 0 },     { "mon", 1 },       { "tue", 2 },
	{ "wed", 3 },    { "thu", 4 },      { "fri", 5 },     { "sat", 6 },       { NULL, 0 },
};

static const struct cursor_word months[] = {
	{ "january", 1 },   { "february", 2 }, { "march", 3 },     { "april", 4 },
	{ "may", 5 },       { "june", 6 },     { "july", 7 },      { "august", 8 },
	{ "september", 9 }, { "october", 10 }, { "november", 11 }, { "december", 12 },
	{ "jan", 1 },       { "feb", 2 },      { "mar", 3 },       { "apr", 4 },
	{ "jun", 6 },       { "jul", 7 },      { "aug", 8 },       { "sep", 9 },
	{ "oct", 10 },      { "nov", 11 },     { "dec", 12 },      { NULL, 0 },
};

static const struct cursor_word hours[] = { { "midnight", 0 }, { "noon", 12 }, { NULL, 0 } };

static const struct cursor_word universal[] = {
	{ "z", 0 }, { "utc", 0 }, { "gmt", 0 }, { NULL, 0 }
};

/* 2026-11-20, and the T that may follow it. */
static bool take_iso_date(struct cursor *c, struct when_form *form)
{
	struct cursor try = *c;
	struct civil *civil = &form->civil;

	if (!cursor_take_int(&try, 4, 4, &civil->year) || !cursor_take(&try, '-') ||
	    !cursor_take_int(&try, 2, 2, &civil->month) || !cursor_take(&try, '-') ||
	    !cursor_take_int(&try, 2, 2, &civil->day))
		return false;
	form->strict = cursor_take(&try, 'T') || cursor_take(&try, 't');
	*c = try;
	return true;
}

/* 20 November 2026, and the comma that may follow it. */
static bool take_written_date(struct cursor *c, struct when_form *form)
{
	struct cursor try = *c;
	int64_t month;

	cursor_skip_spaces(&try);
	if (!cursor_take_int(&try, 1, 2, &form->civil.day))
		return false;
	cursor_skip_spaces(&try);
	if (!cursor_take_one(&try, months, &month))
		return false;
	cursor_skip_spaces(&try);
	if (!cursor_take_int(&try, 4, 4, &form->civil.year))
		return false;
	form->civil.month = (int)month;
	cursor_take(&try, ',');
	*c = try;
	return true;
}

static bool take_weekday(struct cursor *c, struct when_form *form)
{
	int64_t weekday;

	if (!cursor_take_one(c, weekdays, &weekday))
		return false;
	form->weekday = (int)weekday;
	return true;
}

static bool take_relative(struct cursor *c, struct when_form *form)
{
	int64_t days;

	if (!cursor_take_one(c, relatives, &days))
		return false;
	form->relative = (int)days;
	return true;
}

static enum when_day take_day(struct cursor *c, struct when_form *form)
{
	const struct civil blank = form->civil;
	bool weekday;

	if (take_iso_date(c, form))
		return WHEN_DAY_DATE;
	form->civil = blank;
	if (take_relative(c, form))
		return WHEN_DAY_RELATIVE;
	weekday = take_weekday(c, form);
	if (take_written_date(c, form))
		return WHEN_DAY_DATE;
	form->civil = blank;
	return weekday ? WHEN_DAY_WEEKDAY : WHEN_DAY_NONE;
}

static bool take_clock(struct cursor *c, struct when_form *form)
{
	struct civil *civil = &form->civil;
	int64_t hour;

	if (cursor_take_one(c, hours, &hour)) {
		civil->hour = (int)hour;
		return true;
	}
	if (!cursor_take_int(c, 1, 2, &civil->hour) || !cursor_take(c, ':') ||
	    !cursor_take_int(c, 2, 2, &civil->minute))
		return false;
	if (!cursor_take(c, ':'))
		return true;
	return cursor_take_int(c, 2, 2, &civil->second) && cursor_take_fraction(c, &civil->micro);
}

/* Behind the sign: 02:00, 0200, 02 */
static bool take_offset(struct cursor *c, int sign, struct when_form *form)
{
	struct cursor four = *c;
	int digits, hour, minute = 0;

	if (cursor_take_int(&four, 4, 4, &digits)) {
		*c = four;
		hour = digits / 100;
		minute = digits % 100;
	} else if (!cursor_take_int(c, 2, 2, &hour) ||
		   (cursor_take(c, ':') && !cursor_take_int(c, 2, 2, &minute))) {
		return false;
	}
	form->place = WHEN_OFFSET;
	form->offset = sign * (hour * 3600 + minute * 60);
	return hour < 24 && minute < 60;
}

static bool is_zone_letter(char c)
{
	return c && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/", c);
}

/* The rest, if a zone could have such a name. */
static bool take_zone_name(struct cursor *c, struct when_form *form)
{
	size_t size = 0;

	if (!cursor_letters(c))
		return false;
	form->place = WHEN_NAMED;
	while (!cursor_is_done(c) && is_zone_letter(*c->at) && size < sizeof(form->zone) - 1)
		form->zone[size++] = *c->at++;
	return true;
}

static bool take_zone(struct cursor *c, struct when_form *form)
{
	struct cursor try;
	bool apart = cursor_is_space(c);
	int64_t none;

	cursor_skip_spaces(c);
	if (cursor_is_done(c))
		return true;
	if (cursor_take(c, '+'))
		return take_offset(c, 1, form);
	if (cursor_take(c, '-'))
		return take_offset(c, -1, form);
	try = *c;
	if (!cursor_take_one(&try, universal, &none) || !cursor_is_done(&try))
		return apart && take_zone_name(c, form);
	*c = try;
	form->place = WHEN_OFFSET;
	return true;
}

bool when_calendar_read(struct cursor c, struct when_form *form)
{
	form->sort = WHEN_CALENDAR;
	form->day = take_day(&c, form);
	if (form->day != WHEN_DAY_NONE && !form->strict) {
		if (cursor_is_done(&c))
			return true;
		if (!cursor_is_space(&c))
			return false;
		cursor_skip_spaces(&c);
	}
	form->has_clock = take_clock(&c, form);
	return form->has_clock && take_zone(&c, form) && cursor_is_done(&c);
}
