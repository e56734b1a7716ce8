/* SPDX-License-Identifier: MIT */
#include "cli/report/postmortem.h"

#include <stdio.h>
#include <string.h>

#include "cli/report/document.h"
#include "lib/when.h"

/*
 * A template is copied line by line; what stands between the two markers of a block that we know is
 * replaced by what the block writes. Everything else stays as it is, an unknown block, too.
 */
static const char begin_mark[] = "<!-- incident:begin ", end_mark[] = "<!-- incident:end ";

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static size_t line_size(const char *text)
{
	size_t size = strcspn(text, "\n");

	return size + (text[size] == '\n');
}

static const struct document_block *block_at(const char *line)
{
	const char *name = line + strlen(begin_mark);

	for (const struct document_block *block = document_blocks; block->name; block++)
		if (starts_with(name, block->name) && name[strlen(block->name)] == ' ')
			return block;
	return NULL;
}

/* The line of the end marker, or NULL if the block is never ended. */
static const char *end_of(const char *line)
{
	while (*line && !starts_with(line, end_mark))
		line += line_size(line);
	return *line ? line : NULL;
}

/* Copy a line; if a block begins in it, write the block. Returns where to go on. */
static const char *copy(const struct document *document, const char *line)
{
	const struct document_block *block = starts_with(line, begin_mark) ? block_at(line) : NULL;
	const char *next = line + line_size(line), *end = block ? end_of(next) : NULL;

	buffer_add(document->out, line, line_size(line));
	if (!end)
		return next;
	block->write(document);
	return end;
}

void postmortem_write(struct buffer *out, const char *name, const char *template,
		      const struct timeline *timeline, int64_t now)
{
	const struct document document = { .out = out, .timeline = timeline, .now = now };

	buffer_printf(out, "<!-- incident:document ref=%s template=%s tz=%s -->\n",
		      timeline_text(timeline, "full_ref"), name, when_zone());
	while (*template)
		template = copy(&document, template);
}
