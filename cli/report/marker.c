/* SPDX-License-Identifier: MIT */
/*
 * A marker is a whole line, so that text inside a block that looks like one in the middle of a line is
 * text. Blocks do not nest, and each stands once: then a block can be found again by its name.
 */
#include "cli/report/marker.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char mark[] = "<!-- incident:", mark_end[] = "-->";
static const char byte_order_mark[] = "\xef\xbb\xbf";

/* A line without its end and the blanks before that. */
struct line {
	const char *text, *next;
	size_t size, number;
};

static struct line line_at(const char *text, size_t number)
{
	struct line line = { .text = text, .size = strcspn(text, "\n"), .number = number };

	line.next = text + line.size + (text[line.size] == '\n');
	while (line.size && isspace((unsigned char)text[line.size - 1]))
		line.size--;
	return line;
}

/* What stands behind `<!-- incident:WORD ` in a marker line, or NULL if it is none of this sort. */
static const char *words_of(const struct line *line, const char *word)
{
	size_t size = strlen(mark), word_size = strlen(word);

	if (line->size < size + word_size + strlen(mark_end) ||
	    strncmp(line->text, mark, size) != 0 ||
	    strncmp(line->text + size, word, word_size) != 0 ||
	    line->text[size + word_size] != ' ' ||
	    strncmp(line->text + line->size - strlen(mark_end), mark_end, strlen(mark_end)) != 0)
		return NULL;
	return line->text + size + word_size + 1;
}

__attribute__((format(printf, 3, 4))) static int wrong(struct marker_fault *fault, size_t line,
						       const char *format, ...)
{
	va_list arguments;

	fault->line = line;
	va_start(arguments, format);
	vsnprintf(fault->what, sizeof(fault->what), format, arguments);
	va_end(arguments);
	return 1;
}

static void take_word(const char *words, char *word, size_t room)
{
	size_t size = strcspn(words, " \t\r\n");

	snprintf(word, room, "%.*s", (int)(size < room ? size : room - 1), words);
}

static int open_block(struct marker_list *list, const struct line *line, const char *words,
		      struct marker_fault *fault)
{
	struct marker marker = { .begin = line->text, .content = line->next, .line = line->number };
	struct marker *markers;
	const char *hash = strstr(words, " hash=");

	take_word(words, marker.name, sizeof(marker.name));
	if (hash && hash < line->text + line->size)
		take_word(hash + 6, marker.hash, sizeof(marker.hash));
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->markers[i].name, marker.name) == 0)
			return wrong(fault, line->number, "block \"%s\" begins a second time",
				     marker.name);
	markers = reallocarray(list->markers, list->count + 1, sizeof(*markers));
	if (!markers)
		return -ENOMEM;
	list->markers = markers;
	markers[list->count++] = marker;
	return 0;
}

static int close_block(struct marker *marker, const struct line *line, const char *words,
		       struct marker_fault *fault)
{
	char name[MARKER_NAME];

	take_word(words, name, sizeof(name));
	if (strcmp(marker->name, name) != 0)
		return wrong(fault, line->number, "block \"%s\" ends, but \"%s\" was begun", name,
			     marker->name);
	marker->end = line->text;
	marker->after = line->next;
	return 0;
}

/* A whole line that begins and ends as a marker, and has no word of one. */
static bool is_unknown(const struct line *line)
{
	return line->size >= strlen(mark) + strlen(mark_end) &&
	       strncmp(line->text, mark, strlen(mark)) == 0 &&
	       strncmp(line->text + line->size - strlen(mark_end), mark_end, strlen(mark_end)) ==
		       0 &&
	       !words_of(line, "document");
}

static int take_line(struct marker_list *list, const struct line *line, struct marker_fault *fault)
{
	const char *begin = words_of(line, "begin"), *end = words_of(line, "end");
	struct marker *last = list->count ? &list->markers[list->count - 1] : NULL;
	bool open = last && !last->end;

	if (begin && open)
		return wrong(fault, line->number, "block \"%s\" has not ended yet", last->name);
	if (begin)
		return open_block(list, line, begin, fault);
	if (end && !open)
		return wrong(fault, line->number, "a block ends that was not begun");
	if (end)
		return close_block(last, line, end, fault);
	return is_unknown(line) ? wrong(fault, line->number,
					"it is neither a begin nor an end of a block: %.*s",
					(int)line->size, line->text)
				: 0;
}

int marker_scan(const char *text, struct marker_list *list, struct marker_fault *fault)
{
	const struct marker *last;
	int answer = 0;

	*list = (struct marker_list){ 0 };
	for (size_t number = 1; *text && answer == 0; number++) {
		struct line line = line_at(text, number);

		answer = take_line(list, &line, fault);
		text = line.next;
	}
	last = list->count ? &list->markers[list->count - 1] : NULL;
	if (answer == 0 && last && !last->end)
		answer = wrong(fault, last->line, "block \"%s\" never ends", last->name);
	if (answer)
		marker_free(list);
	return answer;
}

void marker_free(struct marker_list *list)
{
	free(list->markers);
	*list = (struct marker_list){ 0 };
}

/* FNV-1a, 64 bits (draft-eastlake-fnv). */
void marker_hash(const char *content, size_t size, char hash[MARKER_HASH])
{
	uint64_t value = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < size; i++) {
		if (content[i] == '\r' && i + 1 < size && content[i + 1] == '\n')
			continue;
		value = (value ^ (unsigned char)content[i]) * UINT64_C(0x100000001b3);
	}
	snprintf(hash, MARKER_HASH, "%016" PRIx64, value);
}

void marker_begin(struct buffer *out, const char *name, const char *hash)
{
	buffer_printf(out, "%sbegin %s hash=%s %s", mark, name, hash, mark_end);
}

static const char *first_line(const char *text)
{
	size_t size = strlen(byte_order_mark);

	return strncmp(text, byte_order_mark, size) == 0 ? text + size : text;
}

bool marker_is_document(const char *text)
{
	struct line line = line_at(first_line(text), 1);

	return words_of(&line, "document");
}

void marker_value(const char *text, const char *name, char value[MARKER_VALUE])
{
	struct line line = line_at(first_line(text), 1);
	const char *words = words_of(&line, "document");
	size_t size = strlen(name);

	value[0] = '\0';
	while (words && words < line.text + line.size) {
		if (strncmp(words, name, size) == 0 && words[size] == '=') {
			take_word(words + size + 1, value, MARKER_VALUE);
			return;
		}
		words += strcspn(words, " \n");
		words += strspn(words, " ");
	}
}

void marker_add_value(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, " %s=", name);
	for (; *value; value++) {
		char plain = isalnum((unsigned char)*value) || strchr("_./+:,", *value) ||
					     (*value == '-' && value[1] != '-')
				     ? *value
				     : '_';

		buffer_add(out, &plain, 1);
	}
}
