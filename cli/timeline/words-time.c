/* SPDX-License-Identifier: MIT */
#include "cli/timeline/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * Times and spans as a line has room for them. A span is rounded to the minute, so that 03:02:11 to
 * 03:22:05 is 20 min to everybody who reads 03:02 and 03:22 beside it.
 */
static int64_t rounded(int64_t duration)
{
	if (duration < STAMP_MINUTE)
		return duration;
	return (duration + STAMP_MINUTE / 2) / STAMP_MINUTE * STAMP_MINUTE;
}

static char *long_lasted(int64_t duration, const char *unit, char *text)
{
	int64_t minutes = rounded(duration) / STAMP_MINUTE;
	int64_t days = minutes / (24 * 60), hours = minutes / 60 % 24;
	int used = 0;

	if (days)
		used = snprintf(text, WHEN_TEXT_SIZE, "%" PRId64 " d ", days);
	if (hours || days)
		used += snprintf(text + used, WHEN_TEXT_SIZE - (size_t)used, "%" PRId64 " h",
				 hours);
	if (minutes % 60)
		snprintf(text + used, WHEN_TEXT_SIZE - (size_t)used, " %02" PRId64 "%s",
			 minutes % 60, unit);
	else if (days && !hours)
		snprintf(text, WHEN_TEXT_SIZE, "%" PRId64 " d", days);
	return text;
}

char *words_lasted(int64_t duration, char text[WHEN_TEXT_SIZE])
{
	if (duration < STAMP_MINUTE)
		return strcpy(text, "under a minute");
	return words_lasted_exact(duration, text);
}

char *words_lasted_exact(int64_t duration, char text[WHEN_TEXT_SIZE])
{
	if (rounded(duration) < STAMP_HOUR)
		return when_duration(rounded(duration), text);
	return long_lasted(duration, " min", text);
}

char *words_lasted_short(int64_t duration, char text[WHEN_TEXT_SIZE])
{
	if (duration < STAMP_MINUTE)
		return strcpy(text, "<1 min");
	if (rounded(duration) < STAMP_HOUR)
		return when_duration(rounded(duration), text);
	return rounded(duration) < STAMP_DAY ? long_lasted(duration, "", text)
					     : when_duration(rounded(duration), text);
}

char *words_ago(int64_t duration, char text[WHEN_TEXT_SIZE])
{
	char lasted[WHEN_TEXT_SIZE];

	words_lasted(duration < 0 ? -duration : duration, lasted);
	if (duration > -STAMP_MINUTE && duration < STAMP_MINUTE)
		snprintf(text, WHEN_TEXT_SIZE, "just now");
	else if (duration < 0)
		snprintf(text, WHEN_TEXT_SIZE, "in %.48s", lasted);
	else
		snprintf(text, WHEN_TEXT_SIZE, "%.48s ago", lasted);
	return text;
}

char *words_time(const struct event *event, char text[WHEN_TEXT_SIZE])
{
	bool to_the_minute = event->about || (event->at_given && event->at % STAMP_MINUTE == 0);
	char clock[WHEN_TEXT_SIZE] = "unknown";

	if (event->at != EVENT_NEVER)
		when_format(event->at, to_the_minute ? WHEN_SHORT : WHEN_CLOCK, clock);
	snprintf(text, WHEN_TEXT_SIZE, "%s%.32s",
		 event->about && event->at != EVENT_NEVER ? "~" : "", clock);
	return text;
}

char *words_near(int64_t at, int64_t near, char text[WHEN_TEXT_SIZE])
{
	bool same = near != EVENT_NEVER && when_same_day(at, near);

	return when_format(at, same ? WHEN_SHORT : WHEN_PLAIN, text);
}
