/* SPDX-License-Identifier: MIT */
#pragma once

/* incident stats: sorted stats as tables, or as JSON; left_out: incidents that were no outage. */
#include "cli/timeline/stats.h"
#include "cli/view/screen.h"

void view_stats(const struct screen *screen, const struct stats *stats, size_t left_out);

/* {"groups": [{"group", "incidents", "metrics": [{"name", "from", "to", "count", "lacking", "median_seconds", "p90_seconds"}]}], "left_out"}. NULL: no memory. */
json_t *view_stats_json(const struct stats *stats, size_t left_out);
