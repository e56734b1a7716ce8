/* SPDX-License-Identifier: MIT */
#include "lib/text.h"

#include <string.h>

#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/text-unicode.h"

/*
 * Text in a given room. Wrapping never prints white space until something comes after it: line ends
 * and spaces are owed, and paid before the next word. So no line ends in a space, an empty line is
 * not indented, and there is no line end at the end.
 */
struct wrap {
	FILE *out;
	size_t indent, width;
	size_t column;        /* where what is printed ends */
	size_t lines, spaces; /* owed */
	bool fresh;           /* nothing but the indentation is on this line */
};

static void put_many(FILE *out, char byte, size_t count)
{
	while (count--)
		fputc(byte, out);
}

static void put(struct wrap *wrap, const char *bytes, size_t size, size_t cells)
{
	put_many(wrap->out, '\n', wrap->lines);
	put_many(wrap->out, ' ', wrap->spaces + (wrap->lines ? wrap->indent : 0));
	fwrite(bytes, 1, size, wrap->out);
	wrap->column += wrap->spaces + cells;
	wrap->lines = wrap->spaces = 0;
	wrap->fresh = false;
}

static void break_line(struct wrap *wrap)
{
	wrap->lines++;
	wrap->spaces = 0;
	wrap->column = wrap->indent;
	wrap->fresh = true;
}

static bool has_room(const struct wrap *wrap, size_t cells)
{
	return !wrap->width || wrap->column + wrap->spaces + cells <= wrap->width;
}

/* At least one grapheme a line, however narrow it is. */
static void put_in_pieces(struct wrap *wrap, const char *word, size_t size)
{
	size_t cells;

	for (size_t at = 0, bytes; at < size; at += bytes) {
		bytes = unicode_grapheme(word + at, size - at, &cells);
		if (!wrap->fresh && !has_room(wrap, cells))
			break_line(wrap);
		put(wrap, word + at, bytes, cells);
	}
}

static void put_word(struct wrap *wrap, const char *word, size_t size)
{
	size_t cells = unicode_cells(word, size);

	if (!has_room(wrap, cells) && !wrap->fresh)
		break_line(wrap);
	if (!has_room(wrap, cells))
		wrap->spaces = 0;
	if (has_room(wrap, cells))
		put(wrap, word, size, cells);
	else
		put_in_pieces(wrap, word, size);
}

void text_wrap(FILE *out, const char *safe, size_t column, size_t indent, size_t width)
{
	struct wrap wrap = { .out = out, .indent = indent, .width = width, .column = column };

	wrap.fresh = column <= indent;
	while (*safe) {
		size_t size = strcspn(safe, " \n");

		if (size)
			put_word(&wrap, safe, size);
		else if (*safe == '\n')
			break_line(&wrap);
		else
			wrap.spaces++;
		safe += size ? size : 1;
	}
}

/* Bytes of the longest beginning that takes no more than that. */
static size_t bytes_within(const char *text, size_t size, size_t room)
{
	size_t at = 0, cells;

	while (at < size) {
		size_t bytes = unicode_grapheme(text + at, size - at, &cells);

		if (cells > room)
			return at;
		room -= cells;
		at += bytes;
	}
	return at;
}

char *text_fit(const char *safe, size_t cells, bool utf8)
{
	drop(buffer_free) struct buffer out = { 0 };
	size_t size = strlen(safe), dots = utf8 ? 1 : 3;

	if (bytes_within(safe, size, cells) == size)
		return strdup(safe);
	dots = dots < cells ? dots : cells;
	buffer_add(&out, safe, bytes_within(safe, size, cells - dots));
	while (dots--)
		buffer_add_text(&out, utf8 ? "…" : ".");
	return buffer_steal(&out);
}
