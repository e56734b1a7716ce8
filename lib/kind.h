/* SPDX-License-Identifier: MIT */
#pragma once

/* The kinds table of include/kinds.h, as rows to look up. */
#include <stdbool.h>

#include "include/kinds.h"

struct kind_row {
	const char *name, *verb, *usage, *label, *help;
	enum kind_class class;
	enum kind_incident incident;
	enum kind_text text;
};

struct field_row {
	enum kind kind;
	const char *name;
	enum field_type type;
	enum field_need need;
	const char *words; /* separated by spaces; for TEXTS the option's name (singular) */
};

extern const struct kind_row kinds[KIND_COUNT];

/* The fields of all kinds; ends with a row without a name. Rows of one kind stand together. */
extern const struct field_row fields[];

/* KIND_COUNT if there is no kind of that name. */
enum kind kind_of(const char *name);

/* NULL if the kind has no such field. */
const struct field_row *kind_field(enum kind kind, const char *name);

/* Is word one of the field's words? */
bool field_has_word(const struct field_row *field, const char *word);

static inline bool kind_is_correction(enum kind kind)
{
	return kinds[kind].class == KIND_CORRECTION;
}

/* Can it have said what the cause may be? */
static inline bool kind_may_suspect(enum kind kind)
{
	return kind == KIND_HYPOTHESIS || kind == KIND_NOTE || kind == KIND_FINDING ||
	       kind == KIND_CHANGE || kind == KIND_ACTION || kind == KIND_CAUSE ||
	       kind == KIND_DETECTED;
}

/* Does it tell why it happened, how it ended, or what to learn from it? */
static inline bool kind_tells_why(enum kind kind)
{
	return kind == KIND_CAUSE || kind == KIND_RESOLVED || kind == KIND_LESSON;
}
