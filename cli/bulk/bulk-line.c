/* SPDX-License-Identifier: MIT */
/*
 * A cursor goes over the line from left to right: mark, time, end, zone, sign, and what is left is the
 * text. A step that does not find what it looks for moves nothing.
 */
#include "cli/bulk/bulk-line.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

const char bulk_lines[] =
	"10:32 text                 a note; 10:32:05, 2:32 PM, 2023-10-07 10:32, too\n"
	"10:32 UTC text             in a zone: its name, UTC, +02:00\n"
	"10:30-11:10 text           from, to\n"
	"~10:30 text                about\n"
	"? text                     nobody knows when; so is a line without a time\n"
	"10:32 impact: text         a kind or its verb (incident help kinds), and a colon\n"
	"10:32 impact users=80% service=\"web shop\": text\n"
	"                           its fields (incident help impact); tag=, actor=, too\n"
	"10:32 rule-out network: no loss\n"
	"                           an entry by WHICH: words, last, a handle; without:\n"
	"                           the only open suspicion\n"
	"10:32 severity 2:          what the verb takes as its first words\n"
	"10:32 bob: text            who did it; 10:32 bob: action: text\n"
	"- cause: text              without a time, for what has none; * and - may stand\n"
	"                           before any line\n"
	"    more text              indented: the text goes on; behind `| ` blanks count\n"
	"= Title                    opens an incident, and the lines below go there\n"
	"date 2023-10-07 UTC        the day, and the zone, of the lines below\n"
	"# text                     is skipped, as blank lines are\n"
	"\n"
	"Without `date` the first time is the latest such time. A time that runs back by more\n"
	"than 12 hours is of the next day; that is said.\n";

struct cursor {
	const char *at, *end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct bulk_part bulk_trim(struct bulk_part part)
{
	while (part.size && is_blank(*part.at))
		part.at++, part.size--;
	while (part.size && is_blank(part.at[part.size - 1]))
		part.size--;
	return part;
}

static struct bulk_part rest_of(struct cursor c)
{
	return bulk_trim((struct bulk_part){ c.at, (size_t)(c.end - c.at) });
}

static bool is_end(const struct cursor *c)
{
	return c->at == c->end || is_blank(*c->at);
}

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end && is_blank(*c->at))
		c->at++;
}

static bool take(struct cursor *c, const char *word)
{
	size_t size = strlen(word);

	if ((size_t)(c->end - c->at) < size || strncasecmp(c->at, word, size) != 0)
		return false;
	c->at += size;
	return true;
}

static bool take_number(struct cursor *c, int least, int most, int *number)
{
	int count = 0;

	for (*number = 0; count < most && c->at < c->end && isdigit((unsigned char)*c->at); count++)
		*number = *number * 10 + *c->at++ - '0';
	return count >= least && (c->at == c->end || !isdigit((unsigned char)*c->at));
}

/* "2023-10-07" */
static bool take_day(struct cursor *c, struct bulk_part *day)
{
	struct cursor try = *c;
	int number;

	if (!take_number(&try, 4, 4, &number) || !take(&try, "-") ||
	    !take_number(&try, 2, 2, &number) || !take(&try, "-") ||
	    !take_number(&try, 2, 2, &number))
		return false;
	*day = (struct bulk_part){ c->at, (size_t)(try.at - c->at) };
	*c = try;
	return true;
}

struct clock {
	int hour, minute, second, micro;
	enum { ANY, MORNING, AFTERNOON } half;
};

static bool take_fraction(struct cursor *c, int *micro)
{
	int scale = 100000;

	*micro = 0;
	if (c->end - c->at < 2 || *c->at != '.' || !isdigit((unsigned char)c->at[1]))
		return true;
	for (c->at++; c->at < c->end && isdigit((unsigned char)*c->at); c->at++, scale /= 10)
		*micro += (*c->at - '0') * scale;
	return true;
}

static void take_half(struct cursor *c, struct clock *clock)
{
	struct cursor try = *c;

	skip_blanks(&try);
	bool morning = take(&try, "AM") || take(&try, "a.m.");
	bool afternoon = !morning && (take(&try, "PM") || take(&try, "p.m."));

	if ((!morning && !afternoon) || clock->hour < 1 || clock->hour > 12 ||
	    (try.at < try.end && isalnum((unsigned char)*try.at)))
		return;
	clock->half = morning ? MORNING : AFTERNOON;
	*c = try;
}

/* "10:32", "10:32:05.5", "2:32 PM" */
static bool take_clock(struct cursor *c, struct clock *clock)
{
	struct cursor try = *c;

	*clock = (struct clock){ .half = ANY };
	if (!take_number(&try, 1, 2, &clock->hour) || !take(&try, ":") ||
	    !take_number(&try, 2, 2, &clock->minute))
		return false;
	if (take(&try, ":") &&
	    (!take_number(&try, 2, 2, &clock->second) || !take_fraction(&try, &clock->micro)))
		try.at = c->end;
	else if (try.at > c->at && try.at[-1] == ':')
		try.at--; /* `10:32: text` */
	if (clock->hour > 23 || clock->minute > 59 || clock->second > 59)
		return false;
	take_half(&try, clock);
	*c = try;
	return true;
}

static void put_clock(const struct clock *clock, char text[24])
{
	int hour = clock->half == ANY ? clock->hour
				      : clock->hour % 12 + (clock->half == AFTERNOON ? 12 : 0);

	snprintf(text, 24, "%02d:%02d:%02d.%06d", hour % 100, clock->minute % 100,
		 clock->second % 100, clock->micro % 1000000);
}

static bool take_dash(struct cursor *c)
{
	return take(c, "-") || take(c, "–") || take(c, "—");
}

