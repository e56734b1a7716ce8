/* SPDX-License-Identifier: MIT */
/* As every view says it, but for what no view shows as a line: corrections, and what a task carries. */
#include <string.h>

#include "cli/record/receipt.h"
#include "cli/timeline/words.h"
#include "lib/drop.h"

static void put_task(struct buffer *out, const struct event *event)
{
	static const char *const names[] = { "owner", "due", "sort" };

	buffer_add_text(out, event->text ? event->text : "");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = event_text(event, names[i]);

		if (value)
			buffer_printf(out, ", %s%s", strcmp(names[i], "due") == 0 ? "due " : "",
				      value);
	}
	if (json_is_true(json_object_get(event->data, "done")))
		buffer_add_text(out, ", done");
}

int receipt_target(const json_t *receipt, struct event *target, const char **handle)
{
	const json_t *entry = json_object_get(receipt, "target");
	const json_t *shown = json_object_get(entry, "effective");

	*handle = json_string_value(json_object_get(entry, "handle"));
	if (!*handle)
		return 1;
	return event_read(json_is_object(shown) ? shown : json_object_get(entry, "event"), target);
}

/* An id in the data, as its handle is at least. */
static void put_id_of(struct buffer *out, const char *before, const struct event *event,
		      const char *name)
{
	const char *text = event_text(event, name);
	char tail[ID_TAIL_SIZE];
	struct id id;

	if (text && id_parse(text, &id) == 0)
		buffer_printf(out, "%s%s", before, id_tail(&id, ID_TAIL_SHORT, tail));
}

/* "3fk2 suspected network issue", "91by amended 3fk2 text: slow (was slwo)": what was struck out or moved, and why. */
static void put_target(struct buffer *out, const struct event *target, const char *handle,
		       const struct event *event)
{
	const char *label = kinds[target->kind].label;

	buffer_printf(out, "%s %s", handle, target->text ? target->text : label);
	if (kind_is_correction(target->kind) && !target->text) {
		put_id_of(out, " ", target, "target");
		buffer_add_text(out, " ");
		words_change(out, target);
	}
	if (event->text)
		buffer_printf(out, " (%s)", event->text);
}

static void put_correction(struct buffer *out, const json_t *receipt, const struct event *event)
{
	struct event target;
	const char *handle;
	bool known = receipt_target(receipt, &target, &handle) == 0;

	if (event->kind == KIND_AMENDED && known)
		buffer_printf(out, "%s ", handle);
	if (event->kind == KIND_AMENDED || event->kind == KIND_MERGED) {
		words_change(out, event);
	} else if (known) {
		put_target(out, &target, handle, event);
		put_id_of(out, " to ", event, "to");
	} else {
		buffer_add_text(out, event->text ? event->text : "");
	}
}

/* What was recorded beside what views say. */
static void put_rest(struct buffer *out, const struct event *event)
{
	const char *next = event_text(event, "next"), *sort = event_text(event, "sort");
	char time[WHEN_TEXT_SIZE];
	int64_t at;

	if (event->kind == KIND_UPDATE && next && stamp_parse(next, &at) == 0)
		buffer_printf(out, ", next %s", when_format(at, WHEN_MINUTES, time));
	if (event->kind == KIND_LESSON && sort)
		buffer_printf(out, " (%s)", sort);
}

/* A ruling says of what it is one. */
static void put_words(struct buffer *out, const json_t *receipt, const struct event *event)
{
	struct entry target = { .suspicion = true };
	struct entry entry = { .event = *event };

	if (receipt_target(receipt, &target.event, &target.handle) == 0)
		entry.target = &target;
	words_entry(out, &entry);
	put_rest(out, event);
}

char *receipt_said(const json_t *receipt, const struct event *event)
{
	drop(buffer_free) struct buffer said = { 0 };

	if (kind_is_correction(event->kind))
		put_correction(&said, receipt, event);
	else if (event->kind == KIND_TASK)
		put_task(&said, event);
	else
		put_words(&said, receipt, event);
	return buffer_steal(&said);
}
