/* SPDX-License-Identifier: MIT */
/*
 * The words before the cursor are read as they will be when the line is run. An option that then has no
 * value gets it at the cursor; else the usage of the verb says what its next word is.
 */
#include "cli/complete/slot.h"

#include <stdio.h>
#include <string.h>

#include "cli/option.h"

static void set_value(struct slot *slot, const char *value, size_t size)
{
	snprintf(slot->value, sizeof(slot->value), "%.*s", (int)size, value);
}

static void add_value(struct slot *slot, const char *value, size_t size)
{
	size_t used = strlen(slot->value);

	snprintf(slot->value + used, sizeof(slot->value) - used, "%s%.*s", used ? " or " : "",
		 (int)size, value);
}

/* Of "[REF or WHICH] [TEXT]" the first part: 14. */
static size_t part_size(const char *usage)
{
	return strcspn(usage, *usage == '[' ? "]" : " ") + (*usage == '[');
}

static const char *next_part(const char *part)
{
	part += part_size(part);
	return part + strspn(part, " ");
}

/* `--to REF` is no word of the verb. */
static const char *skip_options(const char *part)
{
	while (strncmp(part, "--", 2) == 0)
		part = next_part(next_part(part));
	return part;
}

static bool is_repeated(const char *part, size_t size)
{
	static const char dots[] = "…";

	return size > strlen(dots) && strncmp(part + size - strlen(dots), dots, strlen(dots)) == 0;
}

/* Without what says that it may be left out, or repeated. */
static void add_part(struct slot *slot, const char *part)
{
	size_t size = part_size(part);

	if (*part == '[')
		add_value(slot, part + 1, size - 2);
	else
		add_value(slot, part, is_repeated(part, size) ? size - strlen("…") : size);
}

/* The n-th word of a usage; where that may be left out, it can be the next one, too. */
static void take_usage(struct slot *slot, const char *usage, size_t n)
{
	const char *part = skip_options(usage);

	while (*part && n-- && !is_repeated(part, part_size(part)))
		part = skip_options(next_part(part));
	if (!*part)
		return;
	add_part(slot, part);
	if (*part == '[' && *skip_options(next_part(part)))
		add_part(slot, skip_options(next_part(part)));
}

/* "--kind", "-i", "-qi": the option that it is, or ends with. */
static const struct option_row *find_option(const struct option_list *known, const char *typed,
					    size_t size)
{
	for (size_t i = 0; i < known->count; i++) {
		const struct option_row *row = &known->rows[i];
		bool is_long = strncmp(typed, "--", 2) == 0;

		if (is_long ? strlen(row->name) == size - 2 &&
				      strncmp(row->name, typed + 2, size - 2) == 0
			    : row->letter && row->letter == typed[size - 1])
			return row;
	}
	return NULL;
}

/* "KIND,KIND": the last one is chosen, behind what stands before it. */
static void take_value(struct slot *slot, const struct option_row *row)
{
	const char *comma = strrchr(slot->typed, ',');

	slot->options = false;
	if (!row || !row->value)
		return;
	set_value(slot, row->value, strcspn(row->value, ","));
	if (strchr(row->value, ',') && comma)
		slot->typed = comma + 1;
}

/* "--kind=no". */
static bool take_equals(struct slot *slot, const struct option_list *known)
{
	const char *word = slot->typed, *equals = strchr(word, '=');

	if (!slot->options || strncmp(word, "--", 2) != 0 || !equals)
		return false;
	slot->typed = equals + 1;
	take_value(slot, find_option(known, word, (size_t)(equals - word)));
	return true;
}

/* The n-th word of the verb; what help is asked about can be a verb of two words. */
static void take_word(struct slot *slot, const struct arguments *arguments)
{
	const char *usage = command_usage(slot->command);

	if (strstr(usage, "VERB") && arguments->count == 1) {
		slot->first = arguments->words[0];
		add_value(slot, "VERB", strlen("VERB"));
	} else if (!strstr(usage, "VERB") || !arguments->count) {
		take_usage(slot, usage, arguments->count);
	}
}

/* Is the cursor behind `--`, where nothing is an option? */
static bool is_literal(char *const *before, const struct arguments *arguments)
{
	const char *last = NULL;

	while (*before)
		last = *before++;
	return arguments->literal < arguments->count || (last && strcmp(last, "--") == 0);
}

/* Read words as options and words of `command`. True: the cursor is at an option's value, which is taken. */
static bool read_words(struct slot *slot, char **before, struct arguments *arguments,
		       struct option_list *known, size_t *taken)
{
	const struct command *command = slot->command;
	const struct option_rule rule = { .known = known,
					  .text = command && command->text,
					  .stop = !command };
	struct option_fault fault;

	command_options(command, known);
	bool waits = option_read(arguments, &rule, before, taken, &fault) == OPTION_NO_VALUE;
	slot->options = !is_literal(before, arguments);
	if (waits)
		take_value(slot, find_option(known, fault.typed, strlen(fault.typed)));
	return waits;
}

/* The verb, or its second word. */
static void take_verb(struct slot *slot, const char *first)
{
	slot->first = first;
	set_value(slot, "VERB", strlen("VERB"));
}

static void find_in_verb(struct slot *slot, char **before, struct arguments *arguments,
			 struct option_list *known)
{
	size_t taken;

	slot->options = false;
	slot->command = command_match(before, &taken);
	if (!before[1] && command_second(before[0], NULL) && *slot->typed != '-')
		take_verb(slot, before[0]);
	else if (slot->command && !read_words(slot, before + taken, arguments, known, &taken) &&
		 !take_equals(slot, known))
		take_word(slot, arguments);
}

void slot_find(struct slot *slot, char **before, const char *word, struct arguments *arguments,
	       struct option_list *known)
{
	size_t taken;

	*slot = (struct slot){ .typed = word };
	if (read_words(slot, before, arguments, known, &taken))
		return;
	if (before[taken])
		find_in_verb(slot, before + taken, arguments, known);
	else if (!take_equals(slot, known))
		take_verb(slot, NULL);
}
