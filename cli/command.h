/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The verbs: one table (command.c), from which parsing, help and completions come. A verb that records
 * a kind takes its row's words from the kinds table.
 */
#include <stdbool.h>
#include <stddef.h>

#include "cli/session.h"

/* Of a global option: which verbs look at it. */
enum option_scope {
	OPTION_EVERYWHERE, /* or this is an option of one verb */
	OPTION_MOMENTS,    /* those that record something with a time */
	OPTION_SPANS,      /* those, and the ones that look at what was --since */
	OPTION_RECORDS,    /* all that record */
	OPTION_INCIDENTS,  /* those that record, and all that look at an incident */
};

struct option_row {
	const char *name;  /* without dashes */
	const char *value; /* what its argument is called in help; NULL: it takes none */
	const char *help;
	char letter; /* its short form, or 0 */
	enum option_scope scope;
};

#define COMMAND_NO_KIND  (-1)
#define COMMAND_ANY_KIND (-2) /* it records, whatever its lines say */

enum command_group {
	GROUP_HAPPENED,
	GROUP_WHO,
	GROUP_AFTER,
	GROUP_RIGHT,
	GROUP_LOOK,
	GROUP_HOST,
	GROUP_COUNT
};

#define OPTION_COUNT 64

/* The words and options that followed a verb, after the text rule. */
struct arguments {
	const char **words;
	size_t count;
	struct {
		const char *name, *value; /* value "" where it takes none */
	} options[OPTION_COUNT];
	size_t option_count;
	size_t literal; /* the words from here on stood behind `--` */
};

/* name, usage and help are NULL where the kinds table has them: ask command_name() and its like. */
struct command {
	const char *name, *usage, *help;
	enum command_group group;
	const struct option_row
		*options; /* ends with a row without a name; NULL: none of its own */
	bool text;        /* its words are a text: the text rule of DESIGN section 3 applies */
	/* An exit code. */
	int (*run)(struct session *session, const struct command *command,
		   const struct arguments *arguments);
	int kind;            /* the kind it records, or one of these */
	const char *formats; /* what -o takes, separated by spaces, the default first */
	const char *example;
};

/* NULL if there is no such verb (aliases: the names of kinds). A verb of two words has one space in it. */
const struct command *command_find(const char *name);

/* The verb that `typed` (ends with NULL) begins with, and how many words it took; NULL: none. */
const struct command *command_match(char *const *typed, size_t *taken);

/* The verb that was probably meant, or NULL. */
const char *command_suggest(const char *name);

/* Of the verbs of two words that begin with `first`: the second word that was probably meant by `typed`, or NULL; typed NULL: that of the first one (NULL: there are no such verbs). */
const char *command_second(const char *first, const char *typed);

/* Does this global option mean anything to the verb? */
bool command_takes(const struct command *command, const struct option_row *option);

/* Words or global options that the verb would not look at are refused. An exit code; not OK: the error was printed. */
int command_check(struct session *session, const struct command *command,
		  const struct arguments *arguments);

const char *command_name(const struct command *command);
const char *command_usage(const struct command *command);
const char *command_help(const struct command *command);

/* All of them, in the order of `incident help`; ends with a row without a function. */
extern const struct command commands[];

/* What every verb takes; ends with a row without a name. */
extern const struct option_row global_options[];

/* The options of one verb: its own, its kind's, and (behind `own`) the global ones. Ends with a row without a name. */
#define OPTION_LIST_SIZE 64

struct option_list {
	struct option_row rows[OPTION_LIST_SIZE];
	size_t count, own;
	char text[1024]; /* what the rows borrow */
	size_t used;
};

/* command NULL: the global ones alone. */
void command_options(const struct command *command, struct option_list *list);

/* The value of an option, or NULL if it was not given; the n-th value where it was given several times. */
const char *argument_option(const struct arguments *arguments, const char *name, size_t n);
