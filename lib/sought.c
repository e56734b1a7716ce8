/* SPDX-License-Identifier: MIT */
/* Nearly every text is short and ASCII: it is folded on the stack, and no table is asked. */
#include "lib/sought.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "lib/drop.h"
#include "lib/text.h"

enum { short_size = 512 };

#define EVERY(byte) (UINT64_C(0x0101010101010101) * (byte))

static int add(struct sought *sought, const char *word)
{
	struct sought_word *words = reallocarray(sought->words, sought->count + 1, sizeof(*words));

	if (!words)
		return -ENOMEM;
	sought->words = words;
	words[sought->count++] = (struct sought_word){ word, strlen(word) };
	return 0;
}

int sought_read(struct sought *sought, const char *query)
{
	static const char white[] = " \t\n\v\f\r";
	char *rest = NULL;
	int r = 0;

	*sought = (struct sought){ .folded = text_fold(query) };
	if (!sought->folded)
		return -ENOMEM;
	for (char *word = strtok_r(sought->folded, white, &rest); word && r == 0;
	     word = strtok_r(NULL, white, &rest))
		r = add(sought, word);
	return r;
}

/* Of eight characters those from A to Z, as 0x20 each. */
static uint64_t capitals(uint64_t eight)
{
	uint64_t low = eight & EVERY(0x7f);

	return ((low + EVERY(0x80 - 'A')) & ~(low + EVERY(0x80 - 'Z' - 1)) & EVERY(0x80)) >> 2;
}

/* Eight characters at a time, as the compiler would not. False: they are not all ASCII, and are not folded. */
static bool fold_ascii(char folded[short_size], const char *text, size_t size)
{
	uint64_t eight, seen = 0;

	for (size_t at = 0; at < size; at += sizeof(eight)) {
		eight = 0;
		memcpy(&eight, text + at, size - at < sizeof(eight) ? size - at : sizeof(eight));
		seen |= eight;
		eight |= capitals(eight);
		memcpy(folded + at, &eight, sizeof(eight));
	}
	return !(seen & EVERY(0x80));
}

bool sought_are_in_folded(const struct sought *sought, const char *folded, size_t size)
{
	bool all = sought->count;

	for (size_t i = 0; i < sought->count && all; i++)
		all = memmem(folded, size, sought->words[i].text, sought->words[i].size);
	return all;
}

bool sought_are_in(const struct sought *sought, const char *text, size_t size)
{
	char folded[short_size];

	if (size <= short_size && fold_ascii(folded, text, size))
		return sought_are_in_folded(sought, folded, size);
	drop(free) char *whole = strndup(text, size);
	drop(free) char *other = whole ? text_fold(whole) : NULL;
	return other && sought_are_in_folded(sought, other, strlen(other));
}

void sought_free(struct sought *sought)
{
	free(sought->words);
	free(sought->folded);
	*sought = (struct sought){ 0 };
}
