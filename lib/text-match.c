/* SPDX-License-Identifier: MIT */
#include "lib/text.h"

#include <stdint.h>
#include <string.h>

#include "lib/drop.h"
#include "lib/sought.h"

/*
 * Text that is meant though it was typed a little differently: in another case, in another order,
 * or with a slip of the finger.
 */
static const char white[] = " \t\n\v\f\r";

bool text_has_words(const char *text, const char *query)
{
	drop(sought_free) struct sought sought = { 0 };

	return sought_read(&sought, query) == 0 && sought_are_in(&sought, text, strlen(text));
}

static bool is_of_word(char c)
{
	return (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_';
}

/* Does word stand in text, with no letter before or behind it? Both are folded. */
static bool has_whole_word(const char *text, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		if ((at == text || !is_of_word(at[-1])) && !is_of_word(at[size]))
			return true;
	return false;
}

bool text_has_whole_words(const char *text, const char *query)
{
	drop(free) char *folded_text = text_fold(text);
	drop(free) char *folded_query = text_fold(query);
	char *rest = NULL;

	if (!folded_text || !folded_query)
		return false;
	char *word = strtok_r(folded_query, white, &rest);
	bool all = word;
	for (; all && word; word = strtok_r(NULL, white, &rest))
		all = has_whole_word(folded_text, word);
	return all;
}

/* Words this long are no misspelt names. */
enum { longest = 64 };

static unsigned char least(unsigned int one, unsigned int other)
{
	return (unsigned char)(one < other ? one : other);
}

static bool is_swap(const char *one, size_t i, const char *other, size_t j)
{
	return i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
}

/*
 * Slips that lead from one to the other: a letter too many, too few, wrong, or two neighbours
 * swapped (Damerau-Levenshtein, no letter touched twice). cost[i][j] is that of their first i and j
 * letters, the shorter ones being known.
 */
struct slips {
	const char *one, *other;
	unsigned char cost[longest + 1][longest + 1];
};

static unsigned char cost_of(const struct slips *slips, size_t i, size_t j)
{
	const unsigned char(*cost)[longest + 1] = slips->cost;
	unsigned char cheapest;

	if (!i || !j)
		return (unsigned char)(i + j);
	cheapest = least(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
	cheapest = least(cheapest, cost[i - 1][j - 1] + (slips->one[i - 1] != slips->other[j - 1]));
	if (is_swap(slips->one, i, slips->other, j))
		cheapest = least(cheapest, cost[i - 2][j - 2] + 1);
	return cheapest;
}

static size_t distance(const char *one, const char *other)
{
	struct slips slips = { .one = one, .other = other };
	size_t one_size = strlen(one), other_size = strlen(other);

	if (one_size > longest || other_size > longest)
		return SIZE_MAX;
	for (size_t i = 0; i <= one_size; i++)
		for (size_t j = 0; j <= other_size; j++)
			slips.cost[i][j] = cost_of(&slips, i, j);
	return slips.cost[one_size][other_size];
}

const char *text_suggest(const char *word, const char *const *candidates)
{
	const char *closest = NULL;
	size_t limit = *word ? 1 + strlen(word) / 4 : 0;

	for (; *candidates; candidates++) {
		size_t slips = distance(word, *candidates);

		if (slips > limit || (closest && slips == limit))
			continue;
		closest = *candidates;
		limit = slips;
	}
	return closest;
}
