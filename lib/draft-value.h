/* SPDX-License-Identifier: MIT */
#pragma once

/* What the checks of drafts and amendments share: faults, and single values. */
#include "lib/draft.h"

#define FAULT_SIZE sizeof(((struct draft_fault *)NULL)->what)

/* "drafts.data" and a name, which a client may have made long, cut where a character ends. */
void fault_member(char what[FAULT_SIZE], const char *within, const char *name);

/* Each fills the fault and returns the answer. */
int fault_invalid(struct draft_fault *fault, const char *what);
int fault_too_large(struct draft_fault *fault, const char *what, int64_t limit);

/* A string, a list of strings, a value of a field's type: 0 or an answer, with `name` in the fault. */
int value_string(const json_t *value, const char *name, size_t limit, const char **out,
		 struct draft_fault *fault);
int value_strings(const json_t *value, const char *name, struct draft_fault *fault);
int value_check(const struct field_row *row, const json_t *value, const char *name,
		struct draft_fault *fault);

/* Does the kind demand it; may a client give it at all? */
bool value_is_needed(const struct field_row *row);
bool value_is_from_client(const struct field_row *row);

/* One member of a draft (lib/draft.c): 0 or an answer. */
int draft_read_member(struct draft *draft, const char *name, const json_t *value,
		      struct draft_fault *fault);
