/* SPDX-License-Identifier: MIT */
#include "cli/check/phrase.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/*
 * No stemming, no grammar: a document is asked whether it speaks of something at all.
 */
bool phrase_is_word(char byte)
{
	return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static size_t one_at(const char *at, const char *phrase, size_t size)
{
	bool open = size && phrase[size - 1] == '*';

	size -= open;
	if (!size || strncasecmp(at, phrase, size) != 0)
		return 0;
	return open || !phrase_is_word(at[size]) ? size : 0;
}

size_t phrase_at(const char *text, const char *at, const char *phrases)
{
	size_t size = 0, taken = 0;

	if (at > text && phrase_is_word(at[-1]))
		return 0;
	for (; *phrases && !taken; phrases += size + (phrases[size] == '|')) {
		size = strcspn(phrases, "|");
		taken = one_at(at, phrases, size);
	}
	return taken;
}

const char *phrase_find(const char *text, const char *phrases)
{
	for (const char *at = text; *at; at++)
		if (phrase_at(text, at, phrases))
			return at;
	return NULL;
}

/* "–", "…", quotes and the like are U+2000 to U+203F: signs, not letters. */
static bool has_letter(const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (size - i > 2 && memcmp(word + i, "\xe2\x80", 2) == 0)
			i += 2;
		else if (phrase_is_word(word[i]))
			return true;
	}
	return false;
}

size_t phrase_count(const char *text)
{
	size_t count = 0;

	for (text += strspn(text, " \t"); *text; text += strspn(text, " \t")) {
		size_t size = strcspn(text, " \t");

		count += has_letter(text, size);
		text += size;
	}
	return count;
}
