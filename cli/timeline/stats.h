/* SPDX-License-Identifier: MIT */
#pragma once

/* The metrics of many incidents, by group: how many have each, and what is usual. Lengths in microseconds. */
#include "cli/timeline/metric.h"

struct stats_sample {
	int64_t *lengths; /* sorted once stats_sort() was called */
	size_t count;     /* incidents that have this length; the others lack it */
};

struct stats_group {
	char *name; /* "2026-11", "sev2", "checkout", "all" */
	size_t incidents;
	struct stats_sample samples[METRICS_MAX]; /* one a metric */
};

struct stats {
	const struct metrics *metrics; /* set by whoever makes it */
	struct stats_group *groups;    /* by name once stats_sort() was called */
	size_t count;
};

/* Count an incident in a group. 0 or -ENOMEM. */
int stats_add(struct stats *stats, const char *group, const struct timeline *timeline);

void stats_sort(struct stats *stats);

/* Of a sample that is sorted and not empty: the middle one, or the mean of the two in the middle. */
int64_t stats_median(const struct stats_sample *sample);

/* The 90th percentile by nearest rank: the least length that nine of ten did not exceed. */
int64_t stats_p90(const struct stats_sample *sample);

void stats_free(struct stats *stats);

static inline void stats_freep(struct stats *stats)
{
	stats_free(stats);
}
