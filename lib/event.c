/* SPDX-License-Identifier: MIT */
/* The members of an event in the order of their names, written and read by hand: this is the format. */
#include "lib/event.h"

#include <string.h>

#include "lib/canon.h"
#include "lib/stamp.h"

static void put_text(struct buffer *out, const char *name, const char *text)
{
	if (!text)
		return;
	canon_name(out, name);
	canon_text(out, text);
}

static void put_plain(struct buffer *out, const char *name, const char *text)
{
	canon_name(out, name);
	canon_plain(out, text);
}

static void put_true(struct buffer *out, const char *name, bool value)
{
	if (!value)
		return;
	canon_name(out, name);
	buffer_add_text(out, "true");
}

static void put_integer(struct buffer *out, const char *name, int64_t value)
{
	canon_name(out, name);
	canon_integer(out, value);
}

static void put_time(struct buffer *out, const char *name, int64_t at)
{
	char text[STAMP_SIZE];

	if (at != EVENT_NEVER)
		put_plain(out, name, stamp_format(at, text));
}

static void put_id(struct buffer *out, const char *name, const struct id *id)
{
	char text[ID_TEXT_SIZE];

	if (!id_is_null(id))
		put_plain(out, name, id_format(id, text));
}

static void put_json(struct buffer *out, const char *name, const json_t *value)
{
	if (!value)
		return;
	canon_name(out, name);
	canon_value(out, value);
}

static void put_author(struct buffer *out, const struct author *author)
{
	canon_name(out, "author");
	buffer_add_text(out, "{");
	if (author->login != EVENT_NOBODY)
		put_integer(out, "login", author->login);
	put_text(out, "login_name", author->login_name);
	put_text(out, "name", author->name);
	put_integer(out, "uid", author->uid);
	buffer_add_text(out, "}");
}

static void put_clock(struct buffer *out, const struct event *event)
{
	if (!event->boot)
		return;
	canon_name(out, "clock");
	buffer_add_text(out, "{");
	put_text(out, "boot", event->boot);
	put_integer(out, "monotonic", event->monotonic);
	put_true(out, "synchronised", event->synchronised);
	buffer_add_text(out, "}");
}

void event_write(const struct event *event, struct buffer *out)
{
	buffer_add_text(out, "{");
	if (out->failed)
		return;
	put_true(out, "about", event->about);
	put_text(out, "actor", event->actor);
	put_time(out, "at", event->at);
	put_true(out, "at_given", event->at_given);
	put_author(out, &event->author);
	put_clock(out, event);
	if (event->corrected)
		put_integer(out, "corrected", event->corrected);
	put_json(out, "data", event->data);
	put_true(out, "expunged", event->expunged);
	put_text(out, "host", event->host);
	put_id(out, "id", &event->id);
	put_id(out, "incident", &event->incident);
	put_plain(out, "kind", kinds[event->kind].name);
	put_id(out, "origin", &event->origin);
	put_true(out, "pinned", event->pinned);
	put_time(out, "recorded_at", event->recorded_at);
	put_true(out, "retracted", event->retracted);
	put_integer(out, "seq", event->seq);
	put_text(out, "source", event->source);
	put_json(out, "tags", event->tags);
	put_text(out, "text", event->text);
	put_time(out, "until", event->until);
	buffer_add_text(out, "}");
}

/* What may be missing, or be of its type; anything else is no event. */
static bool get_text(const json_t *object, const char *name, const char **text)
{
	const json_t *value = json_object_get(object, name);

	*text = json_string_value(value);
	return !value || *text;
}

static bool get_integer(const json_t *object, const char *name, int64_t missing, int64_t *number)
{
	const json_t *value = json_object_get(object, name);

	*number = value ? json_integer_value(value) : missing;
	return !value || json_is_integer(value);
}

static bool get_true(const json_t *object, const char *name, bool *flag)
{
	const json_t *value = json_object_get(object, name);

	*flag = json_is_true(value);
	return !value || json_is_boolean(value);
}

