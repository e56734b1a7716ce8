/* SPDX-License-Identifier: MIT */
#include "cli/timeline/metric.h"

#include <string.h>

#include "lib/stamp.h"

/*
 * An incident that came back counts from its first start to its last end: what lay between is part of
 * the outage. Instants are UTC, so neither a change of the clocks nor of the year is seen.
 */
const struct metrics metrics_built_in = {
	.rows = {
	{ "detect", "time to detect", "started", "detected" },
	{ "acknowledge", "time to acknowledge", "detected", "acknowledged" },
	{ "escalate", "time to escalate", "detected", "escalated" },
	{ "identify", "time to identify", "detected", "identified" },
	{ "mitigate", "time to mitigate", "started", "mitigated" },
	{ "resolve", "time to resolve", "started", "resolved" },
	{ "total", "total impact", "started", "ended" },
	{ "dead_ends", "lost on dead ends", NULL, NULL },
	},
	.count = 8,
};

static bool is_milestone(const char *name)
{
	return strcmp(name, "ended") == 0 || timeline_is_milestone(name);
}

int metrics_add(struct metrics *metrics, const struct metric *row)
{
	size_t place = 0;

	if (!is_milestone(row->from) || !is_milestone(row->to))
		return METRICS_UNKNOWN;
	while (place < metrics->count && strcmp(metrics->rows[place].name, row->name) != 0)
		place++;
	if (place == METRICS_MAX)
		return METRICS_FULL;
	metrics->rows[place] = *row;
	metrics->count += place == metrics->count;
	return 0;
}

static int64_t time_of(const struct timeline *timeline, const char *name)
{
	const struct milestone *milestone;

	if (strcmp(name, "ended") == 0)
		return timeline_time(timeline, "ended");
	milestone = timeline_milestone(timeline, name);
	return milestone ? milestone->at : EVENT_NEVER;
}

static int read_lost(const struct timeline *timeline, int64_t *length)
{
	size_t unknown, count = 0;

	for (size_t i = 0; i < timeline->count; i++)
		count += entry_is_dead_end(&timeline->entries[i]);
	*length = timeline_lost(timeline, &unknown);
	if (!count)
		return METRIC_NONE;
	return unknown == count ? METRIC_UNKNOWN : 0;
}

int metric_read(const struct metric *metric, const struct timeline *timeline, int64_t *length)
{
	int64_t from, to;

	if (!metric->from)
		return read_lost(timeline, length);
	from = time_of(timeline, metric->from);
	to = time_of(timeline, metric->to);
	if (from == EVENT_NEVER || to == EVENT_NEVER)
		return METRIC_UNKNOWN;
	*length = to - from;
	return *length < 0 ? METRIC_BACKWARDS : 0;
}

json_t *metrics_json(const struct metrics *metrics, const struct timeline *timeline)
{
	json_t *object = json_object();

	for (size_t i = 0; i < metrics->count; i++) {
		const struct metric *metric = &metrics->rows[i];
		int64_t length;
		bool there = metric_read(metric, timeline, &length) == 0;

		json_object_set_new(object, metric->name,
				    there ? json_integer(length / STAMP_SECOND) : json_null());
	}
	return object;
}
