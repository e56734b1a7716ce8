/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * How long the parts of an outage took: rows "milestone A to milestone B" of one table, and the time
 * lost on dead ends. All are computed from the entries as they stand after corrections.
 */
#include "cli/timeline/timeline.h"

struct metric {
	const char *name;      /* one word: "detect" */
	const char *label;     /* "time to detect" */
	const char *from, *to; /* milestones, or "ended"; both NULL: time lost on dead ends */
};

#define METRICS 8

/* In the order in which they are shown. */
extern const struct metric metrics[METRICS];

/* Where there is no length: */
enum {
	METRIC_UNKNOWN =
		1, /* a milestone was not reached, or its time is not known; no dead end has both its times */
	METRIC_BACKWARDS, /* it ended before it began; the length is negative */
	METRIC_NONE,      /* no dead end was recorded */
};

/* 0 and its length in microseconds, or one of these. */
int metric_read(const struct metric *metric, const struct timeline *timeline, int64_t *length);

/* {"detect": 19, …, "total": null}: whole seconds, null where there is none. NULL: no memory. */
json_t *metric_json(const struct timeline *timeline);
