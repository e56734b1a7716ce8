/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Canonical JSON: RFC 8785, of which we use integers only. Members in order of their names, no white
 * space, the shortest escapes. Depth is bounded by LIMIT_DEPTH; what is deeper, or a real number, fails
 * the buffer.
 */
#include <jansson.h>
#include <stdint.h>

#include "lib/buffer.h"

void canon_value(struct buffer *out, const json_t *value);

/* A string with its quotes. */
void canon_text(struct buffer *out, const char *text);

/* The same of one that is known to need no escapes: a name of ours, an id, a time. */
void canon_plain(struct buffer *out, const char *text);

/* The name of a member, after a comma where it is not the first: one of ours, which needs no escapes. */
void canon_name(struct buffer *out, const char *name);

/* How many bytes, from the first on, stand for themselves in a string. */
size_t canon_run(const char *text, size_t size);

void canon_integer(struct buffer *out, int64_t value);
