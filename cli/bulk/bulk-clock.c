/* SPDX-License-Identifier: MIT */
/*
 * A clock time is the one nearest to the time above it, so a timeline goes over midnight, and over a
 * change of the clocks, as people read it; it never goes back by a day.
 */
#include "cli/bulk/bulk-clock.h"

#include <stdio.h>
#include <string.h>

#include "lib/event.h"

#define TYPED_SIZE 128

static int parse(const struct bulk_clock *clock, const char *day, const char *time,
		 struct bulk_part zone, int64_t near, int64_t *at, char message[WHEN_MESSAGE_SIZE])
{
	const struct when_context context = { .now = clock->now, .near = near };
	char typed[TYPED_SIZE];
	struct when when;

	snprintf(typed, sizeof(typed), "%s%s%s%s%.*s", day, *day ? " " : "", time,
		 zone.size ? " " : "", (int)(zone.size > 64 ? 64 : zone.size), zone.at);
	int answer = when_parse(typed, &context, &when, message);
	if (!answer)
		*at = when.at;
	return answer;
}

int bulk_clock_date(struct bulk_clock *clock, const struct bulk_line *line)
{
	const struct when_context context = { .now = clock->now };
	char day[WHEN_DAY_SIZE], zone[TYPED_SIZE], message[WHEN_MESSAGE_SIZE];

	snprintf(zone, sizeof(zone), "%.*s", (int)line->zone.size, line->zone.at);
	snprintf(day, sizeof(day), "%.*s", (int)line->day.size, line->day.at);
	if (when_parse_day(day, &context, clock->day, message) ||
	    (*zone && when_use_zone(zone) != 0)) {
		clock->day[0] = '\0';
		return 1;
	}
	return 0;
}

/* Not on a day before that of the time above, but on it. */
static int read_below(const struct bulk_clock *clock, const char *time, struct bulk_part zone,
		      int64_t *at, char message[WHEN_MESSAGE_SIZE])
{
	int answer = parse(clock, "", time, zone, clock->before, at, message);

	if (answer || *at >= clock->before || when_same_day(*at, clock->before))
		return answer;
	return parse(clock, "", time, zone, *at + STAMP_DAY, at, message);
}

static int read_at(const struct bulk_clock *clock, const struct bulk_line *line, bool zone,
		   int64_t *at, char message[WHEN_MESSAGE_SIZE])
{
	const struct bulk_part typed = zone ? line->zone : (struct bulk_part){ NULL, 0 };
	char day[WHEN_DAY_SIZE];

	snprintf(day, sizeof(day), "%.*s", (int)line->day.size, line->day.at);
	if (*day || *clock->day)
		return parse(clock, *day ? day : clock->day, line->clock, typed, 0, at, message);
	return clock->before ? read_below(clock, line->clock, typed, at, message)
			     : parse(clock, "", line->clock, typed, clock->near, at, message);
}

/* The end is the first such time from the beginning on. */
static int read_until(const struct bulk_clock *clock, const struct bulk_line *line, bool zone,
		      struct bulk_time *time, char message[WHEN_MESSAGE_SIZE])
{
	const struct bulk_part typed = zone ? line->zone : (struct bulk_part){ NULL, 0 };
	int answer = parse(clock, "", line->end, typed, time->at, &time->until, message);

	if (answer || time->until >= time->at)
		return answer;
	return parse(clock, "", line->end, typed, time->until + STAMP_DAY, &time->until, message);
}

static void compare(const struct bulk_clock *clock, const struct bulk_line *line,
		    struct bulk_time *time)
{
	bool said = !clock->before || *clock->day || line->day.size;

	time->rolled = !said && time->at > clock->before && !when_same_day(time->at, clock->before);
	time->back = !said && time->at < clock->before;
}

int bulk_clock_read(struct bulk_clock *clock, const struct bulk_line *line, struct bulk_time *time,
		    char message[WHEN_MESSAGE_SIZE])
{
	*time = (struct bulk_time){ .at = EVENT_NEVER, .until = EVENT_NEVER };
	if (!*line->clock)
		return 0;
	time->zone = line->zone.size && read_at(clock, line, true, &time->at, message) == 0;
	int answer = time->zone ? 0 : read_at(clock, line, false, &time->at, message);
	if (!answer && *line->end)
		answer = read_until(clock, line, time->zone, time, message);
	if (answer) {
		*time = (struct bulk_time){ .at = EVENT_NEVER, .until = EVENT_NEVER };
		return 1;
	}
	compare(clock, line, time);
	clock->before = time->at;
	clock->day[0] = '\0';
	return 0;
}
