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

#define METRICS_MAX 24

/* In the order in which they are shown. */
struct metrics {
	struct metric rows[METRICS_MAX];
	size_t count;
};

/* Those of the table, to which settings add. */
extern const struct metrics metrics_built_in;

enum metrics_answer {
	METRICS_FULL = 1,
	METRICS_UNKNOWN, /* there is no such milestone */
};

/* Add a row, or put it in place of that of its name; borrows its texts. 0 or an answer. */
int metrics_add(struct metrics *metrics, const struct metric *row);

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
json_t *metrics_json(const struct metrics *metrics, const struct timeline *timeline);
