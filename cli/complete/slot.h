/* SPDX-License-Identifier: MIT */
#pragma once

/* The place at the cursor: which verb it belongs to, and what the tables say may stand there. */
#include "cli/command.h"

#define SLOT_VALUE_SIZE 96

struct slot {
	const struct command *command; /* NULL: it stands before the verb, or is the verb */
	const char *
		first; /* of a verb of two words: the first one, if it is the second that stands here */
	const char *typed; /* in the word at the cursor: where that begins which is to be chosen */
	bool options;      /* it may be an option */
	char value
		[SLOT_VALUE_SIZE]; /* as help calls it: "REF", "TEMPLATE or FILE", "auto|always"; "": an option, or nothing */
};

/*
 * The place of `word`, behind the words `before` (ends with NULL). *arguments takes what stands there,
 * with room for all of them in its words; it borrows from *known.
 */
void slot_find(struct slot *slot, char **before, const char *word, struct arguments *arguments,
	       struct option_list *known);
