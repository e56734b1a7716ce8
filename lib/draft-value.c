/* SPDX-License-Identifier: MIT */
/* The types of the fields table, held against JSON values that came from outside. */
#include "lib/draft-value.h"

#include <stdio.h>
#include <string.h>

#include "include/limits.h"
#include "lib/canon.h"
#include "lib/drop.h"
#include "lib/stamp.h"
#include "lib/text.h"

/* Everybody, in parts per million. */
#define SHARE_ALL 1000000

/* "drafts.data" and a name, which a client may have made long, cut where a character ends. */
void fault_member(char what[FAULT_SIZE], const char *within, const char *name)
{
	size_t size = text_cut_bytes(name, strlen(name), FAULT_SIZE - 2 - strlen(within));

	snprintf(what, FAULT_SIZE, "%s.%.*s", within, (int)size, name);
}

int fault_invalid(struct draft_fault *fault, const char *what)
{
	snprintf(fault->what, sizeof(fault->what), "%s", what);
	return DRAFT_INVALID;
}

int fault_too_large(struct draft_fault *fault, const char *what, int64_t limit)
{
	snprintf(fault->what, sizeof(fault->what), "%s", what);
	fault->limit = limit;
	return DRAFT_TOO_LARGE;
}

int value_string(const json_t *value, const char *name, size_t limit, const char **out,
		 struct draft_fault *fault)
{
	if (!json_is_string(value))
		return fault_invalid(fault, name);
	if (json_string_length(value) > limit)
		return fault_too_large(fault, name, (int64_t)limit);
	*out = json_string_value(value);
	return 0;
}

int value_strings(const json_t *value, const char *name, struct draft_fault *fault)
{
	size_t i;
	const json_t *item;

	if (!json_is_array(value))
		return fault_invalid(fault, name);
	if (json_array_size(value) > LIMIT_TAGS)
		return fault_too_large(fault, name, LIMIT_TAGS);
	json_array_foreach ((json_t *)value, i, item) {
		const char *text;
		int r = value_string(item, name, LIMIT_FIELD, &text, fault);

		if (r)
			return r;
	}
	return 0;
}

static bool is_day(const char *text)
{
	char stamp[STAMP_SIZE];
	int64_t at;

	if (strlen(text) != 10)
		return false;
	snprintf(stamp, sizeof(stamp), "%sT00:00:00Z", text);
	return stamp_parse(stamp, &at) == 0;
}

static bool is_level(const json_t *value)
{
	json_int_t level = json_integer_value(value);

	return json_is_integer(value) && level >= 1 && level <= 5;
}

static bool is_share(const json_t *value)
{
	json_int_t share = json_integer_value(value);

	return json_is_integer(value) && share >= 0 && share <= SHARE_ALL;
}

/* Can it be stored: no number but integers, not nested too deep? */
static bool is_canonical(const json_t *value)
{
	drop(buffer_free) struct buffer text = { 0 };

	canon_value(&text, value);
	return !text.failed;
}

/* Is a value, whose size is checked, of the field's type? */
static bool has_type(const struct field_row *row, const json_t *value)
{
	const char *text = json_string_value(value);
	int64_t at;

	switch (row->type) {
	case FIELD_TEXT:
	case FIELD_INCIDENT:
	case FIELD_EVENT:
		return text && *text;
	case FIELD_WORD:
	case FIELD_CHOICE:
		return text && field_has_word(row, text);
	case FIELD_TIME:
		return text && stamp_parse(text, &at) == 0;
	case FIELD_DAY:
		return text && is_day(text);
	case FIELD_LEVEL:
		return is_level(value);
	case FIELD_SHARE:
		return is_share(value);
	case FIELD_FLAG:
		return json_is_true(value);
	case FIELD_FIELDS:
		return json_is_object(value) && is_canonical(value);
	case FIELD_TEXTS:
		return json_is_array(value);
	}
	return false;
}

int value_check(const struct field_row *row, const json_t *value, const char *name,
		struct draft_fault *fault)
{
	if (json_is_string(value) && json_string_length(value) > LIMIT_FIELD)
		return fault_too_large(fault, name, LIMIT_FIELD);
	if (!has_type(row, value))
		return fault_invalid(fault, name);
	return row->type == FIELD_TEXTS ? value_strings(value, name, fault) : 0;
}

bool value_is_needed(const struct field_row *row)
{
	return row->need == FIELD_NEEDED || row->need == FIELD_FIRST;
}

bool value_is_from_client(const struct field_row *row)
{
	return row->need == FIELD_OPTIONAL || value_is_needed(row);
}
