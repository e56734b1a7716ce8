/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What the text-*.c files and lib/parse-text.c share: characters as numbers, and graphemes as cells. Nobody
 * else needs this; what they need is in lib/text.h.
 */
#include <stddef.h>
#include <stdint.h>

#define UNICODE_LONGEST 4 /* bytes of a character */

enum { unicode_replacement = 0xfffd };

/* How many bytes from the start of text are ASCII other than NUL. */
size_t unicode_ascii(const char *text, size_t size);

/* The character that text begins with: its bytes and *code; 0 if there is none or it is broken. */
size_t unicode_decode(const char *text, size_t size, uint32_t *code);

/* The character as bytes: how many; 0 if it is none. */
size_t unicode_encode(uint32_t code, char bytes[UNICODE_LONGEST]);

/* The same for text of any kind: a broken byte is one U+FFFD. size is not 0, the answer neither. */
size_t unicode_next(const char *text, size_t size, uint32_t *code);

/* Bytes of the grapheme that text begins with, and the cells it takes. size is not 0. */
size_t unicode_grapheme(const char *text, size_t size, size_t *cells);

/* Cells of the whole. */
size_t unicode_cells(const char *text, size_t size);
