/* SPDX-License-Identifier: MIT */
/* The text is looked at where it lies: of what has not the words nothing is parsed, copied or allocated. */
#include "daemon/store/words.h"

#include <jansson.h>
#include <string.h>

#include "lib/drop.h"
#include "lib/event.h"
#include "lib/text.h"

static bool text_holds(const struct sought *sought, const json_t *text)
{
	return text && sought_are_in(sought, json_string_value(text), json_string_length(text));
}

static bool has_member(const char *json, size_t size)
{
	return memmem(json, size, "\"text\"", 6);
}

/* What another program wrote may have its members in another order. */
static bool object_holds(const struct sought *sought, const char *json, size_t size)
{
	if (!has_member(json, size))
		return false;
	drop(json_decref) json_t *object = json_loadb(json, size, 0, NULL);
	return text_holds(sought, json_object_get(object, "text"));
}

/* From behind its first quote. */
static json_t *unescape(const char *text, size_t length)
{
	return json_loadb(text - 1, length + 2, JSON_DECODE_ANY, NULL);
}

bool words_are_in(const struct sought *sought, const char *json, size_t size)
{
	const char *text;
	size_t length;

	if (event_text_in(json, size, &text, &length))
		return object_holds(sought, json, size);
	if (!memchr(text, '\\', length))
		return sought_are_in(sought, text, length);
	drop(json_decref) json_t *string = unescape(text, length);
	return text_holds(sought, string);
}

static char *fold(const char *text, size_t length)
{
	drop(free) char *whole = strndup(text, length);

	return whole ? text_fold(whole) : NULL;
}

char *words_fold(const char *json, size_t size)
{
	const char *text;
	size_t length;

	if (event_text_in(json, size, &text, &length))
		return has_member(json, size) ? NULL : strdup("");
	if (!memchr(text, '\\', length))
		return fold(text, length);
	drop(json_decref) json_t *string = unescape(text, length);
	return string ? text_fold(json_string_value(string)) : NULL;
}
