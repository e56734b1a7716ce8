/* SPDX-License-Identifier: MIT */
/* Six bits a character, the highest first. */
#include "lib/base64.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* One to three bytes make four characters. */
static void encode_group(struct buffer *out, const unsigned char *bytes, size_t size)
{
	unsigned bits = (unsigned)bytes[0] << 16;

	if (size > 1)
		bits |= (unsigned)bytes[1] << 8;
	if (size > 2)
		bits |= bytes[2];
	const char group[4] = {
		digits[bits >> 18],
		digits[bits >> 12 & 63],
		size > 1 ? digits[bits >> 6 & 63] : '=',
		size > 2 ? digits[bits & 63] : '=',
	};
	buffer_add(out, group, sizeof(group));
}

void base64_encode(struct buffer *out, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	for (; size > 3; at += 3, size -= 3)
		encode_group(out, at, 3);
	if (size)
		encode_group(out, at, size);
}

static int value_of(char digit)
{
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Only what is missing of the last group may stand behind the digits. */
static bool is_end(const char *text, const char *at)
{
	size_t padding = strspn(at, "=");

	return padding < 3 && !at[padding] && (size_t)(at + padding - text) % 4 == 0;
}

ssize_t base64_decode(char *text)
{
	size_t size = 0;
	unsigned bits = 0, count = 0;
	const char *at = text;

	for (; *at && *at != '='; at++) {
		int value = value_of(*at);

		if (value < 0)
			return -1;
		bits = bits << 6 | (unsigned)value;
		count += 6;
		if (count >= 8) {
			count -= 8;
			text[size++] = (char)(bits >> count & 0xff);
		}
	}
	return is_end(text, at) && !(bits & ((1U << count) - 1)) ? (ssize_t)size : -1;
}
