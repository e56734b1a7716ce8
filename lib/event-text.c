/* SPDX-License-Identifier: MIT */
/*
 * Members stand in the order of their names, so behind the text there can only be `until`, which is of one length: the
 * text is found from the end. A quote that belongs to a string stands behind a backslash, so no text can look like this.
 */
#include "lib/event.h"

#include <string.h>

#include "lib/stamp.h"

static const char text_name[] = ",\"text\":\"", until_name[] = ",\"until\":\"";

#define NAME_SIZE  (sizeof(text_name) - 1)
#define UNTIL_SIZE (sizeof(until_name) - 1 + STAMP_SIZE - 1 + 1)

static bool ends_with_until(const char *json, size_t size)
{
	return size > UNTIL_SIZE &&
	       memcmp(json + size - UNTIL_SIZE, until_name, sizeof(until_name) - 1) == 0;
}

static bool is_escaped(const char *json, const char *quote)
{
	size_t slashes = 0;

	while (quote > json + slashes && quote[-1 - (ptrdiff_t)slashes] == '\\')
		slashes++;
	return slashes % 2;
}

/* The last quote before `size` that opens or closes a string, or NULL. */
static const char *last_quote(const char *json, size_t size)
{
	const char *quote = memrchr(json, '"', size);

	while (quote && is_escaped(json, quote))
		quote = memrchr(json, '"', (size_t)(quote - json));
	return quote;
}

int event_text_in(const char *json, size_t size, const char **text, size_t *length)
{
	if (size < NAME_SIZE + 2 || json[--size] != '}')
		return 1;
	if (ends_with_until(json, size))
		size -= UNTIL_SIZE;
	const char *open = json[size - 1] == '"' ? last_quote(json, size - 1) : NULL;
	if (!open || (size_t)(open + 1 - json) < NAME_SIZE ||
	    memcmp(open + 1 - NAME_SIZE, text_name, NAME_SIZE) != 0)
		return 1;
	*text = open + 1;
	*length = (size_t)(json + size - 1 - *text);
	return 0;
}
