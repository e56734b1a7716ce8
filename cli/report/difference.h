/* SPDX-License-Identifier: MIT */
#pragma once

/* Two texts, line by line: what the one has where the other has something else. */
#include "lib/buffer.h"

/* Append lines that begin with "- " (only theirs) or "+ " (only ours). Long ones are cut, and it is said. */
void difference_add(struct buffer *out, const char *theirs, size_t theirs_size, const char *ours,
		    size_t ours_size);
