/* SPDX-License-Identifier: MIT */
/*
 * From what was typed to a row of the table. A verb of two words (`task add`) is one row, whose first
 * word alone is no verb but for `task`, which lists.
 */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "cli/record/field.h"
#include "lib/kind.h"
#include "lib/text.h"

#define NAME_SIZE  64
#define NAME_COUNT 128

static const struct command *find_name(const char *name)
{
	for (const struct command *row = commands; row->run; row++)
		if (strcmp(command_name(row), name) == 0)
			return row;
	return NULL;
}

/* The first row that records a kind: `resolved` = `resolve`. */
static const struct command *find_kind(const char *name)
{
	char plain[NAME_SIZE];

	snprintf(plain, sizeof(plain), "%s", name);
	for (char *at = plain; *at; at++)
		*at = *at == '-' ? '_' : *at;
	enum kind kind = kind_of(plain);
	for (const struct command *row = commands; kind != KIND_COUNT && row->run; row++)
		if (row->kind == (int)kind)
			return row;
	return NULL;
}

/* Is it the first word of verbs of two? */
static bool is_family(const char *name)
{
	size_t size = strlen(name);

	for (const struct command *row = commands; row->run; row++)
		if (strncmp(command_name(row), name, size) == 0 && command_name(row)[size] == ' ')
			return true;
	return false;
}

const struct command *command_find(const char *name)
{
	const struct command *found = find_name(name);

	return found || is_family(name) ? found : find_kind(name);
}

const struct command *command_match(char *const *typed, size_t *taken)
{
	char both[NAME_SIZE];

	*taken = 1;
	if (!is_family(typed[0]))
		return command_find(typed[0]);
	*taken = typed[1] ? 2 : 1;
	snprintf(both, sizeof(both), "%s %s", typed[0], typed[1] ? typed[1] : "list");
	return find_name(both);
}

const char *command_suggest(const char *name)
{
	const char *names[NAME_COUNT + 1] = { NULL };
	size_t count = 0;

	for (const struct command *row = commands; row->run && count < NAME_COUNT; row++)
		names[count++] = command_name(row);
	for (size_t kind = 0; kind < KIND_COUNT && count < NAME_COUNT; kind++)
		names[count++] = kinds[kind].name;
	return text_suggest(name, names);
}

const char *command_second(const char *first, const char *typed)
{
	const char *names[NAME_COUNT + 1] = { NULL };
	size_t count = 0, size = strlen(first);

	for (const struct command *row = commands; row->run && count < NAME_COUNT; row++)
		if (strncmp(command_name(row), first, size) == 0 && command_name(row)[size] == ' ')
			names[count++] = command_name(row) + size + 1;
	return typed ? text_suggest(typed, names) : names[0];
}

static void add_rows(struct option_list *list, const struct option_row *rows)
{
	for (; rows && rows->name && list->count < OPTION_LIST_SIZE; rows++)
		list->rows[list->count++] = *rows;
}

void command_options(const struct command *command, struct option_list *list)
{
	*list = (struct option_list){ .count = 0 };
	if (command) {
		add_rows(list, command->options);
		field_options(command->kind, list);
	}
	list->own = list->count;
	add_rows(list, global_options);
}
