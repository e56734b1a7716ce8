/* SPDX-License-Identifier: MIT */
/* The data of the kinds table as rows of options: the names that differ are kept in the list's own text. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/record/field.h"
#include "lib/kind.h"

__attribute__((format(printf, 2, 3))) static const char *keep(struct option_list *list,
							      const char *format, ...)
{
	char *text = list->text + list->used;
	size_t room = sizeof(list->text) - list->used;
	va_list values;

	va_start(values, format);
	int size = vsnprintf(text, room, format, values);
	va_end(values);
	if (size < 0 || (size_t)size >= room)
		return NULL;
	list->used += (size_t)size + 1;
	return text;
}

static bool is_there(const struct option_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->rows[i].name, name) == 0)
			return true;
	return false;
}

static void add(struct option_list *list, const char *name, const char *value, const char *help)
{
	if (name && !is_there(list, name) && list->count < OPTION_LIST_SIZE)
		list->rows[list->count++] =
			(struct option_row){ .name = name, .value = value, .help = help };
}

/* "well badly lucky": an option each. */
static void add_choices(struct option_list *list, const struct field_row *row)
{
	for (const char *word = row->words; *word;) {
		int size = (int)strcspn(word, " ");

		add(list, keep(list, "%.*s", size, word), NULL, "");
		word += size + (word[size] == ' ');
	}
}

/* "false_alarm" is not nice to type. */
static const char *keep_words(struct option_list *list, const char *words)
{
	char *kept = (char *)keep(list, "%s", words);

	for (char *at = kept; at && *at; at++)
		*at = *at == ' ' ? '|' : *at == '_' ? '-' : *at;
	return kept;
}

static bool ends_in(const char *text, const char *end)
{
	size_t size = strlen(text), tail = strlen(end);

	return size >= tail && strcmp(text + size - tail, end) == 0;
}

static void add_field(struct option_list *list, const struct field_row *row)
{
	switch (row->type) {
	case FIELD_TEXT:
		add(list, row->name, "TEXT", "");
		break;
	case FIELD_TEXTS:
		add(list, row->words, "NAME", "may be repeated");
		break;
	case FIELD_LEVEL:
		add(list, row->name, "LEVEL", "1 to 5, sev1, P1 (1 is worst)");
		break;
	case FIELD_SHARE:
		add(list, row->name, "SHARE", "80%, ~0.3%");
		break;
	case FIELD_WORD:
		add(list, row->name, keep_words(list, row->words), "");
		break;
	case FIELD_CHOICE:
		add_choices(list, row);
		break;
	case FIELD_TIME:
		add(list, row->name, "TIME", "30m, 10:32: incident help time");
		break;
	case FIELD_DAY:
		add(list, row->name, "DAY", "2026-11-27, friday, 3d");
		break;
	case FIELD_FLAG: /* the writer says "about" with a ~ before the value */
		if (!ends_in(row->name, "_about"))
			add(list, row->name, NULL, "");
		break;
	case FIELD_EVENT:
	case FIELD_INCIDENT:
	case FIELD_FIELDS:
		break;
	}
}

static bool is_typed(const struct field_row *row, int kind)
{
	if (kind == KIND_AMENDED)
		return row->need == FIELD_OPTIONAL || row->need == FIELD_NEEDED ||
		       row->need == FIELD_FIRST;
	return (int)row->kind == kind && (row->need == FIELD_OPTIONAL || row->need == FIELD_NEEDED);
}

void field_options(int kind, struct option_list *list)
{
	for (const struct field_row *row = fields; row->name; row++)
		if (is_typed(row, kind))
			add_field(list, row);
}
