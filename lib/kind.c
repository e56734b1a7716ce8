/* SPDX-License-Identifier: MIT */
/* The lists of include/kinds.h, unrolled once into arrays; looked through from the front, they are short. */
#include "lib/kind.h"

#include <string.h>

#define KIND_ROW(upper, name_, verb_, usage_, label_, class_, incident_, text_, help_) \
	[KIND_##upper] = {                                                             \
		.name = name_,                                                         \
		.verb = verb_,                                                         \
		.usage = usage_,                                                       \
		.label = label_,                                                       \
		.help = help_,                                                         \
		.class = KIND_##class_,                                                \
		.incident = KIND_##incident_,                                          \
		.text = KIND_TEXT_##text_,                                             \
	},

const struct kind_row kinds[KIND_COUNT] = { KINDS(KIND_ROW) };

#define FIELD_ROW(kind_, name_, type_, need_, words_) \
	{                                             \
		.kind = KIND_##kind_,                 \
		.name = name_,                        \
		.type = FIELD_##type_,                \
		.need = FIELD_##need_,                \
		.words = words_,                      \
	},

const struct field_row fields[] = { FIELDS(FIELD_ROW){ .name = NULL } };

enum kind kind_of(const char *name)
{
	enum kind kind = 0;

	while (kind < KIND_COUNT && strcmp(kinds[kind].name, name) != 0)
		kind++;
	return kind;
}

const struct field_row *kind_field(enum kind kind, const char *name)
{
	for (const struct field_row *row = fields; row->name; row++)
		if (row->kind == kind && strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

bool field_has_word(const struct field_row *field, const char *word)
{
	size_t size = strcspn(word, " ");

	if (word[size])
		return false;
	for (const char *at = field->words; at && size; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (strncmp(at, word, size) == 0 && (at[size] == ' ' || at[size] == '\0'))
			return true;
	}
	return false;
}
