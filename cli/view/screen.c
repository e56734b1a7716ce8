/* SPDX-License-Identifier: MIT */
#include "cli/view/screen.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/drop.h"
#include "lib/kind.h"
#include "lib/text.h"

/*
 * What goes to a terminal. Two doors: screen_print for words that are ours, the others for text from
 * people, which they make safe. A role becomes an escape sequence here and nowhere else.
 */

enum { width_unsaid = 80 };

static const char *const sequences[] = {
	[PAINT_PLAIN] = NULL,      [PAINT_HANDLE] = "\033[36m",  [PAINT_REF] = "\033[1;36m",
	[PAINT_DIM] = "\033[2m",   [PAINT_BOLD] = "\033[1m",     [PAINT_BAD] = "\033[31m",
	[PAINT_OPEN] = "\033[33m", [PAINT_DEAD] = "\033[35m",    [PAINT_FOUND] = "\033[34m",
	[PAINT_GOOD] = "\033[32m", [PAINT_STRUCK] = "\033[2;9m",
};

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

static bool wants_colour(bool terminal)
{
	return terminal && *environment("NO_COLOR") == '\0' &&
	       strcmp(environment("TERM"), "dumb") != 0;
}

static size_t terminal_width(FILE *stream)
{
	struct winsize size = { 0 };
	long columns = strtol(environment("COLUMNS"), NULL, 10);

	if (columns > 0 && columns < 10000)
		return (size_t)columns;
	if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return width_unsaid;
}

/* By the name of the locale: to load it costs more than all that a note does before it is sent. */
static bool is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *locale = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !*locale; i++)
		locale = environment(names[i]);
	return strcasestr(locale, "UTF-8") || strcasestr(locale, "UTF8");
}

void screen_open(struct screen *screen, FILE *stream, enum screen_colour colour)
{
	bool terminal = isatty(fileno(stream));

	*screen = (struct screen){
		.stream = stream,
		.colour = colour == SCREEN_AUTO ? wants_colour(terminal) : colour == SCREEN_ALWAYS,
		.utf8 = is_utf8(),
		.terminal = terminal,
		.width = terminal ? terminal_width(stream) : 0,
	};
}

static void begin(const struct screen *screen, enum paint paint)
{
	if (screen->colour && sequences[paint])
		fputs(sequences[paint], screen->stream);
}

static void end(const struct screen *screen, enum paint paint)
{
	if (screen->colour && sequences[paint])
		fputs("\033[0m", screen->stream);
}

/* Each line is painted on its own: a pager forgets colours from one to the next. */
static void put_lines(const struct screen *screen, enum paint paint, const char *text)
{
	while (*text) {
		size_t size = strcspn(text, "\n");

		if (size) {
			begin(screen, paint);
			fwrite(text, 1, size, screen->stream);
			end(screen, paint);
		}
		if (text[size])
			fputc('\n', screen->stream);
		text += size + (text[size] == '\n');
	}
}

void screen_print(const struct screen *screen, enum paint paint, const char *format, ...)
{
	drop(free) char *text = NULL;
	va_list words;

	va_start(words, format);
	if (vasprintf(&text, format, words) < 0)
		text = NULL;
	va_end(words);
	if (text)
		put_lines(screen, paint, text);
}

/* No memory for the safe form: something harmless in its place. */
static const char *or_mark(const char *safe)
{
	return safe ? safe : "?";
}

void screen_text(const struct screen *screen, enum paint paint, const char *text, size_t cells)
{
	drop(free) char *safe = text_safe(text, false);
	drop(free) char *cut = safe && cells ? text_fit(safe, cells, screen->utf8) : NULL;

	begin(screen, paint);
	fputs(or_mark(cut ? cut : safe), screen->stream);
	end(screen, paint);
}

void screen_wrap(const struct screen *screen, enum paint paint, const char *text, size_t column,
		 size_t indent)
{
	drop(free) char *safe = text_safe(text, true);
	drop(free) char *lines = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&lines, &size);

	if (!stream)
		return;
	text_wrap(stream, or_mark(safe), column, indent, screen->width);
	if (fclose(stream) == 0)
		put_lines(screen, paint, lines);
}

void screen_cell(const struct screen *screen, enum paint paint, const char *text, size_t cells)
{
	drop(free) char *safe = text_safe(text, false);
	size_t width = text_width(or_mark(safe));

	screen_text(screen, paint, text, screen->terminal ? cells : 0);
	screen_spaces(screen, width < cells ? cells - width : 0);
}

/* A flush that fails drops what it had: the next one succeeds, and errno is another's by then. */
bool screen_flush(struct screen *screen)
{
	bool failed = fflush(screen->stream) != 0;

	if (failed && !screen->failed)
		screen->failed = errno;
	return !failed;
}

void screen_spaces(const struct screen *screen, size_t count)
{
	while (count--)
		fputc(' ', screen->stream);
}

const char *screen_sign(const struct screen *screen, const char *sign)
{
	static const char *const plain[][2] = {
		{ "→", "->" },  { "·", "-" }, { "···", "..." }, { "✗", "x" }, { "✓", "ok" },
		{ "…", "..." }, { "↻", "x" }, { "×", "x" },     { "–", "-" },
	};

	for (size_t i = 0; !screen->utf8 && i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(plain[i][0], sign) == 0)
			return plain[i][1];
	return sign;
}

enum paint screen_paint_kind(int kind)
{
	static const enum paint paints[KIND_COUNT] = {
		[KIND_IMPACT] = PAINT_BAD,      [KIND_REOPENED] = PAINT_BAD,
		[KIND_HYPOTHESIS] = PAINT_OPEN, [KIND_RULED_OUT] = PAINT_DEAD,
		[KIND_CONFIRMED] = PAINT_FOUND, [KIND_FINDING] = PAINT_FOUND,
		[KIND_CAUSE] = PAINT_FOUND,     [KIND_MITIGATED] = PAINT_GOOD,
		[KIND_RESOLVED] = PAINT_GOOD,   [KIND_TASK_DONE] = PAINT_GOOD,
		[KIND_CLOSED] = PAINT_GOOD,
	};

	return kind >= 0 && kind < KIND_COUNT ? paints[kind] : PAINT_PLAIN;
}

enum paint screen_paint_state(const char *state)
{
	if (strcmp(state, "mitigated") == 0 || strcmp(state, "resolved") == 0)
		return PAINT_GOOD;
	return strcmp(state, "open") == 0 ? PAINT_BAD : PAINT_DIM;
}

enum paint screen_paint_severity(int severity)
{
	if (severity == 1)
		return PAINT_BAD;
	return severity == 2 ? PAINT_OPEN : PAINT_PLAIN;
}
