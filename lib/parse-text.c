/* SPDX-License-Identifier: MIT */
/* Nearly all strings stand in the input as they are: one look for what does not, eight bytes at once. */
#include "lib/parse-text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/canon.h"
#include "lib/parse.h"
#include "lib/text-unicode.h"
#include "lib/text.h"

enum { unit_size = sizeof("\\u0000") - 1 };

static int digit_of(char letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	letter |= 0x20;
	return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

static bool read_unit(const char *at, const char *end, uint32_t *unit)
{
	if (end - at < unit_size || at[0] != '\\' || at[1] != 'u')
		return false;
	*unit = 0;
	for (int i = 2; i < unit_size; i++) {
		int digit = digit_of(at[i]);

		if (digit < 0)
			return false;
		*unit = *unit << 4 | (uint32_t)digit;
	}
	return true;
}

/* What does not fit into 16 bits is written as two halves. Where it ends; NULL: it is none, or a NUL. */
static const char *read_character(const char *at, const char *end, struct buffer *out)
{
	uint32_t code, low = 0;
	char bytes[UNICODE_LONGEST];
	size_t size;

	if (!read_unit(at, end, &code) || !code)
		return NULL;
	at += unit_size;
	if (code >= 0xd800 && code <= 0xdbff && read_unit(at, end, &low) && low >= 0xdc00 &&
	    low <= 0xdfff) {
		code = 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
		at += unit_size;
	}
	size = unicode_encode(code, bytes);
	buffer_add(out, bytes, size);
	return size ? at : NULL;
}

static const char *read_escape(const char *at, const char *end, struct buffer *out)
{
	static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *letter = end - at < 2 || !at[1] ? NULL : strchr(letters, at[1]);

	if (!letter)
		return read_character(at, end, out);
	buffer_add(out, &bytes[letter - letters], 1);
	return at + 2;
}

/* The first byte that is not UTF-8, or the end. */
static const char *find_invalid(const char *at, const char *end)
{
	uint32_t code;
	size_t size;

	while (at < end && (size = unicode_decode(at, (size_t)(end - at), &code)) > 0)
		at += size;
	return at;
}

/* *to: the next quote or escape. False: what no string may have comes first, there. */
static bool find_end(const char *at, const char *end, const char **to)
{
	size_t size = canon_run(at, (size_t)(end - at));

	*to = at + size;
	if (text_is_valid(at, size))
		return *to < end && (**to == '"' || **to == '\\');
	*to = find_invalid(at, *to);
	return false;
}

int parse_text(const char **at, const char *end, struct buffer *scratch, struct parse_text *text)
{
	const char *first = *at + 1, *from = first, *to;
	bool good = find_end(from, end, &to);

	buffer_clear(scratch);
	while (good && *to == '\\') {
		buffer_add(scratch, from, (size_t)(to - from));
		from = read_escape(to, end, scratch);
		good = from && find_end(from, end, &to);
	}
	*at = good ? to + 1 : to;
	if (!good)
		return PARSE_WRONG;
	*text = (struct parse_text){ from, (size_t)(to - from) };
	if (from == first)
		return 0;
	buffer_add(scratch, text->data, text->size);
	*text = (struct parse_text){ scratch->data, scratch->size };
	return scratch->failed ? -ENOMEM : 0;
}