/* "-11:10", " – 11:10" */
static void take_until(struct cursor *c, struct clock *clock, struct bulk_line *line)
{
	struct cursor try = *c;
	struct clock end;

	skip_blanks(&try);
	if (!take_dash(&try))
		return;
	skip_blanks(&try);
	if (!take_clock(&try, &end))
		return;
	if (clock->half == ANY && clock->hour <= 12 && clock->hour >= 1)
		clock->half = end.half;
	put_clock(&end, line->end);
	*c = try;
}

static bool is_zone(const char *word, size_t size)
{
	size_t upper = 0, plain = 0;

	for (size_t i = 0; i < size; i++) {
		upper += word[i] >= 'A' && word[i] <= 'Z';
		plain += isalnum((unsigned char)word[i]) || strchr("/_+-", word[i]) != NULL;
	}
	if (size == 6 && (*word == '+' || *word == '-') && word[3] == ':')
		return true;
	if (memchr(word, '/', size))
		return plain == size && upper && isupper((unsigned char)*word);
	return upper == size && size <= 5;
}

/* One that is no word of a sentence: before a colon an abbreviation is more likely who did it. */
static bool names_zone(const char *word, size_t size)
{
	bool universal = size == 3 && (memcmp(word, "UTC", 3) == 0 || memcmp(word, "GMT", 3) == 0);

	return universal || (memchr(word, '/', size) && is_zone(word, size));
}

static struct bulk_part zone_ahead(struct cursor c)
{
	const char *begin;

	skip_blanks(&c);
	begin = c.at;
	while (!is_end(&c))
		c.at++;
	size_t size = (size_t)(c.at - begin);
	if (size > 1 && begin[size - 1] == ':' && names_zone(begin, size - 1))
		size--; /* `14:00 UTC: text` */
	return size && is_zone(begin, size) ? (struct bulk_part){ begin, size }
					    : (struct bulk_part){ NULL, 0 };
}

/* "10:32", "2023-10-07 10:32", "~10:30-11:10", "?" */
static bool take_time(struct cursor *c, struct bulk_line *line)
{
	struct cursor try = *c;
	struct clock clock;

	line->unknown = take(&try, "?") && is_end(&try);
	if (line->unknown) {
		*c = try;
		return true;
	}
	try = *c;
	line->about = take(&try, "~");
	if (take_day(&try, &line->day) && !take(&try, "T"))
		skip_blanks(&try);
	bool typed = take_clock(&try, &clock);
	if (typed)
		take_until(&try, &clock, line);
	if (!typed || !(is_end(&try) || strchr(":Z+-,;|", *try.at))) {
		line->about = false;
		line->day.size = 0;
		line->end[0] = '\0';
		return false;
	}
	put_clock(&clock, line->clock);
	line->zone = zone_ahead(try);
	*c = try;
	return true;
}

/* `10:32 - text`, `10:32: text`, `10:32 | text` */
static void skip_sign(struct cursor *c)
{
	struct cursor try = *c;

	skip_blanks(&try);
	if ((take_dash(&try) || take(&try, ":") || take(&try, "|") || take(&try, ",")) &&
	    is_end(&try))
		*c = try;
}

static bool take_bullet(struct cursor *c)
{
	struct cursor try = *c;

	if (!(take(&try, "-") || take(&try, "*") || take(&try, "•")) || !is_end(&try))
		return false;
	skip_blanks(&try);
	*c = try;
	return true;
}

/* "date 2023-10-07 Europe/Berlin" */
static bool read_date(struct cursor c, struct bulk_line *line)
{
	if (!take(&c, "date") || !is_end(&c))
		return false;
	skip_blanks(&c);
	if (!take_day(&c, &line->day) || !is_end(&c)) {
		line->day.size = 0;
		return false;
	}
	line->zone = rest_of(c);
	line->sort = BULK_DATE;
	return true;
}

/* Indented by a tab or four spaces at least: it goes on. */
static bool read_more(struct cursor c, struct bulk_line *line)
{
	const char *begin = c.at;

	skip_blanks(&c);
	if (c.at - begin < 4 && !memchr(begin, '\t', (size_t)(c.at - begin)))
		return false;
	line->sort = BULK_MORE;
	line->verbatim = take(&c, "|");
	if (line->verbatim && c.at < c.end && *c.at == ' ')
		c.at++;
	line->text =
		line->verbatim ? (struct bulk_part){ c.at, (size_t)(c.end - c.at) } : rest_of(c);
	return true;
}

static void read_entry(struct cursor c, struct bulk_line *line)
{
	line->sort = BULK_ENTRY;
	line->bullet = take_bullet(&c);
	if (take_time(&c, line) && !line->zone.size)
		skip_sign(&c);
	line->text = rest_of(c);
}

void bulk_line_parse(const char *text, size_t size, struct bulk_line *line)
{
	struct cursor c = { text, text + size };
	struct bulk_part whole = bulk_trim((struct bulk_part){ text, size });

	*line = (struct bulk_line){ .sort = BULK_NOTHING };
	if (!whole.size || *text == '#')
		return;
	if (read_more(c, line))
		return;
	c = (struct cursor){ whole.at, whole.at + whole.size };
	if (read_date(c, line))
		return;
	if (take(&c, "=") && is_end(&c) && rest_of(c).size) {
		line->sort = BULK_TITLE;
		line->text = rest_of(c);
		return;
	}
	read_entry((struct cursor){ whole.at, whole.at + whole.size }, line);
}

struct bulk_part bulk_line_rest(const struct bulk_line *line, bool has_zone)
{
	struct cursor c = { line->text.at, line->text.at + line->text.size };

	if (!line->zone.size)
		return line->text;
	if (has_zone)
		c.at = line->zone.at + line->zone.size;
	skip_sign(&c);
	return rest_of(c);
}
