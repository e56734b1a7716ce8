/* SPDX-License-Identifier: MIT */
#pragma once

/* What the bytes of a message will come to, before anything that recurses or allocates sees them. */
#include <stddef.h>

#define OUTLINE_VALUE 128 /* bytes that a value of a message takes in memory, about */

struct outline {
	int depth;     /* of lists and objects */
	size_t values; /* at least as many as there are, but for a few */
};

struct outline outline_of(const char *message, size_t size);
