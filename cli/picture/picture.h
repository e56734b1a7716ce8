/* SPDX-License-Identifier: MIT */
#pragma once

/* An outage as a picture: how long users felt it, what was tried in vain meanwhile, and the milestones. */
#include "cli/timeline/filter.h"
#include "cli/timeline/timeline.h"
#include "lib/buffer.h"

#define PICTURE_ROWS 20 /* at most: more cannot be read */

/*
 * Append a Mermaid gantt (mermaid.js.org/syntax/gantt.html), without its fence. Mermaid takes times for
 * those of whoever looks at it, so they are written as the zone in use has them, and the title names it.
 * Nothing is appended where no time is known.
 */
void picture_mermaid(struct buffer *out, const struct timeline *timeline, int64_t now);

/* Append an SVG of what the filter takes: lanes, bars, milestones. Nothing where no time is known. */
void picture_svg(struct buffer *out, const struct timeline *timeline, const struct filter *filter,
		 int64_t now);

/* The same in characters, 80 columns. */
void picture_chart(struct buffer *out, const struct timeline *timeline, const struct filter *filter,
		   int64_t now);

/* The life that every incident has, and how far this one came in it: for Mermaid, and in characters. */
void picture_lifecycle_mermaid(struct buffer *out, const struct timeline *timeline);
void picture_lifecycle(struct buffer *out, const struct timeline *timeline);
