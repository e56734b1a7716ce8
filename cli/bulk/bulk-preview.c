/* SPDX-License-Identifier: MIT */
/* The drafts are made events as the recorder would, as far as that can be known without it. */
#include "cli/bulk/bulk-preview.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/timeline/timeline.h"
#include "cli/view/view.h"
#include "lib/buffer.h"
#include "lib/draft.h"
#include "lib/text.h"

/* Which of the drafts above this one it is about; NULL: none of them, or not clear. */
static const json_t *target_of(const json_t *drafts, size_t own, const char *which)
{
	const json_t *found = NULL;
	bool last = which && strcmp(which, "last") == 0;

	for (size_t i = own; i > 0; i--) {
		const json_t *draft = json_array_get(drafts, i - 1);
		const char *text = json_string_value(json_object_get(draft, "text"));
		const char *kind = json_string_value(json_object_get(draft, "kind"));

		if (last)
			return draft;
		if (which ? !text || !text_has_whole_words(text, which)
			  : kind_of(kind) != KIND_HYPOTHESIS)
			continue;
		if (found)
			return NULL;
		found = draft;
	}
	return found;
}

/* Its data, with the target where the file has it. */
static json_t *data_of(const json_t *drafts, size_t i)
{
	const json_t *draft = json_array_get(drafts, i), *target = NULL;
	const char *kind = json_string_value(json_object_get(draft, "kind"));
	const json_t *data = json_object_get(draft, "data");
	json_t *all = data ? json_copy((json_t *)data) : json_object();

	if (kinds[kind_of(kind)].incident == KIND_TARGET)
		target = target_of(drafts, i, json_string_value(json_object_get(draft, "which")));
	if (target)
		json_object_set(all, "target", json_object_get(target, "id"));
	return all;
}

static json_t *entry_of(const struct session *session, const struct bulk_batch *batch, size_t i)
{
	drop(json_decref) json_t *data = data_of(batch->drafts, i);
	drop(buffer_free) struct buffer text = { 0 };
	const struct passwd *user = getpwuid(getuid());
	struct draft_fault fault;
	struct draft draft;
	char handle[24];

	if (draft_read(json_array_get(batch->drafts, i), &draft, &fault))
		return NULL;
	draft.event.recorded_at = session->now;
	if (draft.now)
		draft.event.at = session->now;
	draft.event.seq = (int64_t)i + 1;
	draft.event.author = (struct author){ .uid = getuid(),
					      .name = user ? user->pw_name : NULL,
					      .login = EVENT_NOBODY };
	draft.event.data = json_object_size(data) ? data : NULL;
	event_write(&draft.event, &text);
	snprintf(handle, sizeof(handle), "%zu", batch->lines[i]);
	json_t *event = text.data ? json_loads(text.data, 0, NULL) : NULL;
	return json_pack("{s:I, s:s, s:o}", "pos", (json_int_t)i + 1, "handle", handle, "event",
			 event);
}

static int print_json(struct session *session, const struct bulk_batch *batch)
{
	const json_t *draft;
	size_t i;

	json_array_foreach (batch->drafts, i, draft) {
		json_dumpf(draft, session->out.stream, JSON_COMPACT);
		fputc('\n', session->out.stream);
	}
	return EXIT_OK;
}

int bulk_preview(struct session *session, const struct bulk_batch *batch)
{
	drop(json_decref) json_t *entries = json_array();
	drop(timeline_free) struct timeline *timeline = NULL;
	const struct log_options options = { .filter = FILTER_ALL, .flat = true };

	if (session_wants(session, "json"))
		return print_json(session, batch);
	for (size_t i = 0; i < json_array_size(batch->drafts); i++)
		json_array_append_new(entries, entry_of(session, batch, i));
	timeline = timeline_new(NULL, steal(&entries));
	if (!timeline)
		return EXIT_FAILED;
	/* all that was written, not only what a log has room for */
	for (size_t i = 0; i < timeline->count; i++)
		timeline->entries[i].hidden = false;
	view_log(&session->out, timeline, &options, session->now);
	return EXIT_OK;
}
