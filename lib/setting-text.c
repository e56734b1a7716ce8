/* SPDX-License-Identifier: MIT */
#include "lib/setting-text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/drop.h"

#define FILE_MOST (256 * 1024) /* bytes */

static int read_text(const char *path, struct buffer *text)
{
	drop(file_close) FILE *file = fopen(path, "re");
	char chunk[4096];
	size_t size;

	while (file && text->size <= FILE_MOST && (size = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buffer_add(text, chunk, size);
	if (!file || ferror(file))
		return errno ? -errno : -EIO;
	buffer_add(text, "", 1);
	if (text->failed)
		return -ENOMEM;
	return text->size > FILE_MOST || strlen(text->data) != text->size - 1 ? SETTING_TEXT_WRONG
									      : 0;
}

static size_t quoted_size(const char *at)
{
	const char *end = at + 1;

	while (*end && *end != *at)
		end += *end == '\\' && end[1] ? 2 : 1;
	return (size_t)(end - at) + (*end != '\0');
}

/* Of the comment that begins here, a quoted text, or one byte of anything else. 0: a comment without an end. */
static size_t part_size(const char *at, bool *comment)
{
	const char *end;

	*comment = *at == '#' || (at[0] == '/' && (at[1] == '/' || at[1] == '*'));
	if (!*comment)
		return *at == '"' || *at == '\'' ? quoted_size(at) : 1;
	if (at[1] != '*' || *at == '#')
		return strcspn(at, "\n");
	end = strstr(at + 2, "*/");
	return end ? (size_t)(end + 2 - at) : 0;
}

static void blank(char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		text[i] = text[i] == '\n' ? '\n' : ' ';
}

int setting_text_read(const char *path, struct buffer *text)
{
	int r = read_text(path, text);
	size_t size;
	bool comment;

	for (char *at = text->data; r == 0 && *at; at += size) {
		size = part_size(at, &comment);
		if (comment)
			blank(at, size);
		r = size ? 0 : SETTING_TEXT_OPEN;
	}
	return r;
}
