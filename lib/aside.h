/* SPDX-License-Identifier: MIT */
#pragma once

/* A spooled file that will never be recorded: it stays under another name, and beside it lies why. Nothing is overwritten. */
#include <limits.h>

/*
 * Move it: to "NAME.refused", or, where that is taken, "NAME.1f3a5c07.refused"; of a long name the beginning.
 * 0, and *aside what it is called now, or -errno.
 */
int aside_move(int directory, const char *name, char aside[NAME_MAX + 1]);

/* Leave the reason, in a line, in "ASIDE.why". 0 or -errno. */
int aside_explain(int directory, const char *aside, const char *reason, unsigned mode);
