/* SPDX-License-Identifier: MIT */
/* What an amendment changes, field by field; what comes out of it is checked as a whole, like a draft. */
#include <stdio.h>
#include <string.h>

#include "lib/draft-value.h"

/* An amendment may not take away what the kind demands. */
static bool takes_text(const char *name, const json_t *value, enum kind kind)
{
	const char *text = json_string_value(value);

	return strcmp(name, "text") == 0 && kinds[kind].text == KIND_TEXT_NEEDED &&
	       (json_is_null(value) || (text && !*text));
}

/* The answer, with the member where it is found in place of the one that it changes. */
static int at_member(int answer, const char *what, struct draft_fault *fault)
{
	if (answer)
		snprintf(fault->what, sizeof(fault->what), "%s", what);
	return answer;
}

/* One changed field; null takes it away. */
static int check_new_field(const char *name, const json_t *value, enum kind kind,
			   struct draft_fault *fault)
{
	static const char *const plain[] = { "text", "actor", "about", "pinned",
					     "tags", "until", "at" };
	struct draft draft = { 0 };
	char what[FAULT_SIZE];

	fault_member(what, "drafts.data.new", name);
	if (strcmp(name, "pinned") == 0)
		return json_is_boolean(value) || json_is_null(value) ? 0
								     : fault_invalid(fault, what);
	if (takes_text(name, value, kind))
		return fault_invalid(fault, what);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(plain[i], name) == 0)
			return at_member(draft_read_member(&draft, name, value, fault), what,
					 fault);
	if (strcmp(name, "kind") == 0)
		return 0;
	const struct field_row *row = kind_field(kind, name);
	if (!row || !value_is_from_client(row) || (json_is_null(value) && value_is_needed(row)))
		return fault_invalid(fault, what);
	return json_is_null(value) ? 0 : value_check(row, value, what, fault);
}

int draft_check_new(const json_t *new, enum kind kind, struct draft_fault *fault)
{
	const char *name, *changed = json_string_value(json_object_get(new, "kind"));
	json_t *value;

	if (json_object_get(new, "kind")) {
		kind = changed ? kind_of(changed) : KIND_COUNT;
		if (kind == KIND_COUNT || kind_is_correction(kind) || kind == KIND_OPENED)
			return fault_invalid(fault, "drafts.data.new.kind");
	}
	json_object_foreach ((json_t *)new, name, value) {
		int r = check_new_field(name, value, kind, fault);

		if (r)
			return r;
	}
	return 0;
}
