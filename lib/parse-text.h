/* SPDX-License-Identifier: MIT */
#pragma once

/* A JSON string (RFC 8259, 7), for lib/parse.c. */
#include <stddef.h>

#include "lib/buffer.h"

/* In the input or, if it has escapes, in `scratch`: good until either changes. */
struct parse_text {
	const char *data;
	size_t size;
};

/*
 * The string whose first quote is at *at, which moves behind its last one. 0, PARSE_WRONG (*at moves to the byte that
 * cannot be) or -ENOMEM.
 */
int parse_text(const char **at, const char *end, struct buffer *scratch, struct parse_text *text);
