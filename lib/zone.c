/* SPDX-License-Identifier: MIT */
#include "lib/zone.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "lib/drop.h"

/*
 * To use a zone is to set TZ. What the program found there at its start is kept as home, what was chosen
 * since as chosen, so that a visit to a third zone can end.
 *
 * From the C library only one thing is taken: the offset and the abbreviation at an instant. The
 * reverse is found by asking for the offsets a day before and a day after: no zone has changed its
 * clocks twice within two days since 1970, and each reading that shows the wanted time is an answer.
 */

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static char *home; /* NULL: TZ was not set */
static bool home_known;
static char chosen[ZONE_NAME_SIZE]; /* empty: home */

static const char utc[] = "UTC0"; /* a rule, not a name: it works without tzdata */

/* Without a dot there is no way out of the directory. right/ counts leap seconds: not our time scale. */
static bool is_name(const char *name)
{
	size_t size = strspn(name, LETTERS "0123456789_+/-");

	return strspn(name, LETTERS) && !name[size] && size < ZONE_NAME_SIZE &&
	       strncmp(name, "right/", 6);
}

/* The directory of tzdata holds tables of text too: a zone begins with the magic of RFC 8536. */
static bool holds_zone(const char *path)
{
	drop(file_close) FILE *file = fopen(path, "re");
	char magic[4];

	return file && fread(magic, sizeof(magic), 1, file) == 1 &&
	       !memcmp(magic, "TZif", sizeof(magic));
}

bool zone_exists(const char *name)
{
	const char *directory = getenv("TZDIR");
	char path[PATH_MAX];
	int size;

	if (!is_name(name))
		return false;
	if (!directory || !*directory)
		directory = "/usr/share/zoneinfo";
	size = snprintf(path, sizeof(path), "%s/%s", directory, name);
	return size > 0 && (size_t)size < sizeof(path) && holds_zone(path);
}

static int set(const char *tz)
{
	if (tz ? setenv("TZ", tz, 1) : unsetenv("TZ"))
		return -errno;
	tzset();
	return 0;
}

static int keep_home(void)
{
	const char *tz = getenv("TZ");

	if (home_known)
		return 0;
	if (tz && !(home = strdup(tz)))
		return -ENOMEM;
	home_known = true;
	return 0;
}

/* Does it look like a rule of POSIX: CET-1CEST, <+03>-3? */
static bool is_rule(const char *tz)
{
	const char *rest = *tz == '<' ? strchr(tz, '>') : tz + strspn(tz, LETTERS);

	if (!rest || rest - tz < 3)
		return false;
	rest += *rest == '>';
	rest += *rest == '+' || *rest == '-';
	return *rest >= '0' && *rest <= '9';
}

static const char *without_colon(const char *tz)
{
	return tz + (*tz == ':');
}

static const char *tz_of(const char *name)
{
	if (!strcasecmp(name, "UTC"))
		return utc;
	return zone_exists(name) ? name : NULL;
}

static bool home_is_usable(void)
{
	const char *tz = home ? without_colon(home) : "";

	return !*tz || tz_of(tz) || is_rule(tz) || (*tz == '/' && holds_zone(tz));
}

int zone_use(const char *name)
{
	int error = keep_home();
	const char *tz = name ? tz_of(name) : home_is_usable() ? "" : utc;

	if (error)
		return error;
	if (!tz)
		return ZONE_UNKNOWN;
	snprintf(chosen, sizeof(chosen), "%s", tz);
	error = zone_leave();
	return error ? error : !name && tz == utc ? ZONE_UNKNOWN : 0;
}

int zone_visit(const char *name)
{
	int error = keep_home();
	const char *tz = tz_of(name);

	if (error)
		return error;
	return tz ? set(tz) : ZONE_UNKNOWN;
}

int zone_visit_offset(int offset)
{
	int error = keep_home(), minutes = abs(offset) / 60;
	char tz[ZONE_NAME_SIZE];

	if (error)
		return error;
	if (!offset)
		return set(utc);
	/* a rule of POSIX counts westward */
	snprintf(tz, sizeof(tz), "<%c%02d%02d>%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60,
		 minutes % 60, offset < 0 ? '+' : '-', minutes / 60, minutes % 60);
	return set(tz);
}

int zone_leave(void)
{
	return set(*chosen ? chosen : home);
}

struct zone_time zone_show(int64_t at)
{
	time_t seconds = at / STAMP_SECOND - (at % STAMP_SECOND < 0);
	struct tm local = { .tm_zone = "UTC" };
	struct zone_time time;

	localtime_r(&seconds, &local);
	time.offset = (int)local.tm_gmtoff;
	time.civil = stamp_civil(at + time.offset * STAMP_SECOND);
	time.abbreviation = local.tm_zone;
	return time;
}

char *zone_offset(int offset, char text[ZONE_OFFSET_SIZE])
{
	int minutes = abs(offset) / 60;

	snprintf(text, ZONE_OFFSET_SIZE, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60,
		 minutes % 60);
	return text;
}

static int64_t offset_at(int64_t at)
{
	return zone_show(at).offset * STAMP_SECOND;
}

struct zone_moments zone_find(const struct civil *civil)
{
	int64_t wall = stamp_of(civil);
	int64_t one = wall - offset_at(wall - STAMP_DAY),
		other = wall - offset_at(wall + STAMP_DAY);
	bool one_fits = one + offset_at(one) == wall, other_fits = other + offset_at(other) == wall;
	int64_t low = one < other ? one : other, high = one < other ? other : one;

	if (one_fits == other_fits)
		return (struct zone_moments){ one == other ? 1 : one_fits ? 2 : 0, { low, high } };
	if (one_fits)
		return (struct zone_moments){ 1, { one, one } };
	return (struct zone_moments){ 1, { other, other } };
}

/* /etc/localtime is a link into tzdata, and TZ may be a path there. */
static bool name_by_path(const char *path, char name[ZONE_NAME_SIZE])
{
	static const char folder[] = "/zoneinfo/";
	char target[PATH_MAX] = "";
	const char *found = strstr(path, folder);

	if (!found && readlink(path, target, sizeof(target) - 1) > 0)
		found = strstr(target, folder);
	if (!found || !zone_exists(found + strlen(folder)))
		return false;
	snprintf(name, ZONE_NAME_SIZE, "%s", found + strlen(folder));
	return true;
}

static bool name_by_file(const char *path, char name[ZONE_NAME_SIZE])
{
	drop(file_close) FILE *file = fopen(path, "re");

	if (!file || !fgets(name, ZONE_NAME_SIZE, file))
		return false;
	name[strcspn(name, "\n")] = '\0';
	return zone_exists(name);
}

const char *zone_name(void)
{
	static char name[ZONE_NAME_SIZE];
	const char *tz = getenv("TZ"), *abbreviation = zone_show(stamp_now()).abbreviation;

	if (!strcmp(abbreviation, "UTC"))
		return "UTC";
	if (tz && zone_exists(without_colon(tz)))
		snprintf(name, sizeof(name), "%s", without_colon(tz));
	else if (!name_by_path(tz ? without_colon(tz) : "/etc/localtime", name) &&
		 (tz || !name_by_file("/etc/timezone", name)))
		snprintf(name, sizeof(name), "%s", abbreviation);
	return name;
}
