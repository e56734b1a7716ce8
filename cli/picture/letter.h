/* SPDX-License-Identifier: MIT */
#pragma once

/* How wide a line of text will be in a picture, whose fonts are those of whoever looks at it. */
#include <stddef.h>

#define LETTER_SIZE 12 /* of the letters of a picture, in its units */

/* Of safe text, in units of the picture: no common sans-serif font is wider. */
double letter_width(const char *safe);

/* The beginning of safe text that is no wider, "…" at its end if something was cut. Malloced; NULL: no memory. */
char *letter_fit(const char *safe, double width);
