/* SPDX-License-Identifier: MIT */
/*
 * An object of two bytes takes 250 in memory, so a message may be a hundred times as large as it looks.
 * Every value but a message itself stands behind one of [ { , : and an empty object counts twice.
 */
#include "daemon/service-outline.h"

#include <stdbool.h>

static int step_of(char c)
{
	return c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
}

struct outline outline_of(const char *message, size_t size)
{
	struct outline outline = { .depth = 0 };
	bool quoted = false;
	int depth = 0;

	for (size_t i = 0; i < size; i++) {
		char c = message[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		depth += step_of(c);
		outline.values += step_of(c) > 0 || c == ',' || c == ':';
		if (depth > outline.depth)
			outline.depth = depth;
	}
	return outline;
}
