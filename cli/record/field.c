/* SPDX-License-Identifier: MIT */
/* One reader a type. What is wrong is said with the words that would be right. */
#include "cli/record/field.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/record/moment.h"
#include "cli/say.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/kind.h"
#include "lib/text.h"
#include "lib/when.h"

/* json_object_set_new() with the one way in which it fails here. */
static int put(struct session *session, json_t *data, const char *name, json_t *value)
{
	if (json_object_set_new(data, name, value) == 0)
		return EXIT_OK;
	say_error(session, "--%s: no UTF-8 text, or no memory", name);
	return EXIT_USAGE;
}

/* The n-th word of a kind's usage: LEVEL. */
static void word_of_usage(enum kind kind, size_t n, char name[FIELD_NAME_SIZE])
{
	const char *word = kinds[kind].usage;

	for (; n && (word = strchr(word, ' ')); n--)
		word++;
	word = word ? word : "";
	snprintf(name, FIELD_NAME_SIZE, "%.*s", (int)strcspn(word, " "), word);
}

char *field_called(const struct field_row *row, char name[FIELD_NAME_SIZE])
{
	const struct field_row *first = row;

	if (row->need != FIELD_FIRST) {
		snprintf(name, FIELD_NAME_SIZE, "--%s",
			 row->type == FIELD_TEXTS ? row->words : row->name);
		return name;
	}
	while (first > fields && first[-1].kind == row->kind && first[-1].need == FIELD_FIRST)
		first--;
	word_of_usage(row->kind, (size_t)(row - first), name);
	return name;
}

static int wrong(struct session *session, const struct field_row *row, const char *typed,
		 const char *right)
{
	char name[FIELD_NAME_SIZE];

	say_error(session, "%s \"%s\" is not understood", field_called(row, name), typed);
	say_try(session, "%s", right);
	return EXIT_USAGE;
}

/* It is none of the words; the one that was probably meant is said first. */
static int wrong_word(struct session *session, const struct field_row *row, const char *typed)
{
	const char *words[16] = { NULL };
	char kept[256], *rest = NULL;
	size_t count = 0;

	snprintf(kept, sizeof(kept), "%s", row->words);
	for (char *word = strtok_r(kept, " ", &rest); word && count < 15;
	     word = strtok_r(NULL, " ", &rest))
		words[count++] = word;
	const char *meant = text_suggest(typed, words);
	int code = wrong(session, row, typed, row->words);
	if (meant)
		say_try(session, "did you mean %s?", meant);
	return code;
}

/* 1, sev1, SEV-1, P1, S1. */
static int read_level(const char *typed)
{
	static const char *const prefixes[] = { "sev", "p", "s" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t size = strlen(prefixes[i]);

		if (strncasecmp(typed, prefixes[i], size) == 0) {
			typed += size;
			typed += *typed == '-' || *typed == ' ';
			break;
		}
	}
	return *typed >= '1' && *typed <= '5' && !typed[1] ? *typed - '0' : 0;
}

/* "0.3%" in parts per million, or -1. What is below one part is cut off. */
static int64_t read_share(const char *typed)
{
	int64_t share = 0, unit = 10000;
	const char *at = typed;

	for (; isdigit((unsigned char)*at) && share <= 1000000; at++)
		share = share * 10 + (*at - '0') * unit;
	if (at == typed)
		return -1;
	if (*at == '.')
		for (at++; isdigit((unsigned char)*at); at++)
			share += (*at - '0') * (unit /= 10);
	return *at == '%' && !at[1] && share <= 1000000 ? share : -1;
}

static int put_share(struct session *session, const struct field_row *row, const char *typed,
		     json_t *data)
{
	bool about = *typed == '~';
	int64_t share = read_share(typed + about);
	char name[64];

	if (share < 0)
		return wrong(session, row, typed, "a share of them: 80%, ~0.3%");
	snprintf(name, sizeof(name), "%s_about", row->name);
	int code = about ? put(session, data, name, json_true()) : EXIT_OK;
	return code ? code : put(session, data, row->name, json_integer(share));
}

/* "False-Alarm" is false_alarm. */
static int put_word(struct session *session, const struct field_row *row, const char *typed,
		    json_t *data)
{
	char word[64];

	snprintf(word, sizeof(word), "%s", typed);
	for (char *at = word; *at; at++)
		*at = *at == '-' ? '_' : (char)tolower((unsigned char)*at);
	if (strchr(word, ' ') || !field_has_word(row, word))
		return wrong_word(session, row, typed);
	return put(session, data, row->name, json_string(word));
}

