/* SPDX-License-Identifier: MIT */
#include "lib/text.h"

#include <string.h>

#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/text-unicode.h"

/*
 * What must be seen rather than obeyed. A terminal acts on controls, and a reader is deceived by
 * what changes the reading order or takes no room: all of it is spelt out. The joiners U+200C and
 * U+200D stay, for emoji and several scripts are broken without them.
 */
static const struct range {
	uint32_t first, last;
} hidden[] = {
	{ 0x0080, 0x009f },   /* C1 controls */
	{ 0x061c, 0x061c },   /* Arabic letter mark */
	{ 0x180e, 0x180e },   /* Mongolian vowel separator */
	{ 0x200b, 0x200b },   /* zero width space */
	{ 0x200e, 0x200f },   /* left-to-right and right-to-left marks */
	{ 0x2028, 0x202e },   /* line and paragraph separators, embeddings, overrides */
	{ 0x2060, 0x206f },   /* word joiner, invisible operators, isolates */
	{ 0xfeff, 0xfeff },   /* byte order mark */
	{ 0xfff9, 0xfffb },   /* interlinear annotation */
	{ 0xe0000, 0xe007f }, /* tags */
};

static bool is_hidden(uint32_t code)
{
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (code <= hidden[i].last)
			return code >= hidden[i].first;
	return false;
}

static bool is_control(char byte)
{
	return (unsigned char)byte < ' ' || byte == 0x7f;
}

/* Bytes of the line end that text begins with: LF, or CR LF. */
static size_t newline_bytes(const char *text)
{
	if (text[0] == '\n')
		return 1;
	return text[0] == '\r' && text[1] == '\n' ? 2 : 0;
}

/* ^A to ^Z and so on, ^? for DEL. */
static void add_control(struct buffer *out, char byte)
{
	char caret[] = { '^', (char)(byte ^ 0x40) };

	if (byte == '\t')
		buffer_add(out, " ", 1);
	else
		buffer_add(out, caret, sizeof(caret));
}

/* One character of text; the bytes it took. */
static size_t add_character(struct buffer *out, const char *text, size_t size)
{
	uint32_t code;
	size_t bytes = unicode_decode(text, size, &code);

	if (!bytes)
		buffer_add_text(out, "\xef\xbf\xbd"); /* U+FFFD */
	else if (is_control(text[0]))
		add_control(out, text[0]);
	else if (is_hidden(code))
		buffer_printf(out, "<U+%04X>", (unsigned int)code);
	else
		buffer_add(out, text, bytes);
	return bytes ? bytes : 1;
}

bool text_is_blank(const char *text)
{
	return !text[strspn(text, " \t\r\n\v\f")];
}

char *text_safe(const char *text, bool lines)
{
	drop(buffer_free) struct buffer out = { 0 };
	const char *end = text + strlen(text);

	while (text < end) {
		size_t bytes = newline_bytes(text);

		if (bytes)
			buffer_add(&out, lines ? "\n" : " ", 1);
		else
			bytes = add_character(&out, text, (size_t)(end - text));
		text += bytes;
	}
	return buffer_steal(&out);
}
