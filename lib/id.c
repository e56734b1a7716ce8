/* SPDX-License-Identifier: MIT */
/* A UUID is 128 bits; a tail takes them five at a time from the end, so the 26th character has only three. */
#include "lib/id.h"

#include <endian.h>
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

#define EACH(byte) (UINT64_MAX / 255 * (byte))

/* The eight hex digits of four bytes, all at once: first each nibble into a byte of its own. */
static void put_hex(char *out, const uint8_t *bytes)
{
	uint64_t word = (uint64_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];

	word = (word << 16 | word) & UINT64_C(0x0000ffff0000ffff);
	word = (word << 8 | word) & UINT64_C(0x00ff00ff00ff00ff);
	word = (word << 4 | word) & EACH(0x0f);
	uint64_t letters = (word + EACH(6)) >> 4 & EACH(1);
	word = htobe64(word + EACH('0') + letters * ('a' - '0' - 10));
	memcpy(out, &word, sizeof(word));
}

char *id_format(const struct id *id, char text[ID_TEXT_SIZE])
{
	char hex[32];

	for (size_t at = 0; at < 16; at += 4)
		put_hex(hex + 2 * at, id->byte + at);
	memcpy(text, hex, 8);
	for (size_t at = 8; at < 20; at += 4) {
		text[at + at / 4 - 2] = '-';
		memcpy(text + at + at / 4 - 1, hex + at, 4);
	}
	text[23] = '-';
	memcpy(text + 24, hex + 20, 12);
	text[36] = '\0';
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
