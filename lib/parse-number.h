/* SPDX-License-Identifier: MIT */
#pragma once

/* A JSON number (RFC 8259, 6), for lib/parse.c. */
#include <jansson.h>

#include "lib/buffer.h"

/* The number at *at, which moves behind it. 0, PARSE_WRONG (it is none, or too large) or -ENOMEM. */
int parse_number(const char **at, const char *end, struct buffer *scratch, json_t **value);
