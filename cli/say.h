/* SPDX-License-Identifier: MIT */
#pragma once

/* What is said on stderr. Whatever goes into a format is made safe. */
#include "cli/session.h"

#define SAYS __attribute__((format(printf, 2, 3)))

/* `incident: what`, and under it `  reason: …` and `  hint: …` (a command to type). */
SAYS void say_error(const struct session *session, const char *format, ...);
SAYS void say_reason(const struct session *session, const char *format, ...);
SAYS void say_try(const struct session *session, const char *format, ...);

/* say_error(); returns EXIT_USAGE. */
SAYS int say_usage(const struct session *session, const char *format, ...);

/* A file that file_read() did not read, and its answer; returns EXIT_FAILED. */
int say_unread(const struct session *session, const char *file, int answer);

/* A warning: not with -qq. */
SAYS void say_warning(const struct session *session, const char *format, ...);

/* A hint: only to a terminal, and not with -q. */
SAYS void say_hint(const struct session *session, const char *format, ...);

bool say_hints(const struct session *session);

#define SAY_CUT (64 + sizeof("…"))

/* What somebody's environment holds, to be quoted: its first 64 bytes, and … where there is more. Returns cut. */
char *say_cut(const char *value, char cut[SAY_CUT]);
