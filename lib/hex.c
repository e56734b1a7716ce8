/* SPDX-License-Identifier: MIT */
#include "lib/hex.h"

#include <string.h>

static int digit_of(char letter)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = letter ? strchr(digits, letter) : NULL;

	return found ? (int)(found - digits) : -1;
}

int hex_read(const char *text, uint8_t *bytes, size_t size)
{
	if (strlen(text) != 2 * size)
		return 1;
	for (size_t i = 0; i < size; i++) {
		int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return 1;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}
