/* SPDX-License-Identifier: MIT */
#include "cli/veil/names.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/buffer.h"

/*
 * All names are one expression of as many groups, so that a text is read once, and what was put in
 * place of one name is never taken for another. The longest stands first.
 */
size_t names_owner(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcasecmp(names->names[i].name, name) == 0)
			return names->names[i].owner;
	return SIZE_MAX;
}

static int add_as(struct names *names, const char *name, size_t size, size_t owner)
{
	drop(free) char *copy = strndup(name, size);
	void *grown;

	if (!copy)
		return -ENOMEM;
	if (names_owner(names, copy) != SIZE_MAX)
		return 0;
	grown = reallocarray(names->names, names->count + 1, sizeof(*names->names));
	if (!grown)
		return -ENOMEM;
	names->names = grown;
	names->names[names->count].owner = owner;
	names->names[names->count++].name = steal(&copy);
	return 0;
}

/* "Bob Smith": two words with a capital each; "database team" is not called "team". */
static bool is_full_name(const char *name)
{
	bool begins = true, spaces = false;

	for (; *name; name++) {
		if (begins && !isupper((unsigned char)*name) && !(*name & 0x80))
			return false;
		begins = *name == ' ';
		spaces = spaces || begins;
	}
	return spaces && !begins;
}

static int add_parts(struct names *names, const char *name, const char *between, size_t owner)
{
	int r = 0;

	while (*name && r == 0) {
		size_t size = strcspn(name, between);

		if (size > 1)
			r = add_as(names, name, size, owner);
		name += size + strspn(name + size, between);
	}
	return r;
}

int names_add(struct names *names, const char *name)
{
	size_t owner = names_owner(names, name), dot = strcspn(name, ".@");
	int r;

	if (!*name || strcmp(name, "-") == 0)
		return 0;
	if (owner == SIZE_MAX)
		owner = names->owners++;
	r = add_as(names, name, strlen(name), owner);
	if (r == 0 && name[dot] && dot > 1 && name[dot + 1] != ' ')
		r = add_as(names, name, dot, owner);
	return r == 0 && is_full_name(name) ? add_parts(names, name, " ", owner) : r;
}

static int longest_first(const void *left, const void *right, void *owner)
{
	const struct names *names = owner;
	size_t a = strlen(names->names[*(const size_t *)left].name);
	size_t b = strlen(names->names[*(const size_t *)right].name);

	return (a < b) - (a > b);
}

/* Any byte that could mean something is escaped; letters of UTF-8 are themselves. */
static void add_literal(struct buffer *expression, const char *name)
{
	buffer_add_text(expression, "(");
	for (; *name; name++) {
		if (!isalnum((unsigned char)*name) && !(*name & 0x80))
			buffer_add_text(expression, "\\");
		buffer_add(expression, name, 1);
	}
	buffer_add_text(expression, ")");
}

int names_compile(struct names *names)
{
	drop(buffer_free) struct buffer expression = { 0 };
	char message[PATTERN_MESSAGE];

	if (!names->count)
		return 0;
	names->order = calloc(names->count, sizeof(*names->order));
	if (!names->order)
		return -ENOMEM;
	for (size_t i = 0; i < names->count; i++)
		names->order[i] = i;
	qsort_r(names->order, names->count, sizeof(*names->order), longest_first, names);
	buffer_add_text(&expression, "(?<![\\p{L}\\p{N}])(?:");
	for (size_t i = 0; i < names->count; i++) {
		buffer_add_text(&expression, i ? "|" : "");
		add_literal(&expression, names->names[names->order[i]].name);
	}
	buffer_add_text(&expression, ")(?![\\p{L}\\p{N}])");
	names->pattern = expression.failed ? NULL : pattern_new(expression.data, message);
	return names->pattern ? 0 : -ENOMEM;
}

int names_find(const struct names *names, const char *text, size_t size, size_t from,
	       struct pattern_match *match, size_t *owner)
{
	int answer = names->pattern ? pattern_find(names->pattern, text, size, from, match)
				    : PATTERN_NONE;

	if (answer == 0)
		*owner = names->names[names->order[match->group - 1]].owner;
	return answer;
}

void names_free(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->names[i].name);
	free(names->names);
	free(names->order);
	pattern_free(names->pattern);
	*names = (struct names){ 0 };
}
