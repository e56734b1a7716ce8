/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What --redact hides beside secrets (lib/secret.h) and the hosts of the log: a table of rules, and
 * those of a file of one's own. A line of it is a name and a regular expression, `ticket  OPS-\d+`;
 * empty lines and those that begin with # are none.
 */
#include <stdbool.h>

#include "cli/veil/pattern.h"

#define RULE_MESSAGE (PATTERN_MESSAGE + 512)

struct rule {
	char *name; /* what stands for it: [name] */
	struct pattern *pattern;
};

struct rules {
	struct rule *rules;
	size_t count;
};

/* Add the table. 0 or -ENOMEM. */
int rules_add_table(struct rules *rules);

/* Add those of a file. 0; 1: it cannot be read, or a line of it is no rule: the message says which, and why; -ENOMEM. */
int rules_add_file(struct rules *rules, const char *file, char message[RULE_MESSAGE]);

/* Add one, of the settings. 0; 1: the message says what is wrong; -ENOMEM. */
int rules_add(struct rules *rules, const char *name, const char *expression,
	      char message[PATTERN_MESSAGE]);

/* The name stands in documents of every form: nothing in it may mean anything there. */
bool rule_name_is_right(const char *name);

void rules_free(struct rules *rules);
