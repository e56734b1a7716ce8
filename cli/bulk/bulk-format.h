/* SPDX-License-Identifier: MIT */
#pragma once

/* A timeline as the lines of `incident edit`: what is read back from them is what stands in it, times to the second. */
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

/* Its entries that can be corrected, each with its handle before it. The zone in use may be UTC afterwards. */
void bulk_format(struct buffer *out, const struct timeline *timeline);

/* Is it one of them? */
bool bulk_format_shows(const struct entry *entry);
