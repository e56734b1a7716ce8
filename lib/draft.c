/* SPDX-License-Identifier: MIT */
/*
 * Each member of a draft has a row: its name and how it is read. What is not in the table is refused, so
 * that a misspelt option never vanishes in silence.
 */
#include "lib/draft.h"

#include <stdio.h>
#include <string.h>

#include "include/limits.h"
#include "lib/draft-value.h"
#include "lib/stamp.h"
#include "lib/text.h"

static int check_data(const json_t *data, enum kind kind, struct draft_fault *fault)
{
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)data, name, value) {
		const struct field_row *row = kind_field(kind, name);
		char what[FAULT_SIZE];

		fault_member(what, "drafts.data", name);
		if (!row || !value_is_from_client(row))
			return fault_invalid(fault, what);
		int r = value_check(row, value, what, fault);
		if (r)
			return r;
	}
	return 0;
}

/* What the kind demands is there. */
static int check_needs(const struct draft *draft, struct draft_fault *fault)
{
	const struct event *event = &draft->event;
	enum kind_text text = kinds[event->kind].text;

	if (text == KIND_TEXT_NEEDED ? !event->text : text == KIND_TEXT_NONE && event->text)
		return fault_invalid(fault, "drafts.text");
	for (const struct field_row *row = fields; row->name; row++) {
		char what[FAULT_SIZE];

		if (row->kind != event->kind)
			continue;
		fault_member(what, "drafts.data", row->name);
		if (value_is_needed(row) && !json_object_get(event->data, row->name))
			return fault_invalid(fault, what);
		if (row->need == FIELD_WHICH && !draft->which)
			return fault_invalid(fault, "drafts.which");
	}
	if (event->until != EVENT_NEVER && event->at != EVENT_NEVER && event->until < event->at)
		return fault_invalid(fault, "drafts.until");
	return 0;
}

static int read_time(const json_t *value, const char *name, int64_t *at, struct draft_fault *fault)
{
	const char *text = json_string_value(value);

	return text && stamp_parse(text, at) == 0 ? 0 : fault_invalid(fault, name);
}

static int read_id(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	const char *text = json_string_value(value);

	return text && id_parse(text, &draft->event.id) == 0 ? 0
							     : fault_invalid(fault, "drafts.id");
}

static int read_kind(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	const char *text = json_string_value(value);

	draft->event.kind = text ? kind_of(text) : KIND_COUNT;
	if (draft->event.kind == KIND_COUNT || draft->event.kind == KIND_EXPUNGED)
		return fault_invalid(fault, "drafts.kind");
	return 0;
}

static int read_at(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	const char *text = json_string_value(value);

	draft->now = false;
	if (text && strcmp(text, "unknown") == 0)
		return 0;
	draft->event.at_given = true;
	return read_time(value, "drafts.at", &draft->event.at, fault);
}

static int read_until(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	return read_time(value, "drafts.until", &draft->event.until, fault);
}

static int read_about(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	draft->event.about = json_is_true(value);
	return json_is_boolean(value) ? 0 : fault_invalid(fault, "drafts.about");
}

static int read_maybe(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	draft->maybe = json_is_true(value);
	return json_is_boolean(value) ? 0 : fault_invalid(fault, "drafts.maybe");
}

static int read_text(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	int r = value_string(value, "drafts.text", LIMIT_TEXT, &draft->event.text, fault);

	if (!r && !*draft->event.text)
		draft->event.text = NULL;
	return r;
}

/* An empty one is none. */
static int read_name(const json_t *value, const char *what, const char **name,
		     struct draft_fault *fault)
{
	int r = value_string(value, what, LIMIT_FIELD, name, fault);

	if (!r && !**name)
		*name = NULL;
	return r;
}

static int read_actor(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	return read_name(value, "drafts.actor", &draft->event.actor, fault);
}

static int read_source(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	return read_name(value, "drafts.source", &draft->event.source, fault);
}

static int read_incident(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	return value_string(value, "drafts.incident", LIMIT_FIELD, &draft->incident, fault);
}

static int read_which(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	int r = value_string(value, "drafts.which", LIMIT_FIELD, &draft->which, fault);

	return r || !text_is_blank(draft->which) ? r : fault_invalid(fault, "drafts.which");
}

static int read_tags(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	draft->event.tags = json_array_size(value) ? value : NULL;
	return value_strings(value, "drafts.tags", fault);
}

static int read_data(struct draft *draft, const json_t *value, struct draft_fault *fault)
{
	draft->event.data = json_object_size(value) ? value : NULL;
	return json_is_object(value) ? 0 : fault_invalid(fault, "drafts.data");
}

static const struct {
	const char *name;
	int (*read)(struct draft *draft, const json_t *value, struct draft_fault *fault);
} members[] = {
	{ "id", read_id },       { "kind", read_kind },     { "incident", read_incident },
	{ "which", read_which }, { "maybe", read_maybe },   { "at", read_at },
	{ "until", read_until }, { "about", read_about },   { "text", read_text },
	{ "actor", read_actor }, { "source", read_source }, { "tags", read_tags },
	{ "data", read_data },
};

#define MEMBER_COUNT (sizeof(members) / sizeof(members[0]))

int draft_read_member(struct draft *draft, const char *name, const json_t *value,
		      struct draft_fault *fault)
{
	for (size_t i = 0; i < MEMBER_COUNT; i++)
		if (strcmp(members[i].name, name) == 0)
			return json_is_null(value) ? 0 : members[i].read(draft, value, fault);
	char what[FAULT_SIZE];
	fault_member(what, "drafts", name);
	return fault_invalid(fault, what);
}

int draft_read(const json_t *object, struct draft *draft, struct draft_fault *fault)
{
	const char *name;
	json_t *value;
	int r;

	*draft = (struct draft){ .now = true, .made_at = EVENT_NEVER };
	draft->event.kind = KIND_COUNT;
	draft->event.at = draft->event.until = EVENT_NEVER;
	if (!json_is_object(object))
		return fault_invalid(fault, "drafts");
	json_object_foreach ((json_t *)object, name, value)
		if ((r = draft_read_member(draft, name, value, fault)))
			return r;
	if (id_is_null(&draft->event.id))
		return fault_invalid(fault, "drafts.id");
	if (draft->event.kind == KIND_COUNT)
		return fault_invalid(fault, "drafts.kind");
	r = check_data(draft->event.data, draft->event.kind, fault);
	return r ? r : check_needs(draft, fault);
}

int draft_check_event(const struct event *event, struct draft_fault *fault)
{
	struct draft draft = { .event = *event };
	struct id target;
	const char *name;
	json_t *value;

	if (event_target(event, &target) == 0)
		draft.which = "";
	json_object_foreach ((json_t *)event->data, name, value) {
		const struct field_row *row = kind_field(event->kind, name);

		if (row && value_is_from_client(row) && value_check(row, value, name, fault))
			return fault_invalid(fault, name);
	}
	return check_needs(&draft, fault);
}
