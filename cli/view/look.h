/* SPDX-License-Identifier: MIT */
#pragma once

/* What the verbs that look have in common. */
#include <jansson.h>

#include "cli/command.h"

/* The incident that was typed, as the only word or with -i; NULL: the one a reading verb means. */
const char *look_incident(const struct session *session, const struct arguments *arguments);

/* The incidents of `states` (taken; NULL: all but merged), newest first. An exit code; not OK: the error was printed. */
int look_list(struct session *session, json_t *states, const char *since, int64_t limit,
	      json_t **incidents);

/* incident id -> ref, of all of them. An exit code, as above. */
int look_refs(struct session *session, json_t **refs);

/* Print JSON and a newline; to a terminal in ASCII. */
void look_json(const struct session *session, const json_t *json);

/* --limit N; 0: none given. An exit code; not OK: the error was printed. */
int look_limit(const struct session *session, const struct arguments *arguments, int64_t *limit);
