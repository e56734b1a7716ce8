/* SPDX-License-Identifier: MIT */
/*
 * One pass from left to right. A reader holds what the next word may be: an option (until `--`), a short
 * one (until the first word of a text). A fault does not end the pass; the word stays a word.
 */
#include "cli/option.h"

#include <string.h>

#include "lib/text.h"

struct reader {
	struct arguments *arguments;
	const struct option_rule *rule;
	char **next;
	bool ended; /* `--` was read */
	int answer;
	struct option_fault *fault;
};

static void add_word(struct reader *reader, const char *word)
{
	reader->arguments->words[reader->arguments->count++] = word;
}

/* Keep the first fault, and the word as a word. */
static void add_fault(struct reader *reader, int answer, const char *typed)
{
	if (!reader->answer) {
		reader->answer = answer;
		reader->fault->typed = typed;
	}
	add_word(reader, typed);
}

static void add_option(struct reader *reader, const struct option_row *row, const char *value,
		       const char *typed)
{
	struct arguments *arguments = reader->arguments;

	if (arguments->option_count == OPTION_COUNT) {
		add_fault(reader, OPTION_TOO_MANY, typed);
		return;
	}
	arguments->options[arguments->option_count].name = row->name;
	arguments->options[arguments->option_count].value = value;
	arguments->option_count++;
}

/* The first word of a text was read; a lone `-` is none yet, it stands for one. */
static bool is_inside(const struct reader *reader)
{
	const struct arguments *arguments = reader->arguments;

	return reader->rule->text && arguments->count &&
	       !(arguments->count == 1 && strcmp(arguments->words[0], "-") == 0);
}

static bool is_name(const char *name, const char *typed, size_t size)
{
	return strlen(name) == size && strncmp(name, typed, size) == 0;
}

static const struct option_row *find_long(const struct reader *reader, const char *name,
					  size_t size)
{
	const struct option_list *known = reader->rule->known;

	if (is_inside(reader) && (is_name("help", name, size) || is_name("version", name, size)))
		return NULL; /* a note about --help is a note */
	for (size_t i = 0; i < known->count; i++)
		if (is_name(known->rows[i].name, name, size))
			return &known->rows[i];
	return NULL;
}

static const struct option_row *find_short(const struct reader *reader, char letter)
{
	const struct option_list *known = reader->rule->known;

	for (size_t i = 0; i < known->count; i++)
		if (known->rows[i].letter == letter)
			return &known->rows[i];
	return NULL;
}

static void suggest(struct reader *reader, const char *name, size_t size)
{
	const char *names[OPTION_LIST_SIZE + 1] = { NULL };
	char word[64];

	if (reader->answer || size >= sizeof(word))
		return;
	memcpy(word, name, size);
	word[size] = '\0';
	for (size_t i = 0; i < reader->rule->known->count; i++)
		names[i] = reader->rule->known->rows[i].name;
	reader->fault->suggestion = text_suggest(word, names);
}

static bool is_share(const char *word)
{
	size_t size = word ? strspn(word, "~0123456789.%") : 0;

	return size && !word[size];
}

/* `--user 80%`, where --users is known: not the private log is meant. */
static bool is_slip(const struct reader *reader, const struct option_row *row, const char *value)
{
	return strcmp(row->name, "user") == 0 && find_long(reader, "users", 5) &&
	       is_share(value ? value : *reader->next);
}

/* The value that is the next word, or NULL. */
static const char *take_next(struct reader *reader)
{
	return *reader->next ? *reader->next++ : NULL;
}

static void read_long(struct reader *reader, const char *typed)
{
	const char *name = typed + 2, *equals = strchr(name, '=');
	size_t size = equals ? (size_t)(equals - name) : strlen(name);
	const struct option_row *row = find_long(reader, name, size);
	const char *value = equals ? equals + 1 : NULL;

	if (!row && is_inside(reader)) {
		add_word(reader, typed);
	} else if (!row) {
		suggest(reader, name, size);
		add_fault(reader, OPTION_UNKNOWN, typed);
	} else if (is_slip(reader, row, value)) {
		suggest(reader, "users", 5);
		add_fault(reader, OPTION_HAS_VALUE, typed);
	} else if (!row->value && value) {
		add_fault(reader, OPTION_HAS_VALUE, typed);
	} else {
		value = !row->value ? "" : value ? value : take_next(reader);
		value ? add_option(reader, row, value, typed)
		      : add_fault(reader, OPTION_NO_VALUE, typed);
	}
}

/* -q, -qq, -iREF, -qi REF. */
static void read_short(struct reader *reader, const char *typed)
{
	for (const char *letter = typed + 1; *letter; letter++) {
		const struct option_row *row = find_short(reader, *letter);
		const char *value = "";

		if (row && row->value)
			value = letter[1] ? letter + 1 : take_next(reader);
		if (!row || !value) {
			add_fault(reader, row ? OPTION_NO_VALUE : OPTION_UNKNOWN, typed);
			return;
		}
		add_option(reader, row, value, typed);
		if (row->value)
			return;
	}
}

static void end(struct reader *reader)
{
	reader->ended = true;
	reader->arguments->literal = reader->arguments->count;
}

static void read_one(struct reader *reader, const char *typed)
{
	if (reader->ended || typed[0] != '-' || !typed[1])
		add_word(reader, typed);
	else if (strcmp(typed, "--") == 0)
		end(reader);
	else if (typed[1] == '-')
		read_long(reader, typed);
	else if (is_inside(reader))
		add_word(reader, typed);
	else
		read_short(reader, typed);
}

int option_read(struct arguments *arguments, const struct option_rule *rule, char **typed,
		size_t *taken, struct option_fault *fault)
{
	struct reader reader = {
		.arguments = arguments,
		.rule = rule,
		.next = typed,
		.fault = fault,
	};

	*fault = (struct option_fault){ 0 };
	while (*reader.next) {
		if (rule->stop && (reader.ended || **reader.next != '-'))
			break;
		read_one(&reader, *reader.next++);
	}
	if (!reader.ended)
		arguments->literal = arguments->count;
	*taken = (size_t)(reader.next - typed);
	return reader.answer;
}

const char *argument_option(const struct arguments *arguments, const char *name, size_t n)
{
	for (size_t i = 0; i < arguments->option_count; i++)
		if (strcmp(arguments->options[i].name, name) == 0 && n-- == 0)
			return arguments->options[i].value;
	return NULL;
}
