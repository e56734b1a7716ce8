/* SPDX-License-Identifier: MIT */
#include "lib/when-say.h"

#include <stdarg.h>
#include <stdio.h>

#include "lib/when.h"

/*
 * A message ends in something that can be typed. What was typed is not repeated, but for a zone,
 * whose letters were checked: the rest may hold anything.
 */

__attribute__((format(printf, 3, 4))) static int say(char message[WHEN_MESSAGE_SIZE],
						     enum when_answer answer, const char *format,
						     ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(message, WHEN_MESSAGE_SIZE, format, args);
	va_end(args);
	return answer;
}

int when_say_no_form(const struct when_form *form, char *message)
{
	if (form->bare_month)
		return say(message, WHEN_NO_FORM,
			   "M could be months or minutes: write 5m or 5 min for minutes.");
	return say(
		message, WHEN_NO_FORM,
		"Not a time in a form that is known here: now, 5m ago, in 30m, 10:32, "
		"yesterday 10:32, monday 10:32, 2026-11-20 10:32, 2026-11-20T10:32:05Z, "
		"@1700000000, unknown; a zone behind a clock time; ~ before any of them for about.");
}

int when_say_no_day(const struct when_form *form, char *message)
{
	if (form->bare_month)
		return say(message, WHEN_NO_FORM, "M is no unit of days: write 30d or 4w.");
	return say(message, WHEN_NO_FORM,
		   "Not a day in a form that is known here: 2026-11-27, 27 November 2026, today, "
		   "tomorrow, friday, in 3 days, 3d, 2w.");
}

int when_say_no_zone(const char *zone, char *message)
{
	return say(message, WHEN_NO_ZONE,
		   "%s is no zone that is known here, and the clocks of %s do not show it on that "
		   "day. Write an offset like +02:00 or a name like Europe/Berlin.",
		   zone, zone_name());
}

int when_say_no_year(char *message)
{
	return say(message, WHEN_RANGE, "Times go from 1970 to 2262.");
}

int when_say_no_date(const struct civil *c, const char *why, char *message)
{
	return say(message, WHEN_NO_DATE, "%04d-%02d-%02d %s.", c->year, c->month, c->day, why);
}

int when_say_no_clock(const struct civil *c, char *message)
{
	return say(message, WHEN_NO_DATE,
		   "%02d:%02d:%02d is no time of day: they go from 00:00 to 23:59:59.", c->hour,
		   c->minute, c->second);
}

/* A form that may be typed instead: "2026-10-25 02:30:00 +01:00". */
static const char *exact(int64_t at, char text[WHEN_TEXT_SIZE])
{
	struct zone_time shown = zone_show(at);
	const struct civil *c = &shown.civil;
	char offset[ZONE_OFFSET_SIZE];

	snprintf(text, WHEN_TEXT_SIZE, "%04d-%02d-%02d %02d:%02d:%02d %s", c->year, c->month,
		 c->day, c->hour, c->minute, c->second, zone_offset(shown.offset, offset));
	return text;
}

int when_say_no_leap(char *message)
{
	return say(message, WHEN_NO_DATE, "A second 60 only ends a day of UTC.");
}

int when_say_in_doubt(const struct zone_moments *found, char *message)
{
	char first[WHEN_TEXT_SIZE], second[WHEN_TEXT_SIZE];

	exact(found->at[0], first);
	exact(found->at[1], second);
	if (found->count)
		return say(message, WHEN_OVERLAP,
			   "The clocks of %s showed that time twice: write %s or %s.", zone_name(),
			   first, second);
	return say(message, WHEN_GAP, "The clocks of %s skipped that time: write %s or %s.",
		   zone_name(), first, second);
}
