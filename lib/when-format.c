/* SPDX-License-Identifier: MIT */
#include "lib/when.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/zone.h"

/*
 * What is printed here is read back by when_parse() as the same instant. So the abbreviation of the zone
 * is only written where it tells: Moscow's clocks showed 01:30 MSK twice in 2014, and a rule in TZ may
 * call anything GMT.
 */

static const char *const weekdays[] = {
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
};

static const char *const months[] = {
	"",     "January", "February",  "March",   "April",    "May",      "June",
	"July", "August",  "September", "October", "November", "December",
};

static bool is_letters(const char *text)
{
	return *text && !text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")];
}

/* UTC and its other names, which are read as such everywhere. */
static bool is_universal(const char *abbreviation)
{
	return !strcasecmp(abbreviation, "UTC") || !strcasecmp(abbreviation, "GMT") ||
	       !strcasecmp(abbreviation, "Z");
}

static bool tells(const struct zone_time *shown)
{
	struct zone_moments moments = zone_find(&shown->civil);

	if (!is_letters(shown->abbreviation) ||
	    (is_universal(shown->abbreviation) && shown->offset))
		return false;
	return moments.count < 2 || strcasecmp(zone_show(moments.at[0]).abbreviation,
					       zone_show(moments.at[1]).abbreviation);
}

static const char *label(const struct zone_time *shown, char text[ZONE_OFFSET_SIZE])
{
	return tells(shown) ? shown->abbreviation : zone_offset(shown->offset, text);
}

static struct zone_time show(int64_t at)
{
	return zone_show(at < STAMP_MIN ? STAMP_MIN : at > STAMP_MAX ? STAMP_MAX : at);
}

static void put_text(const struct zone_time *shown, enum when_style style,
		     char text[WHEN_TEXT_SIZE])
{
	const struct civil *c = &shown->civil;
	char date[16], words[32], clock[16], zone[ZONE_OFFSET_SIZE];

	snprintf(date, sizeof(date), "%04d-%02d-%02d", c->year, c->month, c->day);
	snprintf(words, sizeof(words), "%d %s %d", c->day, months[c->month], c->year);
	snprintf(clock, sizeof(clock), "%02d:%02d:%02d", c->hour, c->minute, c->second);

	switch (style) {
	case WHEN_FULL:
		snprintf(text, WHEN_TEXT_SIZE, "%s %s %s", date, clock, label(shown, zone));
		break;
	case WHEN_MINUTES:
		snprintf(text, WHEN_TEXT_SIZE, "%s %.5s %s", date, clock, label(shown, zone));
		break;
	case WHEN_CLOCK:
		snprintf(text, WHEN_TEXT_SIZE, "%s", clock);
		break;
	case WHEN_SHORT:
		snprintf(text, WHEN_TEXT_SIZE, "%.5s", clock);
		break;
	case WHEN_DATE:
		snprintf(text, WHEN_TEXT_SIZE, "%s", date);
		break;
	case WHEN_HEADING:
		snprintf(text, WHEN_TEXT_SIZE, "%s %s", weekdays[stamp_weekday(c)], words);
		break;
	case WHEN_PROSE:
		snprintf(text, WHEN_TEXT_SIZE, "%s, %.5s %s", words, clock, label(shown, zone));
		break;
	case WHEN_PLAIN:
		snprintf(text, WHEN_TEXT_SIZE, "%s %.5s", date, clock);
		break;
	}
}

char *when_format(int64_t at, enum when_style style, char text[WHEN_TEXT_SIZE])
{
	struct zone_time shown = show(at);

	put_text(&shown, style, text);
	return text;
}

bool when_same_day(int64_t a, int64_t b)
{
	struct civil one = show(a).civil, other = show(b).civil;

	return one.year == other.year && one.month == other.month && one.day == other.day;
}

/* Two units, the second one only if there is some of it. */
static void put_long(int minutes, int hours, int days, char *text, size_t size)
{
	if (!days && minutes)
		snprintf(text, size, "%d h %02d min", hours, minutes);
	else if (!days)
		snprintf(text, size, "%d h", hours);
	else if (hours)
		snprintf(text, size, "%d d %d h", days, hours);
	else
		snprintf(text, size, "%d d", days);
}

char *when_duration(int64_t duration, char text[WHEN_TEXT_SIZE])
{
	uint64_t size = duration < 0 ? -(uint64_t)duration : (uint64_t)duration;
	int seconds = (int)(size / STAMP_SECOND % 60), minutes = (int)(size / STAMP_MINUTE % 60);
	int hours = (int)(size / STAMP_HOUR % 24), days = (int)(size / STAMP_DAY);
	size_t sign = duration <= -STAMP_SECOND;

	text[0] = '-';
	if (size < STAMP_SECOND)
		snprintf(text, WHEN_TEXT_SIZE, "0");
	else if (size < STAMP_MINUTE)
		snprintf(text + sign, WHEN_TEXT_SIZE - sign, "%d s", seconds);
	else if (size < STAMP_HOUR)
		snprintf(text + sign, WHEN_TEXT_SIZE - sign, "%d min", minutes);
	else
		put_long(minutes, hours, days, text + sign, WHEN_TEXT_SIZE - sign);
	return text;
}
