/* SPDX-License-Identifier: MIT */
#pragma once

/* What stands where a secret would, and whether it looks like one. For lib/secret.c only. */
#include <stdbool.h>
#include <stddef.h>

/* How far a rule looks before it is sure: a bound of the work, not of the secret's size. */
enum { value_look = 256 };

struct value {
	const char *text;
	size_t size;
	const char *ends; /* the bytes that end it */
	bool given;       /* it is certainly meant as a value, so an ordinary word will do */
};

/* What text begins with, after white space and in quotes or not. */
struct value value_read(const char *text, bool given);

/* Nothing that stands for a value, such as $VARIABLE, <password>, ****, none, a path. */
bool value_is_secret(const struct value *value, size_t least);

/* All of it, where value_look bytes were not enough. */
size_t value_whole(const struct value *value);

/* strcspn() and strspn() of at most value_look bytes. */
size_t value_until(const char *text, const char *ends);
size_t value_while(const char *text, const char *set);
