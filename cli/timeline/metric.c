/* SPDX-License-Identifier: MIT */
#include "cli/timeline/metric.h"

#include <string.h>

#include "lib/stamp.h"

/*
 * An incident that came back counts from its first start to its last end: what lay between is part of
 * the outage. Instants are UTC, so neither a change of the clocks nor of the year is seen.
 */
const struct metric metrics[METRICS] = {
	{ "detect", "time to detect", "started", "detected" },
	{ "acknowledge", "time to acknowledge", "detected", "acknowledged" },
	{ "escalate", "time to escalate", "detected", "escalated" },
	{ "identify", "time to identify", "detected", "identified" },
	{ "mitigate", "time to mitigate", "started", "mitigated" },
	{ "resolve", "time to resolve", "started", "resolved" },
	{ "total", "total impact", "started", "ended" },
	{ "dead_ends", "lost on dead ends", NULL, NULL },
};

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

json_t *metric_json(const struct timeline *timeline)
{
	json_t *object = json_object();

	for (size_t i = 0; i < METRICS; i++) {
		int64_t length;

		if (metric_read(&metrics[i], timeline, &length) == 0)
			json_object_set_new(object, metrics[i].name,
					    json_integer(length / STAMP_SECOND));
		else
			json_object_set_new(object, metrics[i].name, json_null());
	}
	return object;
}
