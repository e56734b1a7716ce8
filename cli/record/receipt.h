/* SPDX-License-Identifier: MIT */
#pragma once

/* The answer to what was recorded: a line on stdout for each event, what is worth knowing on stderr. */
#include <jansson.h>

#include "cli/command.h"

struct event;

/* Receipts of the interface. */
void receipt_print(struct session *session, const struct command *command, const json_t *receipts);

/* The same line for what waits in the spool: {handle, spooled, host (if it is another), draft, made_at}. */
void receipt_print_spooled(struct session *session, const struct command *command,
			   const json_t *receipt);

/* What the event of a receipt says: its text and the fields of its kind; of a correction, what it corrects. Malloced; NULL: no memory. */
char *receipt_said(const json_t *receipt, const struct event *event);

/* The entry it is about, as it stood before. 0, or 1 if there is none. */
int receipt_target(const json_t *receipt, struct event *target, const char **handle);

/* What it made of its incident: before its start, what is missing at its end, what state it is in now. */
void receipt_state(struct session *session, const json_t *receipt, const struct event *event);

/* What is worth knowing about one receipt. */
void receipt_notes(struct session *session, const json_t *receipt);
