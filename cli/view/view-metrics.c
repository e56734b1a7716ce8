/* SPDX-License-Identifier: MIT */
#include "cli/view/view-people.h"

#include <string.h>

#include "cli/timeline/metric.h"
#include "cli/timeline/words.h"

/*
 * The metrics of one incident as a table: how long, and from which milestone to which.
 */
enum { name_width = 21, length_width = 22 };

static const char *words_of(const struct metric *metric, const struct timeline *timeline,
			    char text[WHEN_TEXT_SIZE])
{
	char lasted[WHEN_TEXT_SIZE];
	int64_t length;

	switch (metric_read(metric, timeline, &length)) {
	case 0:
		return words_lasted_exact(length, text);
	case METRIC_BACKWARDS:
		words_lasted_exact(-length, lasted);
		snprintf(text, WHEN_TEXT_SIZE, "%.40s before", lasted);
		return text;
	case METRIC_NONE:
		return "none recorded";
	}
	return metric->from ? NULL : "not recorded";
}

static void put_metric(const struct screen *screen, const struct metric *metric, const char *words)
{
	screen_print(screen, PAINT_PLAIN, "%-*s", name_width, metric->label);
	if (words)
		screen_print(screen, PAINT_BOLD, "%s", words);
	else
		screen_print(screen, PAINT_OPEN, "%s", screen_sign(screen, "–"));
	if (metric->from) {
		screen_spaces(screen, length_width - (words ? strlen(words) : 1));
		screen_print(screen, PAINT_DIM, "%s to %s", metric->from, metric->to);
	}
	fputc('\n', screen->stream);
}

void view_metrics(const struct screen *screen, const struct timeline *timeline,
		  const struct metrics *metrics)
{
	char text[WHEN_TEXT_SIZE];

	screen_print(screen, PAINT_DIM, "%-*s%-*sFROM\n", name_width, "METRIC", length_width,
		     "LENGTH");
	for (size_t i = 0; i < metrics->count; i++)
		put_metric(screen, &metrics->rows[i], words_of(&metrics->rows[i], timeline, text));
}
