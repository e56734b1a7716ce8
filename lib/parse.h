/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * JSON that came from outside (RFC 8259), as jansson's values. Refused, beside what is no JSON: a name that
 * an object has twice, a NUL, an integer of more than 64 bits, and what is neither object nor list.
 */
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum parse_answer {
	PARSE_WRONG = 1, /* it is no JSON */
	PARSE_DEEP,      /* lists and objects stand LIMIT_DEPTH deep, and there is one more */
	PARSE_MANY,      /* more values than were allowed */
};

#define PARSE_ALL SIZE_MAX /* values, of somebody who is trusted */

struct parse_count {
	size_t read;   /* bytes, with the one that is wrong */
	size_t values; /* commas, colons and opening brackets: at least as many as there are values */
};

/* At most so many values. 0, and *value is the caller's; an answer, and `count` (NULL is fine) says where; -ENOMEM: then *value is NULL. */
int parse_json(json_t **value, const char *text, size_t size, size_t most,
	       struct parse_count *count);

/*
 * The same, of memory that goes as a whole, with all that was read: *value and what is in it may be looked at, but not
 * changed, and nobody's last json_decref() may be for it. Whatever the answer, arena_free() follows.
 */
int parse_json_in(struct arena *arena, json_t **value, const char *text, size_t size, size_t most,
		  struct parse_count *count);
