/* SPDX-License-Identifier: MIT */
#include "cli/timeline/words.h"

#include <inttypes.h>
#include <string.h>

/*
 * What a correction changed. A value is told by its name: the data of an event keeps times as stamps,
 * shares as parts per million, and whether one of them is "about" as a value of its own.
 */
struct value {
	const char *name;
	const json_t *values; /* the new ones, or the old ones */
};

/* "about" goes with "at", "users_about" with "users": the name of what it is said of, or NULL. */
static const char *about_what(const char *name)
{
	if (strcmp(name, "about") == 0)
		return "at";
	return strcmp(name, "users_about") == 0 ? "users" : NULL;
}

static bool is_about(const struct value *value)
{
	const char *name = strcmp(value->name, "at") == 0 ? "about" : "users_about";

	return json_is_true(json_object_get(value->values, name));
}

static void put_list(struct buffer *out, const json_t *list)
{
	const json_t *one;
	size_t index;

	json_array_foreach (list, index, one)
		buffer_printf(out, "%s%s", index ? ", " : "",
			      json_is_string(one) ? json_string_value(one) : "?");
	if (json_array_size(list) == 0)
		buffer_add_text(out, "none");
}

static void put_number(struct buffer *out, const struct value *value, int64_t number)
{
	if (strcmp(value->name, "users") != 0) {
		buffer_printf(out, "%" PRId64, number);
		return;
	}
	buffer_add_text(out, is_about(value) ? "~" : "");
	words_share(out, number);
}

static void put_time(struct buffer *out, const struct value *value, int64_t at)
{
	bool to_the_minute = at % STAMP_MINUTE == 0;
	char time[WHEN_TEXT_SIZE];

	buffer_printf(out, "%s%s", strcmp(value->name, "at") == 0 && is_about(value) ? "~" : "",
		      when_format(at, to_the_minute ? WHEN_MINUTES : WHEN_FULL, time));
}

/* An entry that is pointed at is named as people name it. */
static void put_id(struct buffer *out, const struct id *id)
{
	char tail[ID_TAIL_SIZE];

	buffer_add_text(out, id_tail(id, ID_TAIL_SHORT, tail));
}

static void put_string(struct buffer *out, const struct value *value, const char *text)
{
	bool is_kind = strcmp(value->name, "kind") == 0 && kind_of(text) != KIND_COUNT;
	bool is_text = strcmp(value->name, "text") == 0;
	int64_t at;
	struct id id;

	if (is_kind)
		buffer_add_text(out, kinds[kind_of(text)].label);
	else if (!is_text && stamp_parse(text, &at) == 0)
		put_time(out, value, at);
	else if (!is_text && id_parse(text, &id) == 0)
		put_id(out, &id);
	else
		buffer_add_text(out, text);
}

/* What a field that is not there means. */
static const char *missing(const char *name)
{
	static const char *const flags[] = { "about", "done", "pinned", "users_about" };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strcmp(flags[i], name) == 0)
			return "no";
	return strcmp(name, "at") == 0 ? "unknown" : "none";
}

void words_value(struct buffer *out, const json_t *data, const char *name)
{
	const struct value one = { name, data };
	const json_t *value = json_object_get(data, name);

	if (json_is_string(value))
		put_string(out, &one, json_string_value(value));
	else if (json_is_integer(value))
		put_number(out, &one, json_integer_value(value));
	else if (json_is_array(value))
		put_list(out, value);
	else if (json_is_boolean(value))
		buffer_add_text(out, json_is_true(value) ? "yes" : "no");
	else
		buffer_add_text(out, missing(name));
}

/* The level of a severity is the only number that is called "to". */
static const char *name_of(const char *name, const json_t *value)
{
	return strcmp(name, "to") == 0 && json_is_integer(value) ? "severity" : name;
}

static void put_amended(struct buffer *out, const struct event *amended)
{
	json_t *new = json_object_get(amended->data, "new"), *value;
	const json_t *old = json_object_get(amended->data, "old");
	const char *name, *between = "";

	json_object_foreach (new, name, value) {
		const char *what = about_what(name);

		if (what && json_object_get(new, what))
			continue;
		buffer_printf(out, "%s%s: ", between, name_of(name, value));
		words_value(out, new, name);
		buffer_add_text(out, " (was ");
		words_value(out, old, name);
		buffer_add_text(out, ")");
		between = ", ";
	}
}

void words_change(struct buffer *out, const struct event *correction)
{
	if (correction->kind == KIND_AMENDED) {
		put_amended(out, correction);
	} else if (correction->kind == KIND_MERGED) {
		words_value(out, correction->data, "from");
		buffer_add_text(out, " into ");
		words_value(out, correction->data, "to");
	} else if (correction->kind == KIND_MOVED) {
		buffer_add_text(out, "incident: ");
		words_value(out, correction->data, "to");
		buffer_add_text(out, " (was ");
		words_value(out, correction->data, "from");
		buffer_add_text(out, ")");
	}
}
