/* SPDX-License-Identifier: MIT */
#include "lib/text-unicode.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/text.h"

/*
 * The one door to utf8proc: what a grapheme is and how wide, and what text looks like once case and
 * spelling no longer matter. ASCII, which is nearly everything, never gets that far.
 *
 * A grapheme is as wide as its widest character: marks add nothing, and a family of four joined
 * emoji takes the two cells of one.
 */
enum { emoji_cells = 2, emoji_style = 0xfe0f };

/* Can U+FE0F turn it into an emoji? The pictographs, and the keycaps' digits. */
static bool has_emoji_style(uint32_t code)
{
	if (code < 0x80)
		return code == '#' || code == '*' || (code >= '0' && code <= '9');
	return utf8proc_get_property((utf8proc_int32_t)code)->boundclass ==
	       UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool is_flag_half(uint32_t code)
{
	return code >= 0x1f1e6 && code <= 0x1f1ff;
}

/* Cells that code asks for in a grapheme that begins with first. */
static size_t cells_for(uint32_t first, uint32_t code)
{
	int cells;

	if (is_flag_half(code) || (code == emoji_style && has_emoji_style(first)))
		return emoji_cells;
	cells = utf8proc_charwidth((utf8proc_int32_t)code);
	return cells > 0 ? (size_t)cells : 0;
}

static bool is_printable_ascii(char byte)
{
	return byte >= ' ' && byte <= '~';
}

size_t unicode_grapheme(const char *text, size_t size, size_t *cells)
{
	uint32_t first, before, code;
	utf8proc_int32_t state = 0;
	size_t at, bytes, wanted;

	*cells = 1;
	if (is_printable_ascii(text[0]) && (size == 1 || !(text[1] & 0x80)))
		return 1;
	at = unicode_next(text, size, &first);
	*cells = cells_for(first, first);
	for (before = first; at < size; before = code, at += bytes) {
		bytes = unicode_next(text + at, size - at, &code);
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
						     (utf8proc_int32_t)code, &state))
			break;
		wanted = cells_for(first, code);
		*cells = wanted > *cells ? wanted : *cells;
	}
	return at;
}

size_t unicode_cells(const char *text, size_t size)
{
	size_t all = 0, cells;

	for (size_t at = 0; at < size; all += cells)
		at += unicode_grapheme(text + at, size - at, &cells);
	return all;
}

size_t text_width(const char *safe)
{
	return unicode_cells(safe, strlen(safe));
}

static void add_lower(struct buffer *out, const char *text, size_t size)
{
	size_t at = out->size;

	buffer_add(out, text, size);
	if (out->failed)
		return;
	for (; at < out->size; at++)
		if (out->data[at] >= 'A' && out->data[at] <= 'Z')
			out->data[at] |= 0x20;
}

/* NFKC_Casefold: ß is ss, ﬁ is fi, é is é however it was typed. Broken text stays as it is. */
static void add_folded(struct buffer *out, const char *text, size_t size)
{
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
					  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t bytes;

	bytes = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &folded,
			     options);
	if (bytes >= 0)
		buffer_add(out, folded, (size_t)bytes);
	else if (bytes == UTF8PROC_ERROR_NOMEM)
		out->failed = true;
	else
		add_lower(out, text, size);
	free(folded);
}

/*
 * Bytes to fold at once: utf8proc sorts the marks of one character in time that grows with their
 * square, and a hostile text is nothing but marks. A piece begins with ASCII if it can, for no mark
 * belongs to what stands before that.
 */
static size_t piece_of(const char *text, size_t size)
{
	enum { most = 512 };
	size_t whole = text_cut_bytes(text, size, most), end = whole;

	if (whole == size)
		return size;
	while (end > 1 && (text[end] & 0x80))
		end--;
	return end > 1 ? end : whole;
}

/*
 * Only the stretch from the first to the last character above ASCII needs the tables, with the one
 * before it, which a mark may change; ASCII around it cannot be affected.
 */
char *text_fold(const char *text)
{
	drop(buffer_free) struct buffer out = { 0 };
	size_t size = strlen(text);
	size_t at = unicode_ascii(text, size), end = size;

	if (at < size) {
		at -= at > 0;
		while (!(text[end - 1] & 0x80))
			end--;
	}
	add_lower(&out, text, at);
	for (size_t bytes; at < end; at += bytes) {
		bytes = piece_of(text + at, end - at);
		add_folded(&out, text + at, bytes);
	}
	add_lower(&out, text + end, size - end);
	return buffer_steal(&out);
}

const char *text_fold_version(void)
{
	return utf8proc_version();
}
