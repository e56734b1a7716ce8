/* SPDX-License-Identifier: MIT */
#include "lib/when-form.h"

#include <string.h>

#include "lib/when.h"

/*
 * Each reader gets its own copy of the cursor, so that the next one begins where it did, and has
 * succeeded only at the end of the text.
 */

const char when_forms[] =
	"now                        this moment\n"
	"5m ago                     s, m or min, h, d, w; also 5m, -5m, 1h30m ago\n"
	"in 30m                     ahead; for --next and --due a bare 30m is ahead too\n"
	"10:32                      the latest 10:32; also 10:32:05, noon, midnight\n"
	"yesterday 10:32            also today, tomorrow\n"
	"monday 10:32               the latest Monday; for --next and --due the next\n"
	"2026-11-20 10:32           also 10:32:05.123\n"
	"2026-11-20                 its midnight; so with the other days\n"
	"2026-11-20T10:32:05+01:00  RFC 3339\n"
	"20 November 2026, 03:02    as a postmortem has it\n"
	"10:32 Europe/Berlin        in a zone: its name, UTC, Z, +02:00\n"
	"@1700000000                seconds since 1970; also @1700000000.5\n"
	"~10:32                     about; before any form\n"
	"unknown                    nobody knows; also ?\n";

static const struct cursor_word units[] = {
	{ "s", STAMP_SECOND },       { "sec", STAMP_SECOND },
	{ "secs", STAMP_SECOND },    { "second", STAMP_SECOND },
	{ "seconds", STAMP_SECOND }, { "m", STAMP_MINUTE },
	{ "min", STAMP_MINUTE },     { "mins", STAMP_MINUTE },
	{ "minute", STAMP_MINUTE },  { "minutes", STAMP_MINUTE },
	{ "h", STAMP_HOUR },         { "hr", STAMP_HOUR },
	{ "hrs", STAMP_HOUR },       { "hour", STAMP_HOUR },
	{ "hours", STAMP_HOUR },     { "d", STAMP_DAY },
	{ "day", STAMP_DAY },        { "days", STAMP_DAY },
	{ "w", 7 * STAMP_DAY },      { "week", 7 * STAMP_DAY },
	{ "weeks", 7 * STAMP_DAY },  { NULL, 0 },
};

/* M is a month to some and a minute to others. */
static bool is_bare_month(const struct cursor *c)
{
	return cursor_letters(c) == 1 && *c->at == 'M';
}

/* A number with its unit; units come in falling order. */
static bool take_part(struct cursor *c, int64_t *limit, struct when_form *form)
{
	struct cursor try = *c;
	int64_t number, unit;

	cursor_skip_spaces(&try);
	if (!cursor_take_digits(&try, 1, 18, &number))
		return false;
	cursor_skip_spaces(&try);
	form->bare_month = is_bare_month(&try);
	if (form->bare_month || !cursor_take_one(&try, units, &unit) || unit >= *limit)
		return false;
	form->span += number > STAMP_MAX / unit ? STAMP_MAX + 1 : number * unit;
	*limit = unit;
	*c = try;
	return true;
}

static enum when_direction take_direction(struct cursor *c)
{
	if (cursor_take(c, '-'))
		return WHEN_BACK;
	return cursor_take(c, '+') || cursor_take_word(c, "in") ? WHEN_AHEAD : WHEN_BARE;
}

static bool read_span(struct cursor c, struct when_form *form)
{
	int64_t limit = INT64_MAX;
	int parts = 0;

	form->sort = WHEN_SPAN;
	form->direction = take_direction(&c);
	while (take_part(&c, &limit, form))
		parts++;
	cursor_skip_spaces(&c);
	if (form->direction == WHEN_BARE && cursor_take_word(&c, "ago"))
		form->direction = WHEN_BACK;
	return parts && cursor_is_done(&c);
}

static bool read_now(struct cursor c, struct when_form *form)
{
	form->sort = WHEN_SPAN;
	return cursor_take_word(&c, "now") && cursor_is_done(&c);
}

static bool read_unknown(struct cursor c, struct when_form *form)
{
	form->sort = WHEN_UNKNOWN;
	return (cursor_take(&c, '?') || cursor_take_word(&c, "unknown")) && cursor_is_done(&c);
}

static bool read_instant(struct cursor c, struct when_form *form)
{
	int64_t seconds;
	int micro;

	form->sort = WHEN_INSTANT;
	if (!cursor_take(&c, '@') || !cursor_take_digits(&c, 1, 18, &seconds) ||
	    !cursor_take_fraction(&c, &micro))
		return false;
	form->instant =
		seconds > STAMP_MAX / STAMP_SECOND ? STAMP_MAX + 1 : seconds * STAMP_SECOND + micro;
	return cursor_is_done(&c);
}

static bool (*const readers[])(struct cursor, struct when_form *) = {
	read_now, read_unknown, read_instant, when_calendar_read, read_span, NULL,
};

static void trim(struct cursor *c)
{
	cursor_skip_spaces(c);
	while (c->at < c->end && strchr(" \t\r\n", c->end[-1]))
		c->end--;
}

int when_form_read(const char *text, struct when_form *form)
{
	struct cursor c = { text, text + strlen(text) };
	bool before, behind, read = false;

	trim(&c);
	before = cursor_take(&c, '~');
	behind = cursor_cut(&c, ", about");
	trim(&c);
	for (int i = 0; readers[i] && !read; i++) {
		*form = (struct when_form){ .weekday = -1, .civil = { 1970, 1, 1, 0, 0, 0, 0 } };
		read = readers[i](c, form);
	}
	form->about = before || behind;
	return read ? 0 : 1;
}
