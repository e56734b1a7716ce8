/* SPDX-License-Identifier: MIT */
/*
 * {"event":{…},"hash":"…","leaf":"…","salt":"…"}, as the lossless exports have it: other members are not
 * looked at. The text is made canonical again, so whoever changed no word of it has the same bytes.
 */
#include "daemon/store/import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "include/limits.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/hex.h"

static int take_hex(const json_t *object, const char *name, uint8_t *bytes, size_t size)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? hex_read(text, bytes, size) : 1;
}

/* 0; 1: it is no such thing; -ENOMEM as a failed buffer: text is NULL. */
static int take(struct imported *imported, const json_t *object)
{
	const json_t *event = json_object_get(object, "event");
	const json_t *salt = json_object_get(object, "salt");
	drop(buffer_free) struct buffer text = { 0 };

	if (!json_is_object(event) ||
	    take_hex(object, "hash", imported->hash, sizeof(imported->hash)) ||
	    take_hex(object, "leaf", imported->leaf, sizeof(imported->leaf)))
		return 1;
	imported->salted = salt && !json_is_null(salt);
	if (imported->salted && take_hex(object, "salt", imported->salt, sizeof(imported->salt)))
		return 1;
	canon_value(&text, event);
	imported->size = text.size;
	imported->text = buffer_steal(&text);
	return imported->text ? 0 : 1;
}

bool import_read(struct import *import, const json_t *events)
{
	size_t index;
	json_t *object;

	if (json_array_size(events) > LIMIT_DRAFTS) {
		answer_too_large(&import->answer, "events", LIMIT_DRAFTS);
		return false;
	}
	import->events = calloc(json_array_size(events) + 1, sizeof(*import->events));
	if (!import->events) {
		answer_storage(&import->answer, -ENOMEM);
		return false;
	}
	json_array_foreach ((json_t *)events, index, object) {
		if (take(&import->events[index], object)) {
			answer_not_taken(&import->answer, index, NULL,
					 "it is no event with its hash, leaf and salt");
			return false;
		}
		import->count++;
	}
	return true;
}

void import_free(struct import *import)
{
	for (size_t i = 0; i < import->count; i++)
		free(import->events[i].text);
	free(import->events);
	answer_free(&import->answer);
}
