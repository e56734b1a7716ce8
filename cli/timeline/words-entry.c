/* SPDX-License-Identifier: MIT */
#include "cli/timeline/words.h"

#include <string.h>

#include "lib/text.h"

/*
 * One row a kind that has something to say beside its text (`said`); all others are their text.
 */
enum { subject_most = 40 };

static const char *text_of(const struct event *event)
{
	if (event->expunged)
		return "(expunged)";
	return event->text ? event->text : "";
}

static const char *field(const struct event *event, const char *name)
{
	const char *text = event_text(event, name);

	return text ? text : "";
}

/* "before" and then the text, with ": " between them if both are there. */
static void put_after(struct buffer *out, const char *before, const struct event *event)
{
	buffer_add_text(out, before);
	if (*before && *text_of(event))
		buffer_add_text(out, ": ");
	buffer_add_text(out, text_of(event));
}

static void put_in_brackets(struct buffer *out, const char *words)
{
	if (*words)
		buffer_printf(out, "%s(%s)", out->size ? " " : "", words);
}

static void put_impact(struct buffer *out, const struct event *event)
{
	int64_t share = event_number(event, "users", -1);
	const json_t *about = json_object_get(event->data, "users_about");

	put_after(out, field(event, "service"), event);
	if (share < 0)
		return;
	buffer_printf(out, ", %s", json_is_true(about) ? "~" : "");
	words_share(out, share);
	buffer_add_text(out, " of users");
}

static void put_escalated(struct buffer *out, const struct event *event)
{
	drop(buffer_free) struct buffer whom = { 0 };

	buffer_printf(&whom, "to %s", field(event, "to"));
	put_after(out, whom.data ? whom.data : "", event);
}

static void put_role(struct buffer *out, const struct event *event)
{
	drop(buffer_free) struct buffer who = { 0 };
	const char *person = field(event, "person");

	buffer_printf(&who, "%s %s", strcmp(person, "-") == 0 ? "nobody" : person,
		      field(event, "role"));
	put_after(out, who.data ? who.data : "", event);
}

static void put_severity(struct buffer *out, const struct event *event)
{
	drop(buffer_free) struct buffer levels = { 0 };
	int64_t from = event_number(event, "from", 0);

	if (from)
		buffer_printf(&levels, "sev%d to ", (int)from);
	buffer_printf(&levels, "sev%d", (int)event_number(event, "to", 0));
	put_after(out, levels.data ? levels.data : "", event);
}

static void put_update(struct buffer *out, const struct event *event)
{
	buffer_printf(out, "\"%s\"", text_of(event));
	put_in_brackets(out, field(event, "to"));
}

static void put_detected(struct buffer *out, const struct event *event)
{
	buffer_add_text(out, text_of(event));
	put_in_brackets(out, field(event, "by"));
}

static void put_linked(struct buffer *out, const struct event *event)
{
	buffer_add_text(out, text_of(event));
	put_in_brackets(out, field(event, "link"));
}

static void put_closed(struct buffer *out, const struct event *event)
{
	drop(buffer_free) struct buffer reason = { 0 };

	buffer_add_text(&reason, field(event, "reason"));
	for (char *at = reason.data; at && (at = strchr(at, '_'));)
		*at = ' ';
	buffer_add_text(out, text_of(event));
	put_in_brackets(out, reason.data ? reason.data : "");
}

/* Does it say itself what it is about: "network: no loss on any link"? */
static size_t subject_of(const char *ruling)
{
	size_t size = strcspn(ruling, ":\n");
	bool said = size <= subject_most && ruling[size] == ':' && ruling[size + 1] == ' ';

	return said ? size : 0;
}

/* The first line, and not too much of it. */
static void put_short(struct buffer *out, const char *text)
{
	size_t size = strcspn(text, "\n");
	size_t cut = text_cut_bytes(text, size, subject_most);

	buffer_add(out, text, cut);
	if (text[cut])
		buffer_add_text(out, "...");
}

void words_ruling(struct buffer *out, const struct event *ruling, const struct event *target)
{
	const char *text = text_of(ruling), *between = *text ? ": " : "";
	char tail[ID_TAIL_SIZE];
	struct id id;

	if (subject_of(text))
		between = "";
	else if (target)
		put_short(out, text_of(target));
	else if (event_target(ruling, &id) == 0)
		buffer_add_text(out, id_tail(&id, ID_TAIL_SHORT, tail));
	else
		between = "";
	buffer_printf(out, "%s%s", between, text);
}

static void put_why(struct buffer *out, const struct event *event)
{
	if (*text_of(event))
		buffer_printf(out, "%s%s", out->size ? ": " : "", text_of(event));
}

static void put_target(struct buffer *out, const struct event *event)
{
	char tail[ID_TAIL_SIZE];
	struct id target;

	if (event_target(event, &target) == 0)
		buffer_add_text(out, id_tail(&target, ID_TAIL_SHORT, tail));
}

/* "3fk2 wrong host: why" */
static void put_retracted(struct buffer *out, const struct event *event, const struct event *struck)
{
	put_target(out, event);
	if (struck && *text_of(struck))
		buffer_add_text(out, " ");
	put_short(out, struck ? text_of(struck) : "");
	put_why(out, event);
}

/* "3fk2 text: new (was old)", "3fk2: why", "k7qd into m4ab: why" */
static void put_correction(struct buffer *out, const struct event *event)
{
	drop(buffer_free) struct buffer change = { 0 };

	put_target(out, event);
	words_change(&change, event);
	if (change.size)
		buffer_printf(out, "%s%s", out->size ? " " : "", change.data);
	put_why(out, event);
}

static void (*const said[KIND_COUNT])(struct buffer *out, const struct event *event) = {
	[KIND_IMPACT] = put_impact,       [KIND_DETECTED] = put_detected,
	[KIND_ESCALATED] = put_escalated, [KIND_ROLE] = put_role,
	[KIND_SEVERITY] = put_severity,   [KIND_UPDATE] = put_update,
	[KIND_FINDING] = put_linked,      [KIND_CHANGE] = put_linked,
	[KIND_CLOSED] = put_closed,       [KIND_MERGED] = put_correction,
	[KIND_MOVED] = put_correction,    [KIND_AMENDED] = put_correction,
	[KIND_EXPUNGED] = put_correction,
};

static void put_data(struct buffer *out, const struct entry *entry)
{
	const struct event *event = &entry->event;
	bool ruling = event->kind == KIND_RULED_OUT || event->kind == KIND_CONFIRMED;
	const struct event *target = entry->target ? &entry->target->event : NULL;

	if (ruling)
		words_ruling(out, event, target);
	else if (event->kind == KIND_RETRACTED)
		put_retracted(out, event, target);
	else if (said[event->kind])
		said[event->kind](out, event);
	else
		buffer_add_text(out, text_of(event));
}

void words_entry(struct buffer *out, const struct entry *entry)
{
	drop(buffer_free) struct buffer words = { 0 };

	if (entry->event.expunged)
		buffer_add_text(&words, text_of(&entry->event));
	else
		put_data(&words, entry);
	if (words.data)
		buffer_add(out, words.data, words.size);
}

void words_suspicion(struct buffer *out, const struct entry *entry)
{
	const char *ruling = entry->ended_by ? text_of(&entry->ended_by->event) : "";
	size_t size = subject_of(ruling);

	if (size)
		buffer_add(out, ruling, size);
	else
		buffer_add_text(out, text_of(&entry->event));
}
