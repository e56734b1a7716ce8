/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Are the pages of a backup whole? SQLite looks at every one of them, which takes as long as reading the
 * file; so it is done to a copy, never to a database that somebody records to.
 */
#include <stdint.h>
#include <stdio.h>

/* Prints a line a problem. 0, with how many there are; or -errno (logged): it cannot be read, or is no log. */
int check(const char *path, FILE *out, int64_t *problems);
