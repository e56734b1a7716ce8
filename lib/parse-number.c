/* SPDX-License-Identifier: MIT */
/* Where it ends is looked for by hand, as strtoll() and strtod() read more than JSON allows; its value is theirs. */
#include "lib/parse-number.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lib/parse.h"

static bool is_there(const char *at, const char *end, char letter)
{
	return at < end && (*at | 0x20) == letter;
}

/* Behind one digit or more; NULL: there is none. */
static const char *skip_digits(const char *at, const char *end)
{
	const char *first = at;

	while (at && at < end && *at >= '0' && *at <= '9')
		at++;
	return at == first ? NULL : at;
}

static const char *skip_whole(const char *at, const char *end)
{
	at += at < end && *at == '-';
	return at < end && *at == '0' ? at + 1 : skip_digits(at, end);
}

/* A fraction and an exponent, if they are there. NULL: they are begun, and are none. */
static const char *skip_rest(const char *at, const char *end)
{
	if (at < end && *at == '.')
		at = skip_digits(at + 1, end);
	if (!at || !is_there(at, end, 'e'))
		return at;
	at++;
	at += at < end && (*at == '+' || *at == '-');
	return skip_digits(at, end);
}

static int make_integer(const char *text, json_t **value)
{
	errno = 0;
	long long number = strtoll(text, NULL, 10);
	if (errno)
		return PARSE_WRONG;
	*value = json_integer(number);
	return *value ? 0 : -ENOMEM;
}

static int make_real(const char *text, json_t **value)
{
	double number = strtod(text, NULL);

	if (isinf(number))
		return PARSE_WRONG;
	*value = json_real(number);
	return *value ? 0 : -ENOMEM;
}

int parse_number(const char **at, const char *end, struct buffer *scratch, json_t **value)
{
	const char *whole = skip_whole(*at, end), *last = whole ? skip_rest(whole, end) : NULL;

	if (!last)
		return PARSE_WRONG;
	buffer_clear(scratch);
	buffer_add(scratch, *at, (size_t)(last - *at));
	if (scratch->failed)
		return -ENOMEM;
	*at = last;
	return last == whole ? make_integer(scratch->data, value) : make_real(scratch->data, value);
}
