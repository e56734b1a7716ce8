/* SPDX-License-Identifier: MIT */
#include "cli/check/clock.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "cli/check/phrase.h"
#include "lib/stamp.h"

/*
 * Durations: "1 h 30 min", "1h30", "90 minutes", "1 hour and 30 minutes", "1.5 hours". How exact one is
 * meant follows from its smallest unit, and from the words before it.
 */
static const struct {
	const char *words; /* phrases */
	int64_t length;
} units[] = {
	{ "days|day|d", STAMP_DAY },
	{ "hours|hour|hrs|hr|h", STAMP_HOUR },
	{ "minutes|minute|mins|min|m", STAMP_MINUTE },
	{ "seconds|second|secs|sec|s", STAMP_SECOND },
};

static const char vague[] = "about|around|approximately|approx|roughly|nearly|almost|over|"
			    "more than|less than|under|circa|some|up to";

/* The unit that begins here; a number may follow it at once: 1h30. */
static int64_t take_unit(const char **at)
{
	const char *c = *at + strspn(*at, " -");
	size_t letters = 0;

	while (isalpha((unsigned char)c[letters]))
		letters++;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		for (const char *word = units[i].words; *word;) {
			size_t size = strcspn(word, "|");

			if (size == letters && strncasecmp(c, word, size) == 0) {
				*at = c + letters;
				return units[i].length;
			}
			word += size + (word[size] == '|');
		}
	}
	return 0;
}

/* "30", "1.5", in thousandths. */
static bool take_amount(const char **at, int64_t *amount)
{
	const char *c = *at;
	int digits = 0, scale = 100;

	for (*amount = 0; digits < 6 && isdigit((unsigned char)*c); digits++)
		*amount = *amount * 10 + *c++ - '0';
	*amount *= 1000;
	if (!digits || isdigit((unsigned char)*c))
		return false;
	if (*c == '.' && isdigit((unsigned char)c[1]))
		for (c++; isdigit((unsigned char)*c); c++, scale /= 10)
			*amount += scale * (*c - '0');
	*at = c;
	return true;
}

/* One more "30 min" of the same duration; of "1h30" the 30 alone. */
static bool take_part(const char **at, struct clock_span *span)
{
	const char *c = *at;
	int64_t amount, unit;

	if (!take_amount(&c, &amount))
		return false;
	unit = take_unit(&c);
	if (!unit && span->unit == STAMP_HOUR && c - *at <= 2)
		unit = STAMP_MINUTE;
	if (!unit || (span->unit && unit >= span->unit))
		return false;
	span->length += amount * (unit / 1000);
	span->unit = amount % 1000 ? STAMP_MINUTE : unit;
	*at = c;
	return true;
}

static void pass_between(const char **at)
{
	*at += strspn(*at, " ,");
	if (strncasecmp(*at, "and ", 4) == 0)
		*at += 4;
}

/* Is it "about" so long? The word stands within the few before it. */
static bool is_vague(const char *line, const char *begin)
{
	char before[24];
	size_t size = (size_t)(begin - line);

	size = size < sizeof(before) - 1 ? size : sizeof(before) - 1;
	memcpy(before, begin - size, size);
	before[size] = '\0';
	return strchr(before, '~') || strstr(before, "≈") || phrase_find(before, vague);
}

static bool span_at(const char *line, const char **at, struct clock_span *span)
{
	const char *next;

	*span = (struct clock_span){ .about = is_vague(line, *at) };
	if (!take_part(at, span))
		return false;
	for (next = *at, pass_between(&next); take_part(&next, span); pass_between(&next))
		*at = next;
	return true;
}

bool clock_next_span(const char *line, const char **at, struct clock_span *span)
{
	for (; **at; (*at)++) {
		bool within =
			*at > line && (phrase_is_word((*at)[-1]) || strchr(":.-+", (*at)[-1]));

		if (!within && isdigit((unsigned char)**at) && span_at(line, at, span))
			return true;
	}
	return false;
}

bool clock_span_fits(const struct clock_span *span, int64_t length, bool whole)
{
	int64_t slack = span->unit >= STAMP_HOUR ? span->unit / 4 : STAMP_MINUTE + 1;
	int64_t said = whole ? span->length : span->length % STAMP_DAY, away = said - length;

	if (span->about && span->length / 4 > slack)
		slack = span->length / 4;
	away = away < 0 ? -away : away;
	if (!whole && away > STAMP_DAY / 2)
		away = STAMP_DAY - away;
	return away < slack;
}
