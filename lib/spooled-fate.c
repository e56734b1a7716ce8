/* SPDX-License-Identifier: MIT */
/* Nothing that can be read is lost because of what it names. */
#include <string.h>

#include "lib/buffer.h"
#include "lib/drop.h"
#include "lib/spooled.h"

static const struct {
	const char *error;
	enum spooled_fate fate;
} fates[] = {
	{ "NoSuchIncident", SPOOLED_NOTES }, { "AmbiguousIncident", SPOOLED_NOTES },
	{ "NoSuchEvent", SPOOLED_NOTES },    { "AmbiguousEvent", SPOOLED_NOTES },
	{ "NotApplicable", SPOOLED_NOTES },  { "NotPermitted", SPOOLED_NOTES },
	{ "Conflict", SPOOLED_NOTES },       { "StorageFull", SPOOLED_LATER },
	{ "StorageFailed", SPOOLED_LATER },  { "Busy", SPOOLED_LATER },
	{ "LogReplaced", SPOOLED_LATER },
};

enum spooled_fate spooled_fate(const char *error)
{
	for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
		if (strcmp(fates[i].error, error) == 0)
			return fates[i].fate;
	return SPOOLED_REFUSED;
}

static void add_member(struct buffer *text, const json_t *draft, const char *name)
{
	const char *value = json_string_value(json_object_get(draft, name));

	if (value)
		buffer_printf(text, ", %s %s", name, value);
}

static json_t *as_note(const json_t *draft)
{
	const char *said = json_string_value(json_object_get(draft, "text"));
	const char *kind = json_string_value(json_object_get(draft, "kind"));
	drop(buffer_free) struct buffer text = { 0 };
	drop(json_decref) json_t *note = json_copy((json_t *)draft);

	buffer_printf(&text, "%s%s" SPOOLED_AS "%s", said ? said : "", said ? " " : "",
		      kind ? kind : "?");
	add_member(&text, draft, "which");
	add_member(&text, draft, "incident");
	buffer_add_text(&text, SPOOLED_LOST);
	json_object_del(note, "which");
	json_object_del(note, "maybe");
	json_object_del(note, "incident");
	json_object_del(note, "data");
	if (text.failed || json_object_set_new(note, "kind", json_string("note")) ||
	    json_object_set_new(note, "text", json_string(text.data)))
		return NULL;
	return steal(&note);
}

json_t *spooled_as_notes(const json_t *drafts)
{
	drop(json_decref) json_t *notes = json_array();
	size_t i;
	json_t *draft;

	json_array_foreach ((json_t *)drafts, i, draft)
		if (json_array_append_new(notes, as_note(draft)) < 0)
			return NULL;
	return steal(&notes);
}
