/* SPDX-License-Identifier: MIT */
/*
 * Widths are those of DejaVu Sans at 12 units, the widest of the fonts that browsers take for sans-serif,
 * in five classes; what is not ASCII counts by its cells.
 */
#include "cli/picture/letter.h"

#include <stdbool.h>
#include <string.h>

#include "lib/drop.h"
#include "lib/text.h"

static const double narrowest = 4.1;

static double of_byte(char byte)
{
	if (strchr("iljI|!'.,:; ", byte))
		return narrowest;
	if (strchr("frt()[]/\\\"-J", byte))
		return 5.6;
	if (strchr("mMW@%&", byte))
		return 12;
	if (strchr("wGOQDNHU+<>=~#_", byte))
		return 10.2;
	return byte >= 'A' && byte <= 'Z' ? 8.8 : 7.7;
}

/* The cells of what is not ASCII, as wide as an M: scripts differ too much for less. */
static double of_others(const char *safe)
{
	size_t ascii = 0;

	for (const char *byte = safe; *byte; byte++)
		ascii += *byte > 0 && *byte < 127;
	return 12 * (double)(text_width(safe) - ascii);
}

double letter_width(const char *safe)
{
	double width = 0;
	bool other = false;

	for (const char *byte = safe; *byte; byte++) {
		if (*byte > 0 && *byte < 127)
			width += of_byte(*byte);
		else
			other = true;
	}
	return other ? width + of_others(safe) : width;
}

char *letter_fit(const char *safe, double width)
{
	/* no letter is narrower: what is longer needs not be tried */
	size_t cells = width > 0 ? (size_t)(width / narrowest) + 2 : 1;

	while (cells > 1) {
		drop(free) char *fitted = text_fit(safe, --cells, true);

		if (!fitted || letter_width(fitted) <= width)
			return steal(&fitted);
	}
	return strdup("");
}
