/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Text that came from people, on its way to a terminal: checked, made safe, measured, cut and wrapped.
 *
 * What is stored is what was written. What is shown cannot move the cursor, change a title, or turn the
 * reading direction: C0 and C1 controls, DEL, and the bidi controls (U+061C, U+200E/F, U+202A-E,
 * U+2066-9) come out in caret or <U+202E> form. Widths are utf8proc's, in cells, by grapheme.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Is this well-formed UTF-8 (no surrogates, no overlong forms), without NUL? */
bool text_is_valid(const char *text, size_t size);

/* Is there nothing in it but white space, if anything? */
bool text_is_blank(const char *text);

/* The largest n <= limit at which text can be cut without breaking a character. */
size_t text_cut_bytes(const char *text, size_t size, size_t limit);

/*
 * The safe form of text. lines: newlines stay (and tabs become spaces); otherwise both are shown as one
 * space. Malloced; NULL if there is no memory. Broken UTF-8 comes out as U+FFFD.
 */
char *text_safe(const char *text, bool lines);

/* Cells of safe text (one line). */
size_t text_width(const char *safe);

/* The first `cells` cells of safe text, with "…" (or "..." where utf8 is false) in its last ones if something was cut. Malloced. */
char *text_fit(const char *safe, size_t cells, bool utf8);

/*
 * Write safe text wrapped to `width` cells: the first line starts in column `column` (already printed),
 * the next ones are indented by `indent`. Breaks at spaces, inside a word only if it is longer than a
 * line. Newlines in the text break too. width 0: no wrapping, newlines still indent. Ends without a newline.
 */
void text_wrap(FILE *out, const char *safe, size_t column, size_t indent, size_t width);

/* Does every word of query (split at white space) occur in text, ignoring case (full Unicode folding)? An empty query matches nothing. */
bool text_has_words(const char *text, const char *query);

/* The same, but only whole words count: "the" is not in "other". */
bool text_has_whole_words(const char *text, const char *query);

/* The folded form of text, for comparing many with one query. Malloced. */
char *text_fold(const char *text);

/* By which tables: what was folded by others may look different. */
const char *text_fold_version(void);

/* The candidate closest to word, if it is close enough to be what was meant (Damerau-Levenshtein <= 1 + length / 4), else NULL. */
const char *text_suggest(const char *word, const char *const *candidates);
