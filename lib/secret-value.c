/* SPDX-License-Identifier: MIT */
#include "lib/secret-value.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/*
 * People write "password: see vault" and "token=$TOKEN", and to warn of those is to teach them to
 * overlook warnings. So a value that only follows a colon must look like no word, date or path; one
 * after an equals sign is believed unless it says itself that it is none.
 */
static const char white[] = " \t\r\n";
static const char unquoted_ends[] = " \t\r\n\"'`";
static const char trailing[] = ",;.)]}>&";

size_t value_until(const char *text, const char *ends)
{
	size_t size = 0;

	while (size < value_look && text[size] && !strchr(ends, text[size]))
		size++;
	return size;
}

size_t value_while(const char *text, const char *set)
{
	size_t size = 0;

	while (size < value_look && text[size] && strchr(set, text[size]))
		size++;
	return size;
}

static size_t without_trailing(const char *text, size_t size)
{
	while (size && strchr(trailing, text[size - 1]))
		size--;
	return size;
}

static struct value read_quoted(const char *text, bool given)
{
	struct value value = { .text = text + 1, .given = given };

	value.ends = text[0] == '"' ? "\"\r\n" : text[0] == '\'' ? "'\r\n" : "`\r\n";
	value.size = value_until(value.text, value.ends);
	value.given = given || value_until(value.text, white) >= value.size;
	return value;
}

/* In a string within a string the quotes have a backslash: it ends the value too. */
static struct value read_escaped(const char *text, bool given)
{
	struct value value = { .text = text + 2, .ends = "\\\r\n", .given = given };

	value.size = value_until(value.text, value.ends);
	value.given = given || value_until(value.text, white) >= value.size;
	return value;
}

struct value value_read(const char *text, bool given)
{
	struct value value = { .ends = unquoted_ends, .given = given };

	text += value_while(text, " \t");
	if (text[0] == '\\' && (text[1] == '"' || text[1] == '\''))
		return read_escaped(text, given);
	if (*text && strchr("\"'`", *text))
		return read_quoted(text, given);
	value.text = text;
	value.size = without_trailing(text, value_until(text, unquoted_ends));
	return value;
}

size_t value_whole(const struct value *value)
{
	size_t size = strcspn(value->text, value->ends);

	return value->ends == unquoted_ends ? without_trailing(value->text, size) : size;
}

/* Shapes. A byte above ASCII counts as a lower-case letter. */
struct shape {
	size_t upper, lower, digits, others;
	bool begins_upper, slash, joined;
};

static struct shape shape_of(const struct value *value)
{
	struct shape shape = { .begins_upper = isupper((unsigned char)value->text[0]) };

	for (size_t i = 0; i < value->size; i++) {
		unsigned char byte = (unsigned char)value->text[i];

		shape.upper += byte < 0x80 && isupper(byte);
		shape.lower += byte >= 0x80 || islower(byte);
		shape.digits += byte < 0x80 && isdigit(byte);
		shape.slash |= byte == '/';
		shape.joined |= strchr("-./:", byte) != NULL;
		shape.others += byte < 0x80 && !isalnum(byte) && !strchr(" _-'./:", byte);
	}
	return shape;
}

/* vault, Rotated, SEE-VAULT, n/a, k8s/prod/db: words, joined or not. */
static bool is_prose(const struct shape *shape)
{
	bool one_case =
		!shape->upper || !shape->lower || (shape->upper == 1 && shape->begins_upper);

	if (shape->others)
		return false;
	return (!shape->digits && one_case) || (shape->slash && !shape->upper);
}

/* 10:32, 2026-11-20, 10.0.0.1. */
static bool is_reading(const struct shape *shape)
{
	return shape->joined && !shape->upper && !shape->lower && !shape->others;
}

/* A path, unless it looks random as base64 does, which may well begin with a slash. */
static bool is_path(const struct value *value, const struct shape *shape)
{
	if (memmem(value->text, value->size, "://", 3))
		return true;
	if (!strncmp(value->text, "~/", 2) || !strncmp(value->text, "./", 2))
		return true;
	return value->text[0] == '/' && !(shape->digits && shape->upper);
}

/* ****, xxxx, ....: what a careful hand put in its place. */
static bool is_masked(const struct value *value)
{
	return value_while(value->text, (char[]){ value->text[0], '\0' }) >= value->size;
}

static bool is_absent(const struct value *value)
{
	static const char *const words[] = { "none",    "null",     "nil",     "true",
					     "false",   "empty",    "expired", "invalid",
					     "missing", "unset",    "unknown", "hidden",
					     "changed", "redacted", "removed", "required" };
	size_t size = value_until(value->text, trailing);

	size = size < value->size ? size : value->size;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (size == strlen(words[i]) && !strncasecmp(value->text, words[i], size))
			return true;
	return false;
}

bool value_is_secret(const struct value *value, size_t least)
{
	struct shape shape = shape_of(value);

	if (value->size < least || strchr("$<{[(%*=", value->text[0]))
		return false;
	if (is_masked(value) || is_absent(value) || is_path(value, &shape))
		return false;
	return value->given || !(is_prose(&shape) || is_reading(&shape));
}
