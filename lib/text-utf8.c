/* SPDX-License-Identifier: MIT */
#include "lib/text.h"

#include <string.h>

#include "lib/text-unicode.h"

/*
 * UTF-8 (RFC 3629), strict: what decodes is what a correct encoder would have written. Most text is
 * ASCII, so that is passed over eight bytes at a time and only the rest is decoded.
 */
static const struct form {
	unsigned char mask, lead;
	uint32_t least; /* the smallest character that needs this many bytes */
} forms[] = {
	{ 0x80, 0x00, 0 },
	{ 0xe0, 0xc0, 0x80 },
	{ 0xf0, 0xe0, 0x800 },
	{ 0xf8, 0xf0, 0x10000 },
};
enum { longest = sizeof(forms) / sizeof(forms[0]) };

/* No byte of the word is NUL or above 0x7f: a NUL borrows, and so sets its top bit. */
static bool is_ascii_word(const char *text)
{
	const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return (((word - ones) | word) & tops) == 0;
}

size_t unicode_ascii(const char *text, size_t size)
{
	size_t at = 0;

	while (size - at >= sizeof(uint64_t) && is_ascii_word(text + at))
		at += sizeof(uint64_t);
	while (at < size && text[at] && !(text[at] & 0x80))
		at++;
	return at;
}

/* Bytes that this first byte announces; 0 for one that begins nothing. */
static size_t announced(unsigned char lead)
{
	for (size_t i = 0; i < longest; i++)
		if ((lead & forms[i].mask) == forms[i].lead)
			return i + 1;
	return 0;
}

static bool is_continuation(char byte)
{
	return (byte & 0xc0) == 0x80;
}

static bool is_character(uint32_t code, size_t bytes)
{
	return code >= forms[bytes - 1].least && code <= 0x10ffff &&
	       !(code >= 0xd800 && code <= 0xdfff);
}

size_t unicode_decode(const char *text, size_t size, uint32_t *code)
{
	size_t bytes = size ? announced((unsigned char)text[0]) : 0;

	if (!bytes || bytes > size)
		return 0;
	*code = (unsigned char)text[0] & (unsigned char)~forms[bytes - 1].mask;
	for (size_t i = 1; i < bytes; i++) {
		if (!is_continuation(text[i]))
			return 0;
		*code = *code << 6 | (text[i] & 0x3f);
	}
	return is_character(*code, bytes) ? bytes : 0;
}

size_t unicode_encode(uint32_t code, char bytes[UNICODE_LONGEST])
{
	size_t size = 1;

	while (size < longest && code >= forms[size].least)
		size++;
	if (!is_character(code, size))
		return 0;
	for (size_t i = size; --i; code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3f));
	bytes[0] = (char)(forms[size - 1].lead | code);
	return size;
}

size_t unicode_next(const char *text, size_t size, uint32_t *code)
{
	size_t bytes = unicode_decode(text, size, code);

	if (bytes)
		return bytes;
	*code = unicode_replacement;
	return 1;
}

bool text_is_valid(const char *text, size_t size)
{
	size_t at = 0;
	uint32_t code;

	while ((at += unicode_ascii(text + at, size - at)) < size) {
		size_t bytes = unicode_decode(text + at, size - at, &code);

		if (!bytes || !code)
			return false;
		at += bytes;
	}
	return true;
}

/* Back to the first byte of the character that the limit fell into; broken text is cut as it is. */
size_t text_cut_bytes(const char *text, size_t size, size_t limit)
{
	if (limit >= size)
		return size;
	for (size_t back = 0; back < longest && back <= limit; back++)
		if (!is_continuation(text[limit - back]))
			return announced((unsigned char)text[limit - back]) > back ? limit - back
										   : limit;
	return limit;
}
