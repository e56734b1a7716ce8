/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Where the marks of a scene go: an axis, rows in each lane, and labels that overlap nothing. A mark is
 * always drawn; a label only where there is room for it. Marks that would cover each other are one.
 */
#include "cli/picture/axis.h"
#include "cli/picture/scene.h"

#define LAYOUT_ROWS 8 /* of a lane, at most */

struct spot {
	const struct mark *mark, *last; /* the first one here, and the last */
	size_t count;                   /* marks that are shown as this one */
	bool bar; /* it lasts; else it is a dot in the middle of left and right */
	double left, right;
	size_t row;  /* in its lane, from above */
	char *label; /* cut to its room; NULL: none */
	double label_left;
};

struct pole {
	const struct flag *flag;
	double x;
	size_t level; /* from the plot upwards */
	char *label;
	double label_left;
};

struct layout {
	struct axis axis;
	struct spot *spots;
	size_t count, rows[LANES];
	struct pole poles[MILESTONES];
	size_t levels;
	bool failed; /* there was no memory for all of it */
};

/* The plot lies between left and right; labels stay left of `edge`. The scene has a time, and outlives it. */
struct layout layout_make(const struct scene *scene, double left, double right, double edge);

void layout_free(struct layout *layout);

static inline void layout_freep(struct layout *layout)
{
	layout_free(layout);
}
