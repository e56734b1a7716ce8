/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * An axis of time between two edges, in whatever unit the drawer has: pixels, cells. A long stretch in
 * which nothing happened is folded to a fixed width; the rest has one scale.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AXIS_PARTS 7 /* at most: six folds */
#define AXIS_TICKS 40

struct axis_part {
	int64_t from, to;   /* microseconds since 1970 */
	double left, right; /* where that is */
};

/* Between the end of a part and the beginning of the next one, time is folded. */
struct axis {
	struct axis_part parts[AXIS_PARTS];
	size_t count;
};

struct axis_tick {
	int64_t at;
	double x;
	bool new_day; /* the first of its day */
};

/* What it is made for. */
struct axis_frame {
	double left, right; /* the edges */
	double fold;        /* the width of a fold */
	double least;       /* of a part, however short it lasted */
};

/* Lay out an axis over these instants, which are sorted; `count` is one or more. */
struct axis axis_make(const struct axis_frame *frame, const int64_t *times, size_t count);

/* Where an instant is; one outside is at the edge. */
double axis_place(const struct axis *axis, int64_t at);

/*
 * Round times of the clocks in the zone in use, `apart` or more from each other; a part too short to have
 * one has its beginning. Their number.
 */
size_t axis_ticks(const struct axis *axis, double apart, struct axis_tick ticks[AXIS_TICKS]);
