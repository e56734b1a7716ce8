/* SPDX-License-Identifier: MIT */
/*
 * A walk over a JSON value with a stack of its own: input never decides how deep the C stack goes.
 * Names of members are sorted by bytes, which for UTF-8 differs from RFC 8785's UTF-16 order only
 * between U+E000-FFFF and the planes above; no member of ours has such a name.
 */
#include "lib/canon.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "include/limits.h"
#include "lib/drop.h"

/* An array or object that is being written. */
struct level {
	const json_t *value;
	const char **names; /* of an object, in order */
	size_t next, count;
};

static void escape(struct buffer *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char letters[] = "btn\0fr"; /* \b is 8 … \r is 13; 11 has none */
	char text[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

	if (c == '"' || c == '\\') {
		text[1] = (char)c;
		buffer_add(out, text, 2);
	} else if (c >= 8 && c <= 13 && letters[c - 8]) {
		text[1] = letters[c - 8];
		buffer_add(out, text, 2);
	} else {
		buffer_add(out, text, sizeof(text));
	}
}

void canon_text(struct buffer *out, const char *text)
{
	const char *plain = text;

	buffer_add(out, "\"", 1);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buffer_add(out, plain, (size_t)(text - plain));
		escape(out, c);
		plain = text + 1;
	}
	buffer_add(out, plain, (size_t)(text - plain));
	buffer_add(out, "\"", 1);
}

void canon_integer(struct buffer *out, int64_t value)
{
	buffer_printf(out, "%" PRId64, value);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Begin an array or object. False: there is no memory. */
static bool level_open(struct level *level, const json_t *value)
{
	const char *name;
	json_t *member;

	*level = (struct level){ .value = value };
	if (json_is_array(value)) {
		level->count = json_array_size(value);
		return true;
	}
	level->names = calloc(json_object_size(value) + 1, sizeof(*level->names));
	if (!level->names)
		return false;
	json_object_foreach ((json_t *)value, name, member)
		level->names[level->count++] = name;
	qsort(level->names, level->count, sizeof(*level->names), by_name);
	return true;
}

/* The next value of this level, after its comma and name; NULL at the end. */
static const json_t *level_next(struct level *level, struct buffer *out)
{
	size_t next = level->next++;

	if (next >= level->count)
		return NULL;
	if (next)
		buffer_add(out, ",", 1);
	if (!level->names)
		return json_array_get(level->value, next);
	canon_text(out, level->names[next]);
	buffer_add(out, ":", 1);
	return json_object_get(level->value, level->names[next]);
}

static void scalar(struct buffer *out, const json_t *value)
{
	if (json_is_string(value))
		canon_text(out, json_string_value(value));
	else if (json_is_integer(value))
		canon_integer(out, json_integer_value(value));
	else if (json_is_real(value))
		out->failed = true;
	else
		buffer_add_text(out, json_is_true(value)    ? "true"
				     : json_is_false(value) ? "false"
							    : "null");
}

void canon_value(struct buffer *out, const json_t *value)
{
	struct level levels[LIMIT_DEPTH];
	size_t depth = 0;

	for (;;) {
		if (json_is_array(value) || json_is_object(value)) {
			if (depth == LIMIT_DEPTH || !level_open(&levels[depth], value)) {
				out->failed = true;
				break;
			}
			buffer_add(out, json_is_array(value) ? "[" : "{", 1);
			depth++;
		} else {
			scalar(out, value);
		}
		while (depth && !(value = level_next(&levels[depth - 1], out))) {
			buffer_add(out, levels[--depth].names ? "}" : "]", 1);
			free(levels[depth].names);
		}
		if (!depth)
			return;
	}
	while (depth)
		free(levels[--depth].names);
}
