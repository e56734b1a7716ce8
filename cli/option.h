/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What was typed, parted into words and options.
 *
 * In a text, long options that are known are taken anywhere, short ones only before its first word; any
 * other dash behind that word is text. `--` ends options. `-` is a word. Nothing is ever lost: what
 * cannot be an option is kept as a word and called the fault, so that a text can be printed back.
 */
#include "cli/command.h"

enum option_answer {
	OPTION_UNKNOWN = 1, /* no such option */
	OPTION_NO_VALUE,    /* it takes a value, and there is none */
	OPTION_HAS_VALUE,   /* it takes none, and `=` gives it one */
	OPTION_TOO_MANY,    /* more than OPTION_COUNT */
};

struct option_fault {
	const char *typed;      /* borrowed from argv */
	const char *suggestion; /* the option that was probably meant, without dashes, or NULL */
};

struct option_rule {
	const struct option_list *known;
	bool text; /* the words are a text */
	bool stop; /* end at the first word: what stands before the verb */
};

/*
 * Read `typed` up to its NULL; adds to *arguments, whose words have room for all of them. 0, an answer
 * with *fault (the first one), or -errno. *taken: how many were read.
 */
int option_read(struct arguments *arguments, const struct option_rule *rule, char **typed,
		size_t *taken, struct option_fault *fault);
