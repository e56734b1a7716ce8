/* SPDX-License-Identifier: MIT */
#include "cli/report/markdown.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/drop.h"
#include "lib/text.h"

/*
 * Characters that mean something are escaped where they could; the text stays readable unrendered, too:
 * max_connections and 4.2.1 are left alone. Web addresses stay addresses, as <https://…>. A mention or
 * an issue number is parted by an empty comment, or a forge would notify people. Markup of HTML cannot
 * begin, so neither can one of our markers.
 */
struct writer {
	struct buffer *out;
	const char *start, *at; /* of the safe text */
	const char *newline;
	bool fresh; /* nothing of this line is written */
};

static bool is_word(char byte)
{
	return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static char before(const struct writer *writer)
{
	return writer->at > writer->start ? writer->at[-1] : ' ';
}

static void put(struct writer *writer, const char *text, size_t taken)
{
	buffer_add_text(writer->out, text);
	writer->at += taken;
	writer->fresh = false;
}

static void put_escaped(struct writer *writer)
{
	char text[] = { '\\', *writer->at, '\0' };

	put(writer, text, 1);
}

static size_t address_size(const struct writer *writer)
{
	const char *at = writer->at;
	size_t size;

	if (is_word(before(writer)) ||
	    (strncmp(at, "http://", 7) != 0 && strncmp(at, "https://", 8) != 0))
		return 0;
	size = strcspn(at, " \n<>\"|`\\^{}");
	while (size && strchr(".,;:!?)'*_]", at[size - 1]))
		size--;
	return size > 8 ? size : 0;
}

static bool put_address(struct writer *writer)
{
	size_t size = address_size(writer);

	if (!size)
		return false;
	buffer_add_text(writer->out, "<");
	buffer_add(writer->out, writer->at, size);
	put(writer, ">", size);
	return true;
}

/* Newlines and the blanks around them. */
static bool put_newline(struct writer *writer)
{
	size_t blanks = strspn(writer->at, " \n");
	bool lines = memchr(writer->at, '\n', blanks);

	if (!blanks || (!lines && !writer->fresh && writer->at[blanks]))
		return false;
	writer->at += blanks;
	if (lines && !writer->fresh && *writer->at) {
		buffer_add_text(writer->out, writer->newline);
		writer->fresh = true;
	}
	return true;
}

/* "1." or "1)" at the start of a line. */
static bool put_number(struct writer *writer)
{
	size_t digits = strspn(writer->at, "0123456789");

	if (!digits || digits > 9 || !writer->at[digits] || !strchr(".)", writer->at[digits]))
		return false;
	buffer_add(writer->out, writer->at, digits);
	writer->at += digits;
	put_escaped(writer);
	return true;
}

static bool put_first(struct writer *writer)
{
	if (!writer->fresh)
		return false;
	if (*writer->at && strchr("-+=#:", *writer->at)) {
		put_escaped(writer);
		return true;
	}
	return put_number(writer);
}

static bool put_mention(struct writer *writer)
{
	char mark = *writer->at, next = writer->at[1];
	bool person = mark == '@' && !is_word(before(writer)) && is_word(next);
	bool number = mark == '#' && isdigit((unsigned char)next);

	if (!person && !number)
		return false;
	put(writer, person ? "@<!-- -->" : "#<!-- -->", 1);
	return true;
}

static bool put_entity(struct writer *writer)
{
	char next = writer->at[1];

	if (*writer->at == '<')
		put(writer, "&lt;", 1);
	else if (*writer->at == '&' && (isalnum((unsigned char)next) || next == '#'))
		put(writer, "&amp;", 1);
	else
		return false;
	return true;
}

static bool put_mark(struct writer *writer)
{
	bool inside = is_word(before(writer)) && is_word(writer->at[1]);

	if (!strchr("\\`*_[]>|~$", *writer->at) || (*writer->at == '_' && inside))
		return false;
	put_escaped(writer);
	return true;
}

static void put_plain(struct writer *writer)
{
	char text[] = { *writer->at, '\0' };

	put(writer, text, 1);
}

void markdown_add(struct buffer *out, const char *text, const char *newline)
{
	drop(free) char *safe = text_safe(text, true);
	struct writer writer = {
		.out = out, .start = safe, .at = safe, .newline = newline, .fresh = true
	};

	while (safe && *writer.at)
		if (!put_newline(&writer) && !put_first(&writer) && !put_address(&writer) &&
		    !put_mention(&writer) && !put_entity(&writer) && !put_mark(&writer))
			put_plain(&writer);
}