static int put_level(struct session *session, const struct field_row *row, const char *typed,
		     json_t *data)
{
	int level = read_level(typed);

	if (!level)
		return wrong(session, row, typed, "1 to 5, sev1, P1 (1 is worst)");
	return put(session, data, row->name, json_integer(level));
}

static int put_time(struct session *session, const struct field_row *row, const char *typed,
		    json_t *data)
{
	char stamp[STAMP_SIZE];
	int code = moment_ahead(session, typed, stamp);

	return code ? code : put(session, data, row->name, json_string(stamp));
}

static int put_day(struct session *session, const struct field_row *row, const char *typed,
		   json_t *data)
{
	char day[WHEN_DAY_SIZE];
	int code = moment_day(session, typed, day);

	return code ? code : put(session, data, row->name, json_string(day));
}

int field_read_value(struct session *session, const struct field_row *row, const char *typed,
		     json_t *data)
{
	switch (row->type) {
	case FIELD_TEXT:
		return *typed ? put(session, data, row->name, json_string(typed))
			      : wrong(session, row, typed, "it needs a text");
	case FIELD_LEVEL:
		return put_level(session, row, typed, data);
	case FIELD_SHARE:
		return put_share(session, row, typed, data);
	case FIELD_WORD:
	case FIELD_CHOICE:
		return put_word(session, row, typed, data);
	case FIELD_TIME:
		return put_time(session, row, typed, data);
	case FIELD_DAY:
		return put_day(session, row, typed, data);
	case FIELD_FLAG:
		return put(session, data, row->name, json_true());
	case FIELD_TEXTS:
	case FIELD_EVENT:
	case FIELD_INCIDENT:
	case FIELD_FIELDS:
		break;
	}
	return EXIT_OK;
}

static int read_texts(struct session *session, const struct field_row *row,
		      const struct arguments *arguments, json_t *data)
{
	drop(json_decref) json_t *texts = json_array();
	const char *typed;

	for (size_t n = 0; (typed = argument_option(arguments, row->words, n)); n++)
		if (json_array_append_new(texts, json_string(typed)) < 0)
			return say_usage(session, "--%s: no UTF-8 text", row->words);
	return json_array_size(texts) ? put(session, data, row->name, steal(&texts)) : EXIT_OK;
}

static int read_choice(struct session *session, const struct field_row *row,
		       const struct arguments *arguments, json_t *data)
{
	const char *chosen = NULL;

	for (size_t i = 0; i < arguments->option_count; i++) {
		const char *name = arguments->options[i].name;

		if (!field_has_word(row, name))
			continue;
		if (chosen && strcmp(chosen, name) != 0)
			return say_usage(session, "it is --%s or --%s, not both", chosen, name);
		chosen = name;
	}
	return chosen ? field_read_value(session, row, chosen, data) : EXIT_OK;
}

/* Given several times, texts are a list with commas: --to database --to network. */
static int read_text(struct session *session, const struct field_row *row,
		     const struct arguments *arguments, json_t *data)
{
	drop(buffer_free) struct buffer all = { 0 };
	const char *typed;

	for (size_t n = 0; (typed = argument_option(arguments, row->name, n)); n++)
		buffer_printf(&all, "%s%s", n ? ", " : "", typed);
	return all.data ? field_read_value(session, row, all.data, data) : EXIT_OK;
}

static int read_row(struct session *session, const struct field_row *row,
		    const struct arguments *arguments, json_t *data)
{
	const char *typed = argument_option(arguments, row->name, 0);

	if (row->type == FIELD_TEXTS)
		return read_texts(session, row, arguments, data);
	if (row->type == FIELD_CHOICE)
		return read_choice(session, row, arguments, data);
	if (row->type == FIELD_TEXT)
		return read_text(session, row, arguments, data);
	return typed ? field_read_value(session, row, typed, data) : EXIT_OK;
}

int field_read(struct session *session, int kind, const struct arguments *arguments, json_t *data)
{
	for (const struct field_row *row = fields; row->name; row++) {
		if ((int)row->kind != kind || row->need == FIELD_COMPUTED)
			continue;
		int code = read_row(session, row, arguments, data);
		if (code)
			return code;
	}
	return EXIT_OK;
}

static const struct command *command_of(int kind)
{
	return command_find(kinds[kind].name);
}

int field_check(struct session *session, int kind, const json_t *data)
{
	for (const struct field_row *row = fields; row->name; row++)
		if ((int)row->kind == kind && row->need == FIELD_NEEDED &&
		    !json_object_get(data, row->name)) {
			say_error(session, "--%s is missing", row->name);
			say_try(session, "incident %s", command_of(kind)->example);
			return EXIT_USAGE;
		}
	return EXIT_OK;
}
