/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Where nobody answers, what was to be recorded is put on disk for the recorder to take in
 * (lib/spooled.h): written, synced, and named only then.
 */
#include <jansson.h>
#include <stdbool.h>

#include "cli/command.h"

#define SPOOL_WAIT 2000 /* milliseconds until a disk that hangs is left to itself */

enum spool_answer {
	SPOOL_NONE = 1, /* this recorder has no spool that we know of */
	SPOOL_LATE,     /* it is being written, and nobody knows when that will end */
};

/* 0: it is on disk; an answer; -errno. */
int spool_put(struct session *session, const json_t *drafts);

/* The answer to it: a line for each draft. busy: the recorder said so; otherwise it said nothing. */
void spool_print(struct session *session, const struct command *command, const json_t *drafts,
		 bool busy);
