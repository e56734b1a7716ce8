/* SPDX-License-Identifier: MIT */
#include "lib/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A line is composed on the stack and written at once, so that lines of two threads never mix and
 * logging cannot fail for want of memory. A line break inside one is shown as a space: nobody who
 * chooses a name or a path writes lines of his own into the log.
 */
enum { line_size = 1024 };

static enum log_level highest = LOG_INFO_LEVEL;

static const struct {
	const char *name;
	enum log_level level;
} levels[] = {
	{ "error", LOG_ERROR_LEVEL },   { "warning", LOG_WARNING_LEVEL },
	{ "notice", LOG_NOTICE_LEVEL }, { "info", LOG_INFO_LEVEL },
	{ "debug", LOG_DEBUG_LEVEL },
};

void log_set_level(enum log_level level)
{
	highest = level;
}

int log_level_of(const char *name, enum log_level *level)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		if (strcmp(levels[i].name, name) == 0) {
			*level = levels[i].level;
			return 0;
		}
	}
	return 1;
}

/* JOURNAL_STREAM is inherited; it is ours only while stderr still is that very stream (systemd.exec(5)). */
bool log_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat status;
	uintmax_t device, inode;

	return stream && sscanf(stream, "%ju:%ju", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &status) == 0 && status.st_dev == device &&
	       status.st_ino == inode;
}

/* What did not fit is cut. */
static size_t clamp(int written, size_t room)
{
	if (written < 0)
		return 0;
	return (size_t)written < room ? (size_t)written : room - 1;
}

/* A journal that hangs must not hang us, so what a socket does not take at once is lost. */
static void put(const char *line, size_t size)
{
	if (send(STDERR_FILENO, line, size, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0 || errno != ENOTSOCK)
		return;
	/* Where stderr is gone there is nobody to tell. */
	if (write(STDERR_FILENO, line, size) < 0)
		return;
}

__attribute__((format(printf, 2, 0))) static void write_line(enum log_level level,
							     const char *format, va_list arguments)
{
	char line[line_size];
	size_t start, size;

	start = log_is_journal() ? clamp(snprintf(line, sizeof(line), "<%d>", level), sizeof(line))
				 : clamp(snprintf(line, sizeof(line), "incidentd: "), sizeof(line));
	size = start + clamp(vsnprintf(line + start, sizeof(line) - start, format, arguments),
			     sizeof(line) - start);
	for (size_t i = start; i < size; i++) {
		if (line[i] == '\n' || line[i] == '\r')
			line[i] = ' ';
	}
	line[size++] = '\n';
	put(line, size);
}

void log_line(enum log_level level, const char *format, ...)
{
	va_list arguments;

	if (level > highest)
		return;
	va_start(arguments, format);
	write_line(level, format, arguments);
	va_end(arguments);
}

int fail(int error, const char *format, ...)
{
	char what[line_size];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(what, sizeof(what), format, arguments) < 0)
		what[0] = '\0';
	va_end(arguments);
	log_error("%s: %s", what, strerrordesc_np(-error));
	return error;
}
