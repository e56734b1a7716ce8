/* SPDX-License-Identifier: MIT */
#include "cli/check/clock.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/check/phrase.h"
#include "lib/stamp.h"

/*
 * A line is walked once, from word to word: a date is remembered, a time of day is found. What could
 * be something else (a port, a ratio, a version) is passed over.
 */
static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Up to `most` digits; false if there are none, or more. */
static bool take_number(const char **at, int most, int *number)
{
	int count = 0;

	for (*number = 0; count < most && is_digit(**at); count++)
		*number = *number * 10 + *(*at)++ - '0';
	return count > 0 && !is_digit(**at);
}

/* "AM", "p.m.": 'a', 'p', or 0. */
static char take_half(const char **at)
{
	const char *c = *at + strspn(*at, " ");
	char half = (char)tolower((unsigned char)*c);

	if (half != 'a' && half != 'p')
		return 0;
	c += c[1] == '.' ? 2 : 1;
	if (tolower((unsigned char)*c) != 'm')
		return 0;
	c += c[1] == '.' && c[-1] == '.' ? 2 : 1;
	if (phrase_is_word(*c))
		return 0;
	*at = c;
	return half;
}

/* ":30", ":30:15", or nothing. false: it goes on like no time of day. */
static bool take_minutes(const char **at, int *second)
{
	int minute = 0, rest = 0;

	if (**at == ':') {
		(*at)++;
		if (!is_digit((*at)[0]) || !is_digit((*at)[1]) || !take_number(at, 2, &minute))
			return false;
		if (**at == ':' && is_digit((*at)[1])) {
			(*at)++;
			if (!take_number(at, 2, &rest))
				return false;
		}
	}
	*second += minute * 60 + rest;
	return minute < 60 && rest < 61 && **at != ':';
}

static bool take_clock(const char **at, int *second)
{
	const char *c = *at;
	bool bare;
	int hour;
	char half;

	if (!take_number(&c, 2, &hour))
		return false;
	bare = *c != ':';
	*second = 0;
	if (!take_minutes(&c, second))
		return false;
	half = take_half(&c);
	if ((bare && !half) || hour > (half ? 12 : 23) || (half && hour == 0) ||
	    (!half && isalpha((unsigned char)*c) && *c != 'Z'))
		return false;
	if (half)
		hour = hour % 12 + (half == 'p' ? 12 : 0);
	*second += hour * 3600;
	*at = c;
	return true;
}

/* May a date or a time begin here? Not within a word or a number. */
static bool may_begin(const char *line, const char *at)
{
	return is_digit(*at) || isalpha((unsigned char)*at)
		       ? at == line || (!phrase_is_word(at[-1]) && !strchr(":.,/#", at[-1]))
		       : false;
}

/* "2023-10-07T10:00": what follows a date may begin within a word. */
static bool pass_date(const char **at, int64_t *day)
{
	if (!clock_date(at, day))
		return false;
	if ((**at == 'T' || **at == 't') && is_digit((*at)[1]))
		(*at)++;
	return true;
}

bool clock_next(const char *line, const char **at, int64_t *day, struct clock *clock)
{
	bool dated = false;
	int second;

	while (**at) {
		const char *begin = *at, *zone;

		if (!dated && !may_begin(line, begin)) {
			(*at)++;
			continue;
		}
		dated = pass_date(at, day);
		if (dated)
			continue;
		if (take_clock(at, &second)) {
			clock->second = second;
			clock->text = begin;
			clock->size = (size_t)(*at - begin);
			clock->day = *day;
			zone = *at;
			if (clock_zone(&zone, &clock->offset))
				*at = zone;
			return true;
		}
		(*at)++;
	}
	return false;
}

bool clock_has_zone(const char *line)
{
	int32_t offset;

	for (const char *at = line; *at; at++) {
		const char *zone = at;

		if ((at == line || !phrase_is_word(at[-1]) || is_digit(at[-1])) &&
		    clock_zone(&zone, &offset))
			return true;
	}
	return false;
}

static int64_t instant(const struct clock *clock, int32_t offset)
{
	int64_t day = clock->day == CLOCK_NO_DAY ? 0 : clock->day;

	return day * STAMP_DAY + clock->second * STAMP_SECOND - offset * STAMP_MINUTE;
}

int64_t clock_between(const struct clock *from, const struct clock *to, bool *whole)
{
	bool zoned = from->offset != CLOCK_NO_ZONE && to->offset != CLOCK_NO_ZONE;
	int64_t length =
		instant(to, zoned ? to->offset : 0) - instant(from, zoned ? from->offset : 0);

	*whole = from->day != CLOCK_NO_DAY && to->day != CLOCK_NO_DAY &&
		 (length >= 0 || length < -STAMP_DAY);
	return *whole ? length : (length % STAMP_DAY + STAMP_DAY) % STAMP_DAY;
}
