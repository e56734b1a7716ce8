/* SPDX-License-Identifier: MIT */
#include "cli/view/view-stats.h"

#include "cli/timeline/words.h"
#include "lib/stamp.h"

/*
 * A table a group, or the same as JSON. A sample of none has neither median nor p90.
 */
enum { name_width = 21, count_width = 7, lacking_width = 9, length_width = 14 };

static void put_length(const struct screen *screen, bool there, int64_t length)
{
	char text[WHEN_TEXT_SIZE];

	if (there) {
		screen_print(screen, PAINT_BOLD, "%-*s", length_width,
			     words_lasted_exact(length, text));
		return;
	}
	screen_print(screen, PAINT_DIM, "%s", screen_sign(screen, "–"));
	screen_spaces(screen, length_width - 1);
}

static void put_row(const struct screen *screen, const struct metric *metric,
		    const struct stats_sample *sample, size_t incidents)
{
	bool there = sample->count > 0;

	screen_print(screen, PAINT_PLAIN, "%-*s%-*zu%-*zu", name_width, metric->label, count_width,
		     sample->count, lacking_width, incidents - sample->count);
	put_length(screen, there, there ? stats_median(sample) : 0);
	put_length(screen, there, there ? stats_p90(sample) : 0);
	if (metric->from)
		screen_print(screen, PAINT_DIM, "%s to %s", metric->from, metric->to);
	else
		screen_print(screen, PAINT_DIM, "where there were any");
	fputc('\n', screen->stream);
}

static void put_group(const struct screen *screen, const struct metrics *metrics,
		      const struct stats_group *group)
{
	screen_text(screen, PAINT_BOLD, group->name, 0);
	screen_print(screen, PAINT_PLAIN, "  %zu incident%s\n", group->incidents,
		     group->incidents == 1 ? "" : "s");
	screen_print(screen, PAINT_DIM, "%-*s%-*s%-*s%-*s%-*sFROM\n", name_width, "METRIC",
		     count_width, "COUNT", lacking_width, "LACKING", length_width, "MEDIAN",
		     length_width, "P90");
	for (size_t i = 0; i < metrics->count; i++)
		put_row(screen, &metrics->rows[i], &group->samples[i], group->incidents);
	fputc('\n', screen->stream);
}

void view_stats(const struct screen *screen, const struct stats *stats, size_t left_out)
{
	for (size_t i = 0; i < stats->count; i++)
		put_group(screen, stats->metrics, &stats->groups[i]);
	if (left_out)
		screen_print(screen, PAINT_DIM, "left out: %zu false alarm%s or duplicate%s\n",
			     left_out, left_out == 1 ? "" : "s", left_out == 1 ? "" : "s");
	screen_print(
		screen, PAINT_DIM,
		"p90: nearest rank, nine in ten took no longer.  lacking: a time is not known\n");
}

static json_t *sample_json(const struct metric *metric, const struct stats_sample *sample,
			   size_t incidents)
{
	json_t *object =
		json_pack("{s:s, s:s*, s:s*, s:I, s:I}", "name", metric->name, "from", metric->from,
			  "to", metric->to, "count", (json_int_t)sample->count, "lacking",
			  (json_int_t)(incidents - sample->count));

	json_object_set_new(object, "median_seconds",
			    sample->count ? json_integer(stats_median(sample) / STAMP_SECOND)
					  : json_null());
	json_object_set_new(object, "p90_seconds",
			    sample->count ? json_integer(stats_p90(sample) / STAMP_SECOND)
					  : json_null());
	return object;
}

json_t *view_stats_json(const struct stats *stats, size_t left_out)
{
	json_t *groups = json_array();

	for (size_t i = 0; i < stats->count; i++) {
		const struct stats_group *group = &stats->groups[i];
		json_t *rows = json_array();

		for (size_t j = 0; j < stats->metrics->count; j++)
			json_array_append_new(rows,
					      sample_json(&stats->metrics->rows[j],
							  &group->samples[j], group->incidents));
		json_array_append_new(groups, json_pack("{s:s, s:I, s:o}", "group", group->name,
							"incidents", (json_int_t)group->incidents,
							"metrics", rows));
	}
	return json_pack("{s:o, s:I}", "groups", groups, "left_out", (json_int_t)left_out);
}
