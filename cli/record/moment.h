/* SPDX-License-Identifier: MIT */
#pragma once

/* Times that were typed, as the wire wants them. Each an exit code; not OK: the error was printed. */
#include <jansson.h>

#include "cli/session.h"
#include "lib/when.h"

#define MOMENT_ASK     INT64_MIN       /* of an entry that is new */
#define MOMENT_UNKNOWN (INT64_MIN + 1) /* of one whose time is unknown */

/*
 * --at and --until into an object, as its at, until and about. A bare clock time is the one nearest to
 * `near`, the time of the entry that is corrected; its end may be taken away (`unknown`: null).
 * MOMENT_ASK, MOMENT_UNKNOWN: on an incident of another day it is one of that day; the recorder is
 * asked once.
 */
int moment_read(struct session *session, int64_t near, json_t *object);

/* When the incident that is meant was opened, if that is not about now; else 0. The recorder is asked. */
int64_t moment_near(struct session *session);

/* A time that is to come, as RFC 3339: `30m` is in half an hour. */
int moment_ahead(struct session *session, const char *typed, char stamp[STAMP_SIZE]);

/* A time that was: --since. */
int moment_past(struct session *session, const char *typed, char stamp[STAMP_SIZE]);

int moment_day(struct session *session, const char *typed, char day[WHEN_DAY_SIZE]);
