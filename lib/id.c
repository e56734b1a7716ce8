/* SPDX-License-Identifier: MIT */
/* A UUID is 128 bits; a tail takes them five at a time from the end, so the 26th character has only three. */
#include "lib/id.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "lib/stamp.h"

#define TAIL_FULL 26

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

int id_make(struct id *id)
{
	uint64_t milliseconds = (uint64_t)(stamp_now() / 1000);

	if (getrandom(id->byte, sizeof(id->byte), 0) != (ssize_t)sizeof(id->byte))
		return -errno;
	for (int i = 0; i < 6; i++)
		id->byte[i] = (uint8_t)(milliseconds >> (40 - 8 * i));
	id->byte[6] = (uint8_t)(0x70 | (id->byte[6] & 0x0f));
	id->byte[8] = (uint8_t)(0x80 | (id->byte[8] & 0x3f));
	return 0;
}

static char *put_hex(char *out, const uint8_t *bytes, size_t count)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		*out++ = hex[bytes[i] >> 4];
		*out++ = hex[bytes[i] & 15];
	}
	return out;
}

char *id_format(const struct id *id, char text[ID_TEXT_SIZE])
{
	char *out = put_hex(text, id->byte, 4);

	for (size_t at = 4; at < 10; at += 2) {
		*out++ = '-';
		out = put_hex(out, id->byte + at, 2);
	}
	*out++ = '-';
	*put_hex(out, id->byte + 10, 6) = '\0';
	return text;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int id_parse(const char *text, struct id *id)
{
	if (strnlen(text, ID_TEXT_SIZE) != ID_TEXT_SIZE - 1)
		return 1;
	for (int i = 0; i < 16; i++) {
		if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
			return 1;
		int high = hex_value(*text++), low = hex_value(*text++);
		if (high < 0 || low < 0)
			return 1;
		id->byte[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

/* The five bits that are `place` characters before the end. */
static unsigned five_bits(const struct id *id, unsigned place)
{
	unsigned bit = place * 5;
	int byte = 15 - (int)(bit / 8);
	unsigned pair = id->byte[byte];

	if (byte > 0)
		pair |= (unsigned)id->byte[byte - 1] << 8;
	return pair >> (bit % 8) & 31;
}

char *id_tail(const struct id *id, size_t length, char text[ID_TAIL_SIZE])
{
	for (size_t i = 0; i < length; i++)
		text[length - 1 - i] = alphabet[five_bits(id, (unsigned)i)];
	text[length] = '\0';
	return text;
}

static char plain_character(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'i' || c == 'l')
		return '1';
	if (c == 'o')
		return '0';
	return c && strchr(alphabet, c) ? c : '\0';
}

bool id_tail_plain(const char *typed, char plain[ID_TAIL_SIZE])
{
	size_t size = strnlen(typed, TAIL_FULL + 1);

	if (size < ID_TAIL_SHORT || size > TAIL_FULL)
		return false;
	for (size_t i = 0; i < size; i++)
		if (!(plain[i] = plain_character(typed[i])))
			return false;
	plain[size] = '\0';
	return true;
}

bool id_has_tail(const struct id *id, const char *plain)
{
	char tail[ID_TAIL_SIZE];

	return strcmp(id_tail(id, strlen(plain), tail), plain) == 0;
}

char *id_ref(const struct id *id, int64_t opened_at, char text[ID_REF_SIZE])
{
	struct civil day = stamp_civil(opened_at < STAMP_MIN ? STAMP_MIN : opened_at);
	char tail[ID_TAIL_SIZE];

	snprintf(text, ID_REF_SIZE, "%04u%02u%02u-%s", (unsigned)day.year % 10000,
		 (unsigned)day.month % 100, (unsigned)day.day % 100,
		 id_tail(id, ID_TAIL_SHORT, tail));
	return text;
}