static bool get_time(const json_t *object, const char *name, int64_t *at)
{
	const char *text;

	*at = EVENT_NEVER;
	if (!get_text(object, name, &text))
		return false;
	return !text || stamp_parse(text, at) == 0;
}

static bool get_id(const json_t *object, const char *name, struct id *id)
{
	const char *text;

	*id = (struct id){ { 0 } };
	if (!get_text(object, name, &text))
		return false;
	return !text || id_parse(text, id) == 0;
}

static bool get_kind(const json_t *object, enum kind *kind)
{
	const char *text = json_string_value(json_object_get(object, "kind"));

	*kind = text ? kind_of(text) : KIND_COUNT;
	return *kind != KIND_COUNT;
}

/* An object, or nothing: then all that would be in it is missing. */
static bool get_object(const json_t *object, const char *name, const json_t **value)
{
	*value = json_object_get(object, name);
	return !*value || json_is_object(*value);
}

static bool get_strings(const json_t *object, const char *name, const json_t **value)
{
	size_t i;
	const json_t *item;

	*value = json_object_get(object, name);
	json_array_foreach ((json_t *)*value, i, item)
		if (!json_is_string(item))
			return false;
	return !*value || json_is_array(*value);
}

static bool get_author(const json_t *object, struct author *author)
{
	const json_t *value;

	return get_object(object, "author", &value) &&
	       get_integer(value, "uid", EVENT_NOBODY, &author->uid) &&
	       get_integer(value, "login", EVENT_NOBODY, &author->login) &&
	       get_text(value, "name", &author->name) &&
	       get_text(value, "login_name", &author->login_name);
}

static bool get_clock(const json_t *object, struct event *event)
{
	const json_t *value;

	return get_object(object, "clock", &value) && get_text(value, "boot", &event->boot) &&
	       get_integer(value, "monotonic", 0, &event->monotonic) &&
	       get_true(value, "synchronised", &event->synchronised);
}

int event_read(const json_t *object, struct event *event)
{
	*event = (struct event){ 0 };
	bool whole = get_kind(object, &event->kind) && get_id(object, "id", &event->id) &&
		     get_id(object, "incident", &event->incident) &&
		     get_id(object, "origin", &event->origin) &&
		     get_integer(object, "seq", 0, &event->seq) &&
		     get_time(object, "at", &event->at) &&
		     get_time(object, "until", &event->until) &&
		     get_time(object, "recorded_at", &event->recorded_at) &&
		     get_true(object, "at_given", &event->at_given) &&
		     get_true(object, "about", &event->about) &&
		     get_true(object, "pinned", &event->pinned) &&
		     get_true(object, "retracted", &event->retracted) &&
		     get_true(object, "expunged", &event->expunged) &&
		     get_integer(object, "corrected", 0, &event->corrected) &&
		     get_text(object, "actor", &event->actor) &&
		     get_text(object, "source", &event->source) &&
		     get_text(object, "host", &event->host) &&
		     get_text(object, "text", &event->text) && get_author(object, &event->author) &&
		     get_clock(object, event) && get_strings(object, "tags", &event->tags) &&
		     get_object(object, "data", &event->data);
	return whole ? 0 : 1;
}

bool event_is_persons(const struct event *event)
{
	return !event->source && (event->author.uid >= EVENT_FIRST_PERSON ||
				  event->author.login >= EVENT_FIRST_PERSON);
}

const char *event_text(const struct event *event, const char *name)
{
	return json_string_value(json_object_get(event->data, name));
}

int64_t event_number(const struct event *event, const char *name, int64_t missing)
{
	const json_t *value = json_object_get(event->data, name);

	return json_is_integer(value) ? json_integer_value(value) : missing;
}

int event_target(const struct event *event, struct id *target)
{
	const char *text = event_text(event, "target");

	return text && id_parse(text, target) == 0 ? 0 : 1;
}
