/* SPDX-License-Identifier: MIT */
#pragma once

/* The screen of `incident check` (TERMINAL.md). place: what a finding without a line or a handle is said of, the document's name or the incident's ref. */
#include "cli/check/check.h"
#include "cli/view/screen.h"

/* A line a finding, and a last one with their number. Nothing found: nothing printed. */
void check_view(const struct screen *screen, const struct check *check, const char *place);

/* An object a finding: { file, line, incident, handle, level, name, message, fix }. NULL: no memory. */
json_t *check_json(const struct check *check, const struct finding *finding, const char *place);

/* The rules, one a line: for `incident help checks`. */
void check_view_rules(FILE *out);
