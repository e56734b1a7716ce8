/* SPDX-License-Identifier: MIT */
/*
 * What the recorder would refuse of a draft by itself is found here with its own check, so that the
 * line is known; what depends on the log comes back as an error, which names what was typed.
 */
#include "cli/bulk/bulk-record.h"

#include <stdlib.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/record/record.h"
#include "cli/say.h"
#include "include/limits.h"
#include "lib/draft.h"

void bulk_batch_clear(struct bulk_batch *batch)
{
	json_decref(batch->drafts);
	free(batch->lines);
	*batch = (struct bulk_batch){ .drafts = NULL };
}

int bulk_record_add(struct session *session, struct bulk_batch *batch, json_t *draft, size_t line)
{
	size_t count = json_array_size(batch->drafts);
	size_t *lines = realloc(batch->lines, (count + 1) * sizeof(*lines));

	if (lines) {
		batch->lines = lines;
		lines[count] = line;
	}
	if (!batch->drafts)
		batch->drafts = json_array();
	if (lines && draft && json_array_append_new(batch->drafts, draft) == 0)
		return EXIT_OK;
	if (draft)
		say_error(session, "no memory");
	return EXIT_FAILED;
}

/* Of the title above, if there is one. */
static json_t *complete(struct session *session, const json_t *typed, const char *incident)
{
	enum kind kind = kind_of(json_string_value(json_object_get(typed, "kind")));
	json_t *draft = record_draft(session, kind);

	if (!draft)
		return NULL;
	json_object_update(draft, (json_t *)typed);
	if (kind == KIND_OPENED)
		json_object_del(draft, "incident");
	else if (incident)
		json_object_set_new(draft, "incident", json_string(incident));
	return draft;
}

int bulk_record_new(struct session *session, const struct bulk_sheet *sheet,
		    struct bulk_batch *batch)
{
	const char *incident = NULL;
	int code = EXIT_OK;

	for (size_t i = 0; i < sheet->count && code == EXIT_OK; i++) {
		const struct bulk_entry *entry = &sheet->entries[i];
		json_t *draft = entry->handle ? NULL : complete(session, entry->draft, incident);

		if (entry->handle)
			continue;
		if (draft && strcmp(json_string_value(json_object_get(draft, "kind")),
				    kinds[KIND_OPENED].name) == 0)
			incident = json_string_value(json_object_get(draft, "id"));
		code = bulk_record_add(session, batch, draft, entry->line);
	}
	return code;
}

static const char *without(const char *prefix, const char *what)
{
	return strncmp(what, prefix, strlen(prefix)) == 0 ? what + strlen(prefix) : what;
}

static bool check_one(struct session *session, const json_t *json, size_t line)
{
	struct draft_fault fault = { .limit = 0 };
	struct draft draft;
	const char *what = fault.what;

	switch (draft_read(json, &draft, &fault)) {
	case 0:
		return true;
	case DRAFT_TOO_LARGE:
		what = without("drafts.data.", without("drafts.", what));
		say_error(session, "line %zu: %s is too long: the limit is %lld", line, what,
			  (long long)fault.limit);
		return false;
	}
	what = without("drafts.data.", without("drafts.", what));
	say_error(session, "line %zu: %s of %s is missing, or not right", line, what,
		  json_string_value(json_object_get(json, "kind")));
	return false;
}

int bulk_record_check(struct session *session, const struct bulk_batch *batch)
{
	size_t count = json_array_size(batch->drafts), wrong = 0;

	if (count > LIMIT_DRAFTS) {
		say_error(session, "%zu entries are more than go in at once: %d", count,
			  LIMIT_DRAFTS);
		say_try(session, "nothing was recorded; parts of the file, one after the other");
		return EXIT_FAILED;
	}
	for (size_t i = 0; i < count; i++)
		wrong += !check_one(session, json_array_get(batch->drafts, i), batch->lines[i]);
	if (wrong)
		say_try(session, "nothing was recorded");
	return wrong ? EXIT_USAGE : EXIT_OK;
}

/* The lines that an error is about: those that mean an entry by these words, or one draft by its id. */
static bool is_about(const json_t *draft, const char *which, const char *id)
{
	const char *own = json_string_value(json_object_get(draft, "which"));
	enum kind kind = kind_of(json_string_value(json_object_get(draft, "kind")));

	if (id)
		return own && strcmp(own, id) == 0;
	return kinds[kind].incident == KIND_TARGET && strcmp(own ? own : "", which) == 0;
}

static void say_lines(struct session *session, const struct bulk_batch *batch)
{
	const json_t *parameters = NULL;
	const char *error = client_error(session, &parameters);
	const char *which = json_string_value(json_object_get(parameters, "which"));
	const char *id = json_string_value(json_object_get(parameters, "id"));

	if (!*error || (!which && !id))
		return;
	for (size_t i = 0; i < json_array_size(batch->drafts); i++)
		if (is_about(json_array_get(batch->drafts, i), which, which ? NULL : id))
			say_reason(session, "line %zu", batch->lines[i]);
}

int bulk_record(struct session *session, const struct command *command,
		const struct bulk_batch *batch)
{
	int code = record_all(session, command, json_incref(batch->drafts));

	if (code)
		say_lines(session, batch);
	return code;
}
