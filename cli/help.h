/* SPDX-License-Identifier: MIT */
#pragma once

/* Help, made of the tables. Each returns an exit code. */
#include "cli/command.h"

/* All verbs on one screen. */
int help_screen(struct session *session);

/* One verb: usage, what it does, its options, an example. */
int help_verb(struct session *session, const struct command *command);

/* The options that all verbs have in common. */
void help_options(struct session *session);

/* time, kinds, formats, options, sharing, exit-codes, lines. 1 if there is no such topic. */
int help_topic(struct session *session, const char *topic);
