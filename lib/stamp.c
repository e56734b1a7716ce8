/* SPDX-License-Identifier: MIT */
#include "lib/stamp.h"

#include <time.h>

/*
 * The calendar is computed here, not by gmtime(): the C library reads TZ even for UTC, takes a lock for
 * it, and under a zone with leap seconds its UTC is not the one of RFC 3339.
 */

static const int days_before_month[] = { 0,   0,   31,  59,  90,  120, 151,
					 181, 212, 243, 273, 304, 334, 365 };

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1 January 1970 to 1 January of this year. */
static int64_t days_to_year(int64_t year)
{
	int64_t past = year - 1;

	return past * 365 + past / 4 - past / 100 + past / 400 - 719162;
}

/* Days from 1 January to the first of this month; 13 is the whole year. */
static int days_to_month(int year, int month)
{
	return days_before_month[month] + (month > 2 && is_leap(year));
}

static int64_t floor_divide(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

int64_t stamp_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * STAMP_SECOND + now.tv_nsec / 1000;
}

/*
 * Counted from 1 March of the year 0, so that the leap day is a year's last, and 400 years (146,097 days) are
 * all alike; the days before a month are a straight line then (H. Hinnant, "chrono-compatible low-level date
 * algorithms").
 */
static void set_date(struct civil *civil, int64_t days)
{
	int64_t since = days + 719468, era = floor_divide(since, 146097);
	int day = (int)(since - era * 146097);
	int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int of_year = day - (365 * year + year / 4 - year / 100);
	int month = (5 * of_year + 2) / 153;

	civil->day = of_year - (153 * month + 2) / 5 + 1;
	civil->month = month < 10 ? month + 3 : month - 9;
	civil->year = (int)(year + era * 400) + (civil->month <= 2);
}

struct civil stamp_civil(int64_t at)
{
	int64_t days = floor_divide(at, STAMP_DAY), rest = at - days * STAMP_DAY;
	struct civil civil = {
		.hour = (int)(rest / STAMP_HOUR),
		.minute = (int)(rest / STAMP_MINUTE % 60),
		.second = (int)(rest / STAMP_SECOND % 60),
		.micro = (int)(rest % STAMP_SECOND),
	};

	set_date(&civil, days);
	return civil;
}

int64_t stamp_of(const struct civil *civil)
{
	int64_t days = days_to_year(civil->year) + days_to_month(civil->year, civil->month) +
		       civil->day - 1;

	return days * STAMP_DAY + civil->hour * STAMP_HOUR + civil->minute * STAMP_MINUTE +
	       civil->second * STAMP_SECOND + civil->micro;
}

int stamp_weekday(const struct civil *civil)
{
	int64_t days = floor_divide(stamp_of(civil), STAMP_DAY);

	return (int)(((days + 4) % 7 + 7) % 7); /* 1 January 1970 was a Thursday */
}

static bool is_within(int value, int least, int most)
{
	return least <= value && value <= most;
}

bool stamp_exists(const struct civil *civil)
{
	int year = civil->year, month = civil->month;

	return is_within(year, 1, 9999) && is_within(month, 1, 12) &&
	       is_within(civil->day, 1,
			 days_to_month(year, month + 1) - days_to_month(year, month)) &&
	       is_within(civil->hour, 0, 23) && is_within(civil->minute, 0, 59) &&
	       is_within(civil->second, 0, 59) && is_within(civil->micro, 0, 999999);
}

/* Two digits of a number and the mark behind them, which the next two may replace; returns where that is. */
static char *put(char *text, int value, char mark)
{
	text[0] = (char)('0' + value / 10);
	text[1] = (char)('0' + value % 10);
	text[2] = mark;
	return text + 2;
}

char *stamp_format(int64_t at, char text[STAMP_SIZE])
{
	struct civil civil = stamp_civil(at < STAMP_MIN   ? STAMP_MIN
					 : at > STAMP_MAX ? STAMP_MAX
							  : at);
	char *end = put(text, civil.year / 100, '0');

	end = put(end, civil.year % 100, '-') + 1;
	end = put(end, civil.month, '-') + 1;
	end = put(end, civil.day, 'T') + 1;
	end = put(end, civil.hour, ':') + 1;
	end = put(end, civil.minute, ':') + 1;
	end = put(end, civil.second, '.') + 1;
	end = put(end, civil.micro / 10000, '0');
	end = put(end, civil.micro / 100 % 100, '0');
	end = put(end, civil.micro % 100, 'Z') + 1;
	*end = '\0';
	return text;
}

static bool take_digits(const char **text, int count, int *value)
{
	*value = 0;
	for (; count; count--, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		*value = *value * 10 + **text - '0';
	}
	return true;
}

/* One character that is either of two. */
static bool take(const char **text, char mark, char other)
{
	if (**text != mark && **text != other)
		return false;
	(*text)++;
	return true;
}

static bool take_date(const char **text, struct civil *civil)
{
	return take_digits(text, 4, &civil->year) && take(text, '-', '-') &&
	       take_digits(text, 2, &civil->month) && take(text, '-', '-') &&
	       take_digits(text, 2, &civil->day);
}

/* Up to nine digits behind a point, of which six count; nothing at all is no fraction. */
static bool take_fraction(const char **text, int *micro)
{
	int digit, count = 0, scale = 100000;

	*micro = 0;
	if (!take(text, '.', '.'))
		return true;
	for (; count < 9 && take_digits(text, 1, &digit); count++, scale /= 10)
		*micro += digit * scale;
	return count > 0;
}

static bool take_time(const char **text, struct civil *civil)
{
	return take_digits(text, 2, &civil->hour) && take(text, ':', ':') &&
	       take_digits(text, 2, &civil->minute) && take(text, ':', ':') &&
	       take_digits(text, 2, &civil->second) && take_fraction(text, &civil->micro);
}

static bool take_offset(const char **text, int64_t *offset)
{
	int hours, minutes;
	bool west = **text == '-';

	*offset = 0;
	if (take(text, 'Z', 'z'))
		return true;
	if (!take(text, '+', '-') || !take_digits(text, 2, &hours) || !take(text, ':', ':') ||
	    !take_digits(text, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = (hours * STAMP_HOUR + minutes * STAMP_MINUTE) * (west ? -1 : 1);
	return true;
}

/* Leap seconds are inserted at the end of a day of UTC, nowhere else. */
static int settle(struct civil *civil, int64_t offset, int64_t *at)
{
	bool leap = civil->second == 60;
	int64_t found;

	civil->second -= leap;
	if (!stamp_exists(civil))
		return 1;
	found = stamp_of(civil) - offset;
	if (found < STAMP_MIN || found > STAMP_MAX)
		return 1;
	if (leap && found % STAMP_DAY < STAMP_DAY - STAMP_SECOND)
		return 1;
	*at = found;
	return 0;
}

int stamp_parse(const char *text, int64_t *at)
{
	struct civil civil;
	int64_t offset;

	if (!take_date(&text, &civil) || !take(&text, 'T', 't') || !take_time(&text, &civil) ||
	    !take_offset(&text, &offset) || *text)
		return 1;
	return settle(&civil, offset, at);
}
