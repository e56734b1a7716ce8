/* SPDX-License-Identifier: MIT */
#include "lib/when-cursor.h"

#include <string.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_same(const char *text, size_t size, const char *word)
{
	size_t i = 0;

	while (i < size && word[i] && lower(text[i]) == lower(word[i]))
		i++;
	return i == size && !word[i];
}

bool cursor_is_done(const struct cursor *c)
{
	return c->at == c->end;
}

bool cursor_is_digit(const struct cursor *c)
{
	return !cursor_is_done(c) && *c->at >= '0' && *c->at <= '9';
}

bool cursor_is_space(const struct cursor *c)
{
	return !cursor_is_done(c) && (*c->at == ' ' || *c->at == '\t');
}

size_t cursor_letters(const struct cursor *c)
{
	const char *at = c->at;

	while (at < c->end && lower(*at) >= 'a' && lower(*at) <= 'z')
		at++;
	return (size_t)(at - c->at);
}

void cursor_skip_spaces(struct cursor *c)
{
	while (cursor_is_space(c))
		c->at++;
}

bool cursor_take(struct cursor *c, char mark)
{
	if (cursor_is_done(c) || *c->at != mark)
		return false;
	c->at++;
	return true;
}

bool cursor_take_word(struct cursor *c, const char *word)
{
	size_t size = cursor_letters(c);

	if (!is_same(c->at, size, word))
		return false;
	c->at += size;
	return true;
}

bool cursor_take_one(struct cursor *c, const struct cursor_word *words, int64_t *value)
{
	while (words->text && !cursor_take_word(c, words->text))
		words++;
	*value = words->value;
	return words->text != NULL;
}

bool cursor_take_digits(struct cursor *c, int least, int most, int64_t *value)
{
	int count = 0;

	for (*value = 0; count < most && cursor_is_digit(c); count++)
		*value = *value * 10 + *c->at++ - '0';
	return count >= least && !cursor_is_digit(c);
}

bool cursor_take_int(struct cursor *c, int least, int most, int *value)
{
	int64_t wide;
	bool taken = cursor_take_digits(c, least, most, &wide);

	*value = (int)wide;
	return taken;
}

bool cursor_take_fraction(struct cursor *c, int *micro)
{
	int count = 0, scale = 100000;

	*micro = 0;
	if (!cursor_take(c, '.'))
		return true;
	for (; count < 9 && cursor_is_digit(c); count++, scale /= 10)
		*micro += (*c->at++ - '0') * scale;
	return count > 0 && !cursor_is_digit(c);
}

bool cursor_cut(struct cursor *c, const char *tail)
{
	size_t size = strlen(tail);

	if ((size_t)(c->end - c->at) < size || !is_same(c->end - size, size, tail))
		return false;
	c->end -= size;
	return true;
}
