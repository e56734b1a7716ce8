/* SPDX-License-Identifier: MIT */
/* Every line is formatted whole and then made safe, so that no caller has to think of it. */
#include "cli/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/drop.h"
#include "lib/text.h"

static void say_line(const struct session *session, enum paint paint, const char *format,
		     va_list values)
{
	drop(free) char *line = NULL;

	if (vasprintf(&line, format, values) < 0)
		return;
	screen_text(&session->err, paint, line, 0);
	fputc('\n', session->err.stream);
}

#define SAY(paint)                                        \
	do {                                              \
		va_list values;                           \
		va_start(values, format);                 \
		say_line(session, paint, format, values); \
		va_end(values);                           \
	} while (0)

char *say_cut(const char *value, char cut[SAY_CUT])
{
	size_t size = strlen(value), kept = text_cut_bytes(value, size, SAY_CUT - sizeof("…"));

	snprintf(cut, SAY_CUT, "%.*s%s", (int)kept, value, kept < size ? "…" : "");
	return cut;
}

void say_error(const struct session *session, const char *format, ...)
{
	fflush(session->out.stream);
	screen_print(&session->err, PAINT_BAD, "incident:");
	fputc(' ', session->err.stream);
	SAY(PAINT_PLAIN);
}

int say_usage(const struct session *session, const char *format, ...)
{
	screen_print(&session->err, PAINT_BAD, "incident:");
	fputc(' ', session->err.stream);
	SAY(PAINT_PLAIN);
	return EXIT_USAGE;
}

void say_reason(const struct session *session, const char *format, ...)
{
	screen_print(&session->err, PAINT_DIM, "  reason: ");
	SAY(PAINT_PLAIN);
}

void say_try(const struct session *session, const char *format, ...)
{
	screen_print(&session->err, PAINT_DIM, "  hint:   ");
	SAY(PAINT_PLAIN);
}

int say_unread(const struct session *session, const char *file, int answer)
{
	say_error(session, "%s could not be read", file);
	say_reason(session, "%s",
		   answer == EILSEQ ? "it is no text in UTF-8"
				    : strerror(answer < 0 ? -answer : answer));
	return EXIT_FAILED;
}

void say_warning(const struct session *session, const char *format, ...)
{
	if (!session->silent)
		SAY(PAINT_OPEN);
}

bool say_hints(const struct session *session)
{
	return session->err.terminal && !session->quiet && !session->silent;
}

void say_hint(const struct session *session, const char *format, ...)
{
	if (say_hints(session))
		SAY(PAINT_DIM);
}
