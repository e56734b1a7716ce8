/* SPDX-License-Identifier: MIT */
#pragma once

/* Help, made of the tables. Each returns an exit code. */
#include "cli/command.h"

/* All verbs on one screen. */
int help_screen(struct session *session);

/* Ten lines that are enough to start. */
int help_start(struct session *session);

/* One verb: usage, what it does, its options, an example. */
int help_verb(struct session *session, const struct command *command);

/* The options that all verbs have in common. */
void help_options(struct session *session);

struct help_topic {
	const char *name, *about;
	void (*put)(struct session *session);
};

/* Ends with a row without a name. */
extern const struct help_topic help_topics[];

/* 1 if there is no such topic. */
int help_topic(struct session *session, const char *topic);
