/* SPDX-License-Identifier: MIT */
#pragma once

/* Cases that are lines of a file of tests/cases; empty ones and those with # are none. Include cmocka.h first. */

#include "tests/unit/golden.h"

/* How many there were. `check` may write into the line. */
static inline size_t cases_each(const char *name, void (*check)(char *line))
{
	drop(free) char *path = fixture_path("cases", name);
	drop(file_close) FILE *cases = fopen(path, "r");
	drop(free) char *line = NULL;
	size_t room = 0, count = 0;

	assert_non_null(cases);
	while (getline(&line, &room, cases) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		check(line);
		count++;
	}
	return count;
}
