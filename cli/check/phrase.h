/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Phrases in a line of prose, upper and lower case alike (ASCII). A list of phrases is one string,
 * "ruled out|misleading*|dead end": each begins at the beginning of a word and ends at the end of one,
 * or anywhere with a `*`. It is in lower case.
 */
#include <stdbool.h>
#include <stddef.h>

/* Where the first of the phrases stands in text, or NULL. */
const char *phrase_find(const char *text, const char *phrases);

/* How many bytes the phrase takes that begins at `at`, or 0. text: where the line begins. */
size_t phrase_at(const char *text, const char *at, const char *phrases);

/* Letters, digits, and whatever is not ASCII. */
bool phrase_is_word(char byte);

/* The words of text: what stands between white space and has a letter or a digit in it. */
size_t phrase_count(const char *text);
