/* SPDX-License-Identifier: MIT */
#pragma once

/* From what was typed to an event on disk. */
#include <jansson.h>

#include "cli/command.h"
#include "include/kinds.h"

/* A draft of a kind, with a new id and what the global options say of it but the time. NULL: the error was printed. */
json_t *record_draft(struct session *session, enum kind kind);

/* Record drafts (an array, taken), as many calls as it takes, and print the answers; where nobody answers they go to the spool. An exit code. */
int record_all(struct session *session, const struct command *command, json_t *drafts);

/* Record one draft (taken) and print the answer. An exit code. */
int record_one(struct session *session, const struct command *command, json_t *draft);

/* It was not recorded (or, with EXIT_NOT_CONFIRMED, perhaps): print session->text back, untouched. */
void record_give_back(struct session *session, int code);
