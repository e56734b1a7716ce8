/* SPDX-License-Identifier: MIT */
/* What is typed already stands before each choice, so that a shell replaces whole words: --kind=note. */
#include "cli/complete/offer.h"

#include <string.h>

#include "lib/drop.h"
#include "lib/text.h"

static bool is_plain(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+./@%";

	return *word && strspn(word, plain) == strlen(word);
}

/* What ssh knows has a line for each key of a host. */
static bool is_last(const struct offer *offer, const struct buffer *line)
{
	const struct buffer *lines = &offer->lines;

	return lines->size && lines->size - offer->last == line->size &&
	       memcmp(lines->data + offer->last, line->data, line->size) == 0;
}

bool offer_add(struct offer *offer, const char *word, const char *about)
{
	if (!is_plain(word) || strncmp(word, offer->typed, strlen(offer->typed)) != 0)
		return false;
	drop(free) char *safe = about ? text_safe(about, false) : NULL;
	drop(free) char *shown = safe ? text_fit(safe, OFFER_CELLS, offer->utf8) : NULL;
	drop(buffer_free) struct buffer line = { 0 };

	buffer_add(&line, offer->word, (size_t)(offer->typed - offer->word));
	buffer_printf(&line, "%s\t%s\n", word, shown ? shown : "");
	if (line.failed || is_last(offer, &line))
		return true;
	offer->last = offer->lines.size;
	buffer_add(&offer->lines, line.data, line.size);
	offer->count++;
	return true;
}

void offer_add_words(struct offer *offer, const char *words, const char *between)
{
	char word[64];

	while (*words) {
		size_t size = strcspn(words, between);

		if (size < sizeof(word)) {
			memcpy(word, words, size);
			word[size] = '\0';
			offer_add(offer, word, NULL);
		}
		words += size + strspn(words + size, between);
	}
}

void offer_add_files(struct offer *offer)
{
	buffer_add_text(&offer->lines, "\tfiles\n");
}

void offer_print(struct offer *offer, FILE *out)
{
	if (offer->lines.size && !offer->lines.failed)
		fputs(offer->lines.data, out);
	buffer_clear(&offer->lines);
}

void offer_free(struct offer *offer)
{
	buffer_free(&offer->lines);
}
