/* SPDX-License-Identifier: MIT */
/*
 * One walk over the bytes, with a stack of its own, which ends where there is too much: a message may
 * take a hundred times as much memory as it looks, and input never decides how deep the C stack goes. What is made
 * stands in what it belongs to at once, so that there is one thing to give up.
 *
 * jansson's own reader looks at each byte in five functions (it took half of what a note cost), recurses,
 * and where its buffer cannot grow it leaves a character out and says nothing (2.14, lex_save() in load.c).
 */
#include "lib/parse.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "include/limits.h"
#include "lib/arena.h"
#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/parse-number.h"
#include "lib/parse-text.h"

struct reader {
	const char *at, *end;
	size_t values, most, depth;
	json_t *open
		[LIMIT_DEPTH]; /* lists and objects that did not end yet, each in the one before it */
	struct buffer name, text; /* of those that do not stand in the input as they are */
};

/* The next byte that is no white space; a NUL, which may stand nowhere, for the end. */
static char peek(struct reader *reader)
{
	const char *at = reader->at;

	while (at < reader->end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	reader->at = at;
	return at < reader->end ? *at : '\0';
}

static bool take(struct reader *reader, char byte)
{
	if (peek(reader) != byte)
		return false;
	reader->at++;
	return true;
}

static int give(json_t *made, json_t **value)
{
	*value = made;
	return made ? 0 : -ENOMEM;
}

/* What is in it follows. */
static int enter(struct reader *reader, json_t *made, json_t **value)
{
	drop(json_decref) json_t *of = made;

	if (reader->depth == LIMIT_DEPTH)
		return PARSE_DEEP;
	reader->at++;
	reader->values++;
	reader->open[reader->depth++] = of;
	return give(steal(&of), value);
}

static int read_string(struct reader *reader, json_t **value)
{
	struct parse_text text;
	int r = parse_text(&reader->at, reader->end, &reader->text, &text);

	return r ? r : give(json_stringn_nocheck(text.data, text.size), value);
}

static int read_word(struct reader *reader, const char *word, json_t *made, json_t **value)
{
	size_t size = strlen(word);

	if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size) != 0)
		return PARSE_WRONG;
	reader->at += size;
	return give(made, value);
}

static int read_value(struct reader *reader, json_t **value)
{
	switch (peek(reader)) {
	case '{':
		return enter(reader, json_object(), value);
	case '[':
		return enter(reader, json_array(), value);
	case '"':
		return read_string(reader, value);
	case 't':
		return read_word(reader, "true", json_true(), value);
	case 'f':
		return read_word(reader, "false", json_false(), value);
	case 'n':
		return read_word(reader, "null", json_null(), value);
	default:
		return parse_number(&reader->at, reader->end, &reader->text, value);
	}
}

static int read_item(struct reader *reader, json_t *list)
{
	json_t *value;
	int r = read_value(reader, &value);

	if (r)
		return r;
	return json_array_append_new(list, value) < 0 ? -ENOMEM : 0;
}

static int read_member(struct reader *reader, json_t *object)
{
	size_t before = json_object_size(object);
	struct parse_text name;
	json_t *value;
	int r = PARSE_WRONG;

	if (peek(reader) != '"' || (r = parse_text(&reader->at, reader->end, &reader->name, &name)))
		return r;
	if (!take(reader, ':'))
		return PARSE_WRONG;
	reader->values++;
	if ((r = read_value(reader, &value)))
		return r;
	if (json_object_setn_new_nocheck(object, name.data, name.size, value) < 0)
		return -ENOMEM;
	return json_object_size(object) > before ? 0 : PARSE_WRONG;
}

/* The next thing in the innermost list or object, or its end. */
static int step(struct reader *reader)
{
	json_t *of = reader->open[reader->depth - 1];
	bool list = json_is_array(of);
	bool follows = list ? json_array_size(of) : json_object_size(of);

	if (take(reader, list ? ']' : '}')) {
		reader->depth--;
		return 0;
	}
	if (follows && !take(reader, ','))
		return PARSE_WRONG;
	reader->values += follows;
	if (reader->values > reader->most)
		return PARSE_MANY;
	return list ? read_item(reader, of) : read_member(reader, of);
}

static int read_all(struct reader *reader, json_t **value)
{
	char first = peek(reader);
	int r = first == '{' || first == '[' ? read_value(reader, value) : PARSE_WRONG;

	while (r == 0 && reader->depth)
		r = step(reader);
	if (r == 0)
		peek(reader);
	return r == 0 && reader->at < reader->end ? PARSE_WRONG : r;
}

int parse_json(json_t **value, const char *text, size_t size, size_t most,
	       struct parse_count *count)
{
	struct reader reader = { .at = text, .end = text + size, .most = most };
	drop(json_decref) json_t *read = NULL;
	int r = read_all(&reader, &read);

	buffer_free(&reader.name);
	buffer_free(&reader.text);
	if (count)
		*count = (struct parse_count){ (size_t)(reader.at - text) + (r != 0),
					       reader.values };
	*value = r ? NULL : steal(&read);
	return r;
}

/* jansson has one pair of memory functions for all threads: where they look while this one reads into an arena. */
static _Thread_local struct arena *within;

static void *take_memory(size_t size)
{
	return within ? arena_take(within, size) : malloc(size);
}

static void give_memory(void *memory)
{
	if (!within)
		free(memory);
}

static void begin(void)
{
	json_set_alloc_funcs(take_memory, give_memory);
}

int parse_json_in(struct arena *arena, json_t **value, const char *text, size_t size, size_t most,
		  struct parse_count *count)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, begin);
	within = arena;
	int r = parse_json(value, text, size, most, count);
	within = NULL;
	return r;
}
