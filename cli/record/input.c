/* SPDX-License-Identifier: MIT */
/* A note is never refused for its bytes: what cannot be stored is replaced or cut, and that is said. */
#include "cli/record/input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/say.h"
#include "cli/typed.h"
#include "include/limits.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/text.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

char *input_join(const struct arguments *arguments, size_t first)
{
	drop(buffer_free) struct buffer text = { 0 };

	for (size_t i = first; i < arguments->count; i++)
		buffer_printf(&text, "%s%s", i > first ? " " : "", arguments->words[i]);
	return text.data ? buffer_steal(&text) : NULL;
}

bool input_is_stdin(const struct arguments *arguments, size_t first)
{
	return arguments->count == first + 1 && strcmp(arguments->words[first], "-") == 0;
}

void input_keep(struct session *session, const struct arguments *arguments, size_t first)
{
	free(session->text);
	session->text = input_is_stdin(arguments, first) ? NULL : input_join(arguments, first);
}

/* Up to one byte more than can be recorded. */
static int read_stdin(struct session *session, struct buffer *text)
{
	char chunk[16384];
	ssize_t size = 1;

	while (size > 0 && text->size <= LIMIT_TEXT) {
		size = read(STDIN_FILENO, chunk, sizeof(chunk));
		if (size < 0 && errno == EINTR)
			size = 1;
		else if (size < 0)
			say_warning(session, "stdin: %s; what came before is kept",
				    strerror(errno));
		else
			buffer_add(text, chunk, (size_t)size);
	}
	if (text->size && text->size <= LIMIT_TEXT && text->data[text->size - 1] == '\n')
		text->data[--text->size] = '\0';
	return text->failed ? EXIT_FAILED : EXIT_OK;
}

static int refuse_nothing(struct session *session)
{
	drop(free) char *again = typed_with(session, "", "-");

	say_error(session, "no text");
	if (again)
		say_try(session, "from standard input: %s", again);
	return EXIT_USAGE;
}

static int ask(struct session *session, struct buffer *text)
{
	drop(free) char *line = NULL;
	size_t room = 0;

	if (!isatty(STDIN_FILENO))
		return refuse_nothing(session);
	fputs("text: ", session->err.stream);
	fflush(session->err.stream);
	ssize_t size = getline(&line, &room, stdin);
	if (size > 0)
		buffer_add(text, line, (size_t)size - (line[size - 1] == '\n'));
	else
		fputc('\n', session->err.stream);
	return text->size ? EXIT_OK : say_usage(session, "no text");
}

/* The bytes of the character that text begins with, or 0 if it is broken. */
static size_t character(const char *text, size_t size)
{
	for (size_t n = 1; n <= 4 && n <= size; n++)
		if (text_is_valid(text, n))
			return n;
	return 0;
}

/* *first: where the first bad byte was, from 1. */
static bool repair(struct buffer *text, size_t *first)
{
	struct buffer good = { 0 };

	*first = 0;
	if (!text->size || text_is_valid(text->data, text->size))
		return false;
	for (size_t at = 0, size; at < text->size; at += size ? size : 1) {
		size = character(text->data + at, text->size - at);
		if (!size && !*first)
			*first = at + 1;
		buffer_add(&good, size ? text->data + at : REPLACEMENT, size ? size : 3);
	}
	buffer_free(text);
	*text = good;
	return true;
}

static void cut(struct session *session, struct buffer *text)
{
	if (text->size <= LIMIT_TEXT)
		return;
	text->size = text_cut_bytes(text->data, text->size, LIMIT_TEXT);
	text->data[text->size] = '\0';
	say_warning(session, "the text is longer than %d KiB: recorded up to there",
		    LIMIT_TEXT / 1024);
}

int input_read(struct session *session, bool from_stdin, bool needed)
{
	drop(buffer_free) struct buffer text = { 0 };
	int code = EXIT_OK;
	size_t first;

	if (from_stdin)
		code = read_stdin(session, &text);
	else if (session->text)
		buffer_add_text(&text, session->text);
	else if (needed)
		code = ask(session, &text);
	if (code)
		return code;
	/* a character that the cut broke is not to be blamed on the writer */
	bool repaired = repair(&text, &first);
	cut(session, &text);
	if (repaired)
		say_warning(session, "bytes that are no UTF-8 were replaced, the first is byte %zu",
			    first);
	free(session->text);
	session->text = !text.size || text_is_blank(text.data) ? NULL : buffer_steal(&text);
	if (needed && !session->text && !text.failed)
		return say_usage(session, "no text");
	return text.failed ? EXIT_FAILED : EXIT_OK;
}
