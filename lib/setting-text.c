/* SPDX-License-Identifier: MIT */
#include "lib/setting-text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/drop.h"

#define FILE_MOST (256 * 1024) /* bytes */

/* After a backslash in double quotes; libconfuse drops it before most others, and a pattern without it hides nothing. */
#define ESCAPED "\\\"$nrt\n"

/* Who opens a FIFO or a device may wait for ever. */
static int open_regular(const char *path, FILE **file)
{
	drop(fd_close) int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return S_ISDIR(status.st_mode) ? -EISDIR : SETTING_TEXT_SPECIAL;
	*file = fdopen(fd, "r");
	if (!*file)
		return -ENOMEM;
	steal_fd(&fd);
	return 0;
}

static int read_text(const char *path, struct buffer *text)
{
	drop(file_close) FILE *file = NULL;
	char chunk[4096];
	size_t size;
	int r = open_regular(path, &file);

	if (r)
		return r;
	while (text->size <= FILE_MOST && (size = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buffer_add(text, chunk, size);
	if (ferror(file))
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

static const char *find_wrong_escape(const char *at, size_t size)
{
	for (const char *c = at; *at == '"' && c + 1 < at + size; c++)
		if (*c == '\\' && !strchr(ESCAPED, *++c))
			return c;
	return NULL;
}

/* libconfuse drops these signs from a value that is in no quotes, and a pattern without its last one hides too little. */
static bool is_bare_sign(const char *at)
{
	return *at == '*' || (*at == '+' && at[1] != '=');
}

/* What may not stand where this part does: 0, or an answer and the place. */
static int judge_part(const char *at, size_t size, const char **wrong)
{
	*wrong = at;
	if (!size)
		return SETTING_TEXT_OPEN;
	if (is_bare_sign(at))
		return SETTING_TEXT_BARE;
	*wrong = find_wrong_escape(at, size);
	return *wrong ? SETTING_TEXT_ESCAPE : 0;
}

static unsigned line_of(const char *text, const char *at)
{
	unsigned line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* Where braces were opened that nothing closes. */
struct nesting {
	const char *begin;
	int depth;
};

static void nest(struct nesting *nesting, const char *at)
{
	if (*at == '{' && nesting->depth++ == 0)
		nesting->begin = at;
	nesting->depth -= *at == '}';
}

/* Blank its comments. 0, or an answer and in *wrong the place. */
static int go_through(char *text, const char **wrong)
{
	struct nesting nesting = { 0 };
	size_t size;
	bool comment;
	int r;

	for (char *at = text; *at; at += size) {
		size = part_size(at, &comment);
		if ((r = judge_part(at, size, wrong)))
			return r;
		if (comment)
			blank(at, size);
		nest(&nesting, at);
	}
	*wrong = nesting.begin;
	return nesting.depth > 0 ? SETTING_TEXT_SECTION : 0;
}

int setting_text_read(const char *path, struct buffer *text, unsigned *line)
{
	const char *wrong = NULL;
	int r = read_text(path, text);

	*line = 0;
	if (r)
		return r;
	r = go_through(text->data, &wrong);
	if (r)
		*line = line_of(text->data, wrong);
	return r;
}
