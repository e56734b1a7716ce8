/* SPDX-License-Identifier: MIT */
#include "cli/check/clock.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "cli/check/phrase.h"
#include "lib/stamp.h"
#include "lib/zone.h"

/*
 * Zones and dates. An abbreviation is what its most common reader takes it for; it matters only where
 * two of them stand in one document.
 */
static const struct {
	const char *name;
	int32_t offset;
} zones[] = {
	{ "UTC", 0 },
	{ "GMT", 0 },
	{ "Z", 0 },
	{ "WET", 0 },
	{ "WEST", 60 },
	{ "BST", 60 },
	{ "IST", 330 },
	{ "CET", 60 },
	{ "CEST", 120 },
	{ "EET", 120 },
	{ "EEST", 180 },
	{ "MSK", 180 },
	{ "WAT", 60 },
	{ "CAT", 120 },
	{ "SAST", 120 },
	{ "EAT", 180 },
	{ "PKT", 300 },
	{ "ICT", 420 },
	{ "WIB", 420 },
	{ "SGT", 480 },
	{ "HKT", 480 },
	{ "AWST", 480 },
	{ "JST", 540 },
	{ "KST", 540 },
	{ "ACST", 570 },
	{ "AEST", 600 },
	{ "AEDT", 660 },
	{ "NZST", 720 },
	{ "NZDT", 780 },
	{ "BRT", -180 },
	{ "ART", -180 },
	{ "EDT", -240 },
	{ "EST", -300 },
	{ "CDT", -300 },
	{ "CST", -360 },
	{ "MDT", -360 },
	{ "MST", -420 },
	{ "PDT", -420 },
	{ "PST", -480 },
	{ "AKST", -540 },
	{ "HST", -600 },
	{ "ET", CLOCK_NO_ZONE },
	{ "PT", CLOCK_NO_ZONE },
};

static const char spoken[] = "pacific time|eastern time|central time|mountain time|"
			     "pacific standard time|pacific daylight time|eastern standard time|"
			     "eastern daylight time|central european time|greenwich mean time|"
			     "coordinated universal time|central european summer time";

static const char *const months[] = { "january",   "february", "march",    "april",
				      "may",       "june",     "july",     "august",
				      "september", "october",  "november", "december" };

static bool take_int(const char **at, int least, int most, int *number)
{
	int count = 0;

	for (*number = 0; count < most && isdigit((unsigned char)**at); count++)
		*number = *number * 10 + *(*at)++ - '0';
	return count >= least && !isdigit((unsigned char)**at);
}

/* "+2", "+02:00", "-0700" after UTC; alone: "+02:00" (with a minus it could be a span, 10:00-11:30). */
static bool take_offset(const char **at, bool alone, int32_t *offset)
{
	const char *c = *at;
	int hours, minutes = 0, sign = *c == '-' ? -1 : 1;

	if (*c != '+' && (*c != '-' || alone))
		return false;
	c++;
	if (!take_int(&c, alone ? 2 : 1, 4, &hours))
		return false;
	if (hours > 99) {
		minutes = hours % 100;
		hours /= 100;
	} else if (*c == ':' && isdigit((unsigned char)c[1])) {
		c++;
		if (!take_int(&c, 2, 2, &minutes))
			return false;
	} else if (alone) {
		return false;
	}
	if (hours > 14 || minutes > 59)
		return false;
	*offset = sign * (hours * 60 + minutes);
	*at = c;
	return true;
}

static bool take_abbreviation(const char **at, int32_t *offset)
{
	size_t size = 0;

	while (isupper((unsigned char)(*at)[size]))
		size++;
	if (phrase_is_word((*at)[size]))
		return false;
	for (size_t i = 0; size && i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (strlen(zones[i].name) != size || strncmp(*at, zones[i].name, size) != 0)
			continue;
		*at += size;
		*offset = zones[i].offset;
		if (*offset == 0)
			take_offset(at, false, offset);
		return true;
	}
	return false;
}

/* "Europe/Berlin": as tzdata has it. */
static bool take_place(const char **at, int32_t *offset)
{
	size_t size = 0;
	char name[ZONE_NAME_SIZE] = "";

	while (isalpha((unsigned char)(*at)[size]) || ((*at)[size] && strchr("/_-+", (*at)[size])))
		size++;
	if (size >= sizeof(name) || !memchr(*at, '/', size))
		return false;
	memcpy(name, *at, size);
	if (!zone_exists(name))
		return false;
	*offset = CLOCK_NO_ZONE;
	*at += size;
	return true;
}

static bool take_spoken(const char **at, int32_t *offset)
{
	size_t size = phrase_at(*at, *at, spoken);

	*offset = CLOCK_NO_ZONE;
	*at += size;
	return size > 0;
}

bool clock_zone(const char **at, int32_t *offset)
{
	const char *c = *at + strspn(*at, " ");

	c += *c == '(' || *c == '[';
	*offset = CLOCK_NO_ZONE;
	if (!take_abbreviation(&c, offset) && !take_offset(&c, true, offset) &&
	    !take_place(&c, offset) && !take_spoken(&c, offset))
		return false;
	*at = c;
	return true;
}

/* "October", "Oct", "Oct." */
static bool take_month(const char **at, int *month)
{
	size_t size = 0;

	while (isalpha((unsigned char)(*at)[size]))
		size++;
	for (*month = 1; size >= 3 && *month <= 12; (*month)++)
		if (size <= strlen(months[*month - 1]) &&
		    strncasecmp(*at, months[*month - 1], size) == 0) {
			*at += size + ((*at)[size] == '.');
			return true;
		}
	return false;
}

static void pass_ordinal(const char **at)
{
	if (strncasecmp(*at, "st", 2) == 0 || strncasecmp(*at, "nd", 2) == 0 ||
	    strncasecmp(*at, "rd", 2) == 0 || strncasecmp(*at, "th", 2) == 0)
		*at += 2;
}

static bool pass_blanks(const char **at, const char *blanks)
{
	size_t size = strspn(*at, blanks);

	*at += size;
	return size > 0;
}

/* "2023-10-07" */
static bool take_iso(const char **at, struct civil *date)
{
	return take_int(at, 4, 4, &date->year) && *(*at)++ == '-' &&
	       take_int(at, 2, 2, &date->month) && *(*at)++ == '-' &&
	       take_int(at, 2, 2, &date->day);
}

/* "7 October 2023", "7th of Oct 2023" */
static bool take_day_first(const char **at, struct civil *date)
{
	if (!take_int(at, 1, 2, &date->day))
		return false;
	pass_ordinal(at);
	pass_blanks(at, " ");
	if (strncasecmp(*at, "of ", 3) == 0)
		*at += 3;
	return take_month(at, &date->month) && pass_blanks(at, " ,") &&
	       take_int(at, 4, 4, &date->year);
}

/* "October 7, 2023" */
static bool take_month_first(const char **at, struct civil *date)
{
	if (!take_month(at, &date->month) || !pass_blanks(at, " ") ||
	    !take_int(at, 1, 2, &date->day))
		return false;
	pass_ordinal(at);
	return pass_blanks(at, " ,") && take_int(at, 4, 4, &date->year);
}

bool clock_date(const char **at, int64_t *day)
{
	bool (*const forms[])(const char **, struct civil *) = { take_iso, take_day_first,
								 take_month_first };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct civil date = { 0 };
		const char *c = *at;

		if (!forms[i](&c, &date) || date.year < 1970 || date.year > 2262 ||
		    !stamp_exists(&date))
			continue;
		*day = stamp_of(&date) / STAMP_DAY;
		*at = c;
		return true;
	}
	return false;
}
