/* SPDX-License-Identifier: MIT */
/*
 * The words between a kind and its colon become the options that its verb would have had, so that the
 * fields are read by the same readers (cli/record/field.h) and there is no second grammar of values.
 */
#include "cli/bulk/bulk-head.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/record/field.h"
#include "cli/record/moment.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/kind.h"

#define NAME_SIZE 64

struct head {
	enum kind kind;
	struct arguments arguments; /* its words are malloced: see `kept` */
	char *kept[OPTION_COUNT];
	size_t kept_count;
	struct buffer which;
	json_t *draft; /* borrowed */
	char *fault;   /* of BULK_FAULT_SIZE */
};

static void head_freep(struct head *head)
{
	for (size_t i = 0; i < head->kept_count; i++)
		free(head->kept[i]);
	buffer_free(&head->which);
}

static const char *keep(struct head *head, char *text)
{
	if (!text || head->kept_count == OPTION_COUNT) {
		free(text);
		return NULL;
	}
	return head->kept[head->kept_count++] = text;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

/* A word of a name: a kind, a person, a key. */
static size_t word_size(struct bulk_part part)
{
	size_t size = 0;

	while (size < part.size && (is_word(part.at[size]) || strchr(".@", part.at[size])))
		size++;
	return size;
}

static struct bulk_part skip(struct bulk_part part, size_t size)
{
	return bulk_trim((struct bulk_part){ part.at + size, part.size - size });
}

/* The colon that ends the head: outside quotes, before a blank or the end. Its place, or the size. */
static size_t find_colon(struct bulk_part part)
{
	bool quoted = false;

	for (size_t i = 0; i < part.size; i++) {
		char c = part.at[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && c == ':' &&
			 (i + 1 == part.size || strchr(" \t\r", part.at[i + 1])))
			return i;
	}
	return part.size;
}

/* By its name or its verb; a correction is made of an entry, not written as one. */
static enum kind kind_named(const char *word, size_t size)
{
	char name[NAME_SIZE];

	if (!size || size >= sizeof(name))
		return KIND_COUNT;
	for (size_t i = 0; i < size; i++)
		name[i] = word[i] == '-' ? '_' : (char)tolower((unsigned char)word[i]);
	name[size] = '\0';
	enum kind found = kind_of(name);
	for (size_t kind = 0; kind < KIND_COUNT && found == KIND_COUNT; kind++)
		if (kinds[kind].verb && size == strlen(kinds[kind].verb) &&
		    strncasecmp(kinds[kind].verb, word, size) == 0)
			found = (enum kind)kind;
	return found != KIND_COUNT && kind_is_correction(found) ? KIND_COUNT : found;
}

static const char *add_option(struct head *head, const char *name, const char *value)
{
	struct arguments *arguments = &head->arguments;

	if (!name || !value || arguments->option_count == OPTION_COUNT)
		return NULL;
	arguments->options[arguments->option_count].name = name;
	arguments->options[arguments->option_count++].value = value;
	return name;
}

/* The option that a key stands for: `services` is --service, `sort=well` is --well. */
static const char *option_of(struct head *head, const char *key, const char *value)
{
	for (const struct field_row *row = fields; row->name; row++) {
		if (row->kind != head->kind || row->need == FIELD_COMPUTED)
			continue;
		if (row->type == FIELD_TEXTS && strcmp(key, row->words) == 0)
			return row->words;
		if (strcmp(key, row->name) != 0)
			continue;
		if (row->type == FIELD_TEXTS)
			return row->words;
		return row->type == FIELD_CHOICE && field_has_word(row, value) ? value : row->name;
	}
	return NULL;
}

/* What every entry has. 1: the key is none of them. */
static int set_common(struct head *head, const char *key, const char *value, int64_t now)
{
	struct when_context context = { .now = now, .near = now };
	char message[WHEN_MESSAGE_SIZE], stamp[STAMP_SIZE];
	struct when when;

	if (strcmp(key, "actor") == 0)
		return json_object_set_new(head->draft, "actor", json_string(value));
	if (strcmp(key, "tag") == 0) {
		json_t *tags = json_object_get(head->draft, "tags");

		if (!tags && json_object_set_new(head->draft, "tags", tags = json_array()) < 0)
			return -ENOMEM;
		return json_array_append_new(tags, json_string(value));
	}
	if (strcmp(key, "until") != 0 || when_parse(value, &context, &when, message) ||
	    when.unknown)
		return 1;
	return json_object_set_new(head->draft, "until", json_string(stamp_format(when.at, stamp)));
}

/* A value, quoted as JSON has it or a bare word. *size: what it took. Malloced, or NULL. */
static char *read_value(struct bulk_part part, size_t *size)
{
	bool quoted = part.size && *part.at == '"';
	size_t end = quoted;

	while (end < part.size && (quoted ? part.at[end] != '"' : !strchr(" \t", part.at[end])))
		end += quoted && part.at[end] == '\\' ? 2 : 1;
	if (!quoted) {
		*size = end;
		return end ? strndup(part.at, end) : NULL;
	}
	if (end >= part.size)
		return NULL;
	drop(json_decref) json_t *value = json_loadb(part.at, end + 1, JSON_DECODE_ANY, NULL);
	*size = end + 1;
	return json_is_string(value) ? strdup(json_string_value(value)) : NULL;
}

static int say_fault(struct head *head, const char *key, const char *value)
{
	snprintf(head->fault, BULK_FAULT_SIZE, "%s has no %s=%.100s", kinds[head->kind].name, key,
		 value);
	return 1;
}

/* key=value; 0 and what it took, 1 and the fault. */
static int take_pair(struct head *head, struct bulk_part part, size_t key_size, int64_t now,
		     size_t *size)
{
	char key[NAME_SIZE];
	struct bulk_part behind = { part.at + key_size + 1, part.size - key_size - 1 };

	snprintf(key, sizeof(key), "%.*s", (int)key_size, part.at);
	const char *value = keep(head, read_value(behind, size));
	if (!value)
		return say_fault(head, key, "");
	*size += key_size + 1;
	const char *option = option_of(head, key, value);
	if (option)
		return add_option(head, option, value) ? 0 : say_fault(head, key, value);
	int r = set_common(head, key, value, now);
	return r == 1 ? say_fault(head, key, value) : r;
}

static bool has_option(const struct head *head, const char *name)
{
	return argument_option(&head->arguments, name, 0) != NULL;
}

/* A word without a key: `well`, `done`, a first word of the verb, or a part of WHICH. */
static bool take_word(struct head *head, struct bulk_part word)
{
	const char *text = keep(head, strndup(word.at, word.size));

	for (const struct field_row *row = fields; text && row->name; row++) {
		if (row->kind != head->kind)
			continue;
		if (row->type == FIELD_CHOICE && field_has_word(row, text))
			return add_option(head, text, "");
		if (row->type == FIELD_FLAG && strcmp(row->name, text) == 0)
			return add_option(head, row->name, "");
		if (row->need == FIELD_FIRST && !has_option(head, row->name))
			return add_option(head, row->name, text);
		if (row->need == FIELD_WHICH || row->need == FIELD_MAYBE) {
			buffer_printf(&head->which, "%s%s", head->which.size ? " " : "", text);
			return true;
		}
	}
	return false;
}

/* The words between the kind and the colon. 0; 1: a fault; -1: it is a sentence, no head. */
static int take_words(struct head *head, struct bulk_part part, int64_t now)
{
	while ((part = bulk_trim(part)).size) {
		size_t size = 0, key = 0;

		while (key < part.size &&
		       (islower((unsigned char)part.at[key]) || part.at[key] == '_'))
			key++;
		if (key && key < part.size && key < NAME_SIZE && part.at[key] == '=') {
			int r = take_pair(head, part, key, now, &size);

			if (r)
				return r;
		} else {
			while (size < part.size && !strchr(" \t", part.at[size]))
				size++;
			if (!take_word(head, (struct bulk_part){ part.at, size }))
				return -1;
		}
		part = skip(part, size);
	}
	return 0;
}

/* The first line that a reader of fields says, without its `incident: `. */
static void take_message(struct head *head, const char *said)
{
	const char *text = said && strstr(said, ": ") ? strstr(said, ": ") + 2 : "";

	snprintf(head->fault, BULK_FAULT_SIZE, "%.*s", (int)strcspn(text, "\n"), text);
}

/* Values by the readers of the options, whose complaint is the fault. */
static int read_fields(struct head *head, int64_t now)
{
	drop(free) char *said = NULL;
	size_t size = 0;
	json_t *data = json_object();
	struct session scratch = { .now = now };

	scratch.err.stream = scratch.out.stream = open_memstream(&said, &size);
	if (!scratch.err.stream || json_object_set_new(head->draft, "data", data) < 0)
		return -ENOMEM;
	int code = field_read(&scratch, (int)head->kind, &head->arguments, data);
	code = code ? code : field_check(&scratch, (int)head->kind, data);
	fclose(scratch.err.stream);
	if (code)
		take_message(head, said);
	if (!json_object_size(data))
		json_object_del(head->draft, "data");
	return code ? 1 : 0;
}

static int check_first(struct head *head)
{
	for (const struct field_row *row = fields; row->name; row++)
		if (row->kind == head->kind && row->need == FIELD_FIRST &&
		    !has_option(head, row->name)) {
			snprintf(head->fault, BULK_FAULT_SIZE,
				 "%s needs %s=", kinds[head->kind].name, row->name);
			return 1;
		}
	for (const struct field_row *row = fields; row->name; row++)
		if (row->kind == head->kind && row->need == FIELD_WHICH && !head->which.size) {
			snprintf(head->fault, BULK_FAULT_SIZE, "%s needs WHICH",
				 kinds[head->kind].name);
			return 1;
		}
	return 0;
}

static int set_text(json_t *draft, struct bulk_part text)
{
	return text.size ? json_object_set_new(draft, "text", json_stringn(text.at, text.size)) : 0;
}

static int set_kind(json_t *draft, enum kind kind)
{
	return json_object_set_new(draft, "kind", json_string(kinds[kind].name));
}

/* `kind words: text`, or a kind alone. 0, 1 with a fault, -1: it is none. */
static int read_kind(struct head *head, struct bulk_part part, int64_t now)
{
	size_t word = word_size(part), colon = find_colon(part);
	bool alone = word == part.size;

	head->kind = kind_named(part.at, word);
	if (head->kind == KIND_COUNT || (colon == part.size && !alone))
		return -1;
	if (alone && kinds[head->kind].text == KIND_TEXT_NEEDED)
		return -1;
	int r = take_words(head, (struct bulk_part){ part.at + word, colon - word }, now);
	r = r ? r : check_first(head);
	r = r ? r : read_fields(head, now);
	if (r)
		return r;
	if (head->which.size)
		json_object_set_new(head->draft, "which", json_string(head->which.data));
	set_text(head->draft, alone ? (struct bulk_part){ NULL, 0 } : skip(part, colon + 1));
	return set_kind(head->draft, head->kind);
}

bool bulk_head_is_person(const char *name)
{
	const struct bulk_part part = { name, strlen(name) };
	size_t size = word_size(part);

	return size && size == part.size && size < NAME_SIZE && !isdigit((unsigned char)*name) &&
	       kind_named(name, size) == KIND_COUNT;
}

/* `bob: ` */
static bool take_actor(struct bulk_part *part, json_t *draft)
{
	size_t size = word_size(*part);

	if (!size || size + 1 >= part->size || part->at[size] != ':' || size >= NAME_SIZE ||
	    !strchr(" \t", part->at[size + 1]) || isdigit((unsigned char)*part->at) ||
	    kind_named(part->at, size) != KIND_COUNT)
		return false;
	json_object_set_new(draft, "actor", json_stringn(part->at, size));
	*part = skip(*part, size + 1);
	return true;
}

static void forget(json_t *draft)
{
	static const char *const names[] = { "data", "which", "tags", "text", "kind" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		json_object_del(draft, names[i]);
}

int bulk_head_read(struct bulk_part rest, int64_t now, json_t *draft, char fault[BULK_FAULT_SIZE])
{
	drop(head_free) struct head head = { .draft = draft, .fault = fault };

	fault[0] = '\0';
	take_actor(&rest, draft);
	int r = read_kind(&head, rest, now);
	if (r == 0)
		return 0;
	forget(draft);
	set_text(draft, rest);
	set_kind(draft, KIND_NOTE);
	return r > 0 ? 1 : r == -ENOMEM ? r : 0;
}
