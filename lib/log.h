/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The daemon's log: a line to stderr, with the <N> priority prefix (sd-daemon(3)) when journald reads it.
 * Never the text of a note.
 */
#include <stdbool.h>

enum log_level {
	LOG_ERROR_LEVEL = 3,
	LOG_WARNING_LEVEL = 4,
	LOG_NOTICE_LEVEL = 5,
	LOG_INFO_LEVEL = 6,
	LOG_DEBUG_LEVEL = 7
};

/* Is stderr the journal's? */
bool log_is_journal(void);

/* Lines above this level are dropped. Default: info. */
void log_set_level(enum log_level level);

/* 0, or 1 if there is no level of that name (error, warning, notice, info, debug). */
int log_level_of(const char *name, enum log_level *level);

__attribute__((format(printf, 2, 3))) void log_line(enum log_level level, const char *format, ...);

#define log_error(...)   log_line(LOG_ERROR_LEVEL, __VA_ARGS__)
#define log_warning(...) log_line(LOG_WARNING_LEVEL, __VA_ARGS__)
#define log_notice(...)  log_line(LOG_NOTICE_LEVEL, __VA_ARGS__)
#define log_info(...)    log_line(LOG_INFO_LEVEL, __VA_ARGS__)
#define log_debug(...)   log_line(LOG_DEBUG_LEVEL, __VA_ARGS__)

/* Log a fatal error where it begins, once; returns error (a negative errno) to be handed on. */
__attribute__((format(printf, 2, 3))) int fail(int error, const char *format, ...);
