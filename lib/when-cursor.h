/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * A place in a text, and steps over what was expected there. For the grammar of lib/when.h.
 *
 * A step is taken or it is not (true or false); after a number that was not, the place is undefined.
 * Letters are ASCII and their case does not matter, in any locale: a Turkish one has its own idea of
 * the I in FRIDAY.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const char *at, *end;
};

/* A row of a table of words, which ends with { NULL, 0 }. */
struct cursor_word {
	const char *text;
	int64_t value;
};

bool cursor_is_done(const struct cursor *c);
bool cursor_is_digit(const struct cursor *c);
bool cursor_is_space(const struct cursor *c);

/* How many letters are ahead. */
size_t cursor_letters(const struct cursor *c);

void cursor_skip_spaces(struct cursor *c);
bool cursor_take(struct cursor *c, char mark);

/* All the letters ahead, if they are this word, or one of the table. */
bool cursor_take_word(struct cursor *c, const char *word);
bool cursor_take_one(struct cursor *c, const struct cursor_word *words, int64_t *value);

/* All the digits ahead, if they are from least to most (18 at most), or most (9 at most). */
bool cursor_take_digits(struct cursor *c, int least, int most, int64_t *value);
bool cursor_take_int(struct cursor *c, int least, int most, int *value);

/* A point and one to nine digits, of which six count; nothing at all is no fraction, and 0. */
bool cursor_take_fraction(struct cursor *c, int *micro);

/* Take this (letters or not) off the end. */
bool cursor_cut(struct cursor *c, const char *tail);
