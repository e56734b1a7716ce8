/* SPDX-License-Identifier: MIT */
#pragma once

#include <jansson.h>
#include <stddef.h>

#define PARSE_WRONG 1 /* it is no JSON */

/*
 * JSON as jansson reads it with `flags`. 0, and *value is the caller's; PARSE_WRONG, and *error (NULL is fine) says where;
 * -ENOMEM. Then *value is NULL.
 */
int parse_json(json_t **value, const char *text, size_t size, size_t flags, json_error_t *error);
