/* SPDX-License-Identifier: MIT */
/*
 * A walk over a JSON value with a stack of its own: input never decides how deep the C stack goes.
 * Names of members are sorted by bytes, which for UTF-8 differs from RFC 8785's UTF-16 order only
 * between U+E000-FFFF and the planes above; no member of ours has such a name.
 */
#include "lib/canon.h"

#include <stdlib.h>
#include <string.h>

#include "include/limits.h"
#include "lib/drop.h"

struct member {
	const char *name;
	const json_t *value;
};

/* An array or object that is being written. */
struct level {
	const json_t *value;
	struct member *members; /* of an object, in order */
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

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

#define EACH(byte) (UINT64_MAX / 255 * (byte))

/* Eight bytes at once: is one of them below a space, or zero without a quote, or a backslash? (Hacker's Delight, 6-1.) */
static bool are_plain(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	uint64_t below = word - EACH(0x20), quote = (word ^ EACH('"')) - EACH(1),
		 backslash = (word ^ EACH('\\')) - EACH(1);
	return !((below | quote | backslash) & ~word & EACH(0x80));
}

/* The last eight bytes once more, for what is left of a text that is plain so far. */
static bool ends_plain(const char *text, size_t size)
{
	return size >= sizeof(uint64_t) && are_plain(text + size - sizeof(uint64_t));
}

size_t canon_run(const char *text, size_t size)
{
	size_t at = 0;

	while (size - at >= sizeof(uint64_t) && are_plain(text + at))
		at += sizeof(uint64_t);
	if (size - at < sizeof(uint64_t) && ends_plain(text, size))
		return size;
	while (at < size && is_plain((unsigned char)text[at]))
		at++;
	return at;
}

static void add_plain(struct buffer *out, const char *text, size_t size)
{
	char *at = buffer_reserve(out, size + 2);

	if (!at)
		return;
	*at++ = '"';
	memcpy(at, text, size);
	memcpy(at + size, "\"", 2);
	out->size += size + 2;
}

static void add_escaped(struct buffer *out, const char *text, size_t size, size_t plain)
{
	buffer_add(out, "\"", 1);
	for (; plain < size; plain = canon_run(text, size)) {
		buffer_add(out, text, plain);
		escape(out, (unsigned char)text[plain]);
		text += plain + 1;
		size -= plain + 1;
	}
	buffer_add(out, text, plain);
	buffer_add(out, "\"", 1);
}

void canon_text(struct buffer *out, const char *text)
{
	size_t size = strlen(text), plain = canon_run(text, size);

	if (plain == size)
		add_plain(out, text, size);
	else
		add_escaped(out, text, size, plain);
}

void canon_plain(struct buffer *out, const char *text)
{
	add_plain(out, text, strlen(text));
}

void canon_name(struct buffer *out, const char *name)
{
	size_t size = strlen(name);
	char *at = buffer_reserve(out, size + 4);

	if (!at)
		return;
	if (out->size && at[-1] != '{')
		*at++ = ',';
	*at++ = '"';
	memcpy(at, name, size);
	memcpy(at + size, "\":", 3);
	out->size = (size_t)(at - out->data) + size + 2;
}

void canon_integer(struct buffer *out, int64_t value)
{
	char digits[20], *at = digits + sizeof(digits);
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (value < 0)
		*--at = '-';
	buffer_add(out, at, (size_t)(digits + sizeof(digits) - at));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->name, ((const struct member *)b)->name);
}

/* Mostly they came in order. */
static void sort(struct level *level)
{
	size_t i = 1;

	while (i < level->count && by_name(&level->members[i - 1], &level->members[i]) <= 0)
		i++;
	if (i < level->count)
		qsort(level->members, level->count, sizeof(*level->members), by_name);
}

/* Begin an array or object. False: there is no memory. */
static bool level_open(struct level *level, const json_t *value)
{
	const char *name;
	json_t *of;

	*level = (struct level){ .value = value };
	if (json_is_array(value)) {
		level->count = json_array_size(value);
		return true;
	}
	level->members = malloc((json_object_size(value) + 1) * sizeof(*level->members));
	if (!level->members)
		return false;
	json_object_foreach ((json_t *)value, name, of)
		level->members[level->count++] = (struct member){ name, of };
	sort(level);
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
	if (!level->members)
		return json_array_get(level->value, next);
	canon_text(out, level->members[next].name);
	buffer_add(out, ":", 1);
	return level->members[next].value;
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
			buffer_add(out, levels[--depth].members ? "}" : "]", 1);
			free(levels[depth].members);
		}
		if (!depth)
			return;
	}
	while (depth)
		free(levels[--depth].members);
}
