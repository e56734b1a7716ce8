/* SPDX-License-Identifier: MIT */
#include "cli/timeline/stats.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * Only the lengths are kept, so that any number of incidents can be read one after the other.
 */
static struct stats_group *find(struct stats *stats, const char *name)
{
	struct stats_group *groups;
	char *copy;

	for (size_t i = 0; i < stats->count; i++)
		if (strcmp(stats->groups[i].name, name) == 0)
			return &stats->groups[i];
	groups = reallocarray(stats->groups, stats->count + 1, sizeof(*groups));
	if (!groups)
		return NULL;
	stats->groups = groups;
	copy = strdup(name);
	if (!copy)
		return NULL;
	groups[stats->count] = (struct stats_group){ .name = copy };
	return &groups[stats->count++];
}

static int add_length(struct stats_sample *sample, int64_t length)
{
	int64_t *lengths =
		reallocarray(sample->lengths, sample->count + 1, sizeof(*sample->lengths));

	if (!lengths)
		return -ENOMEM;
	sample->lengths = lengths;
	lengths[sample->count++] = length;
	return 0;
}

int stats_add(struct stats *stats, const char *name, const struct timeline *timeline)
{
	struct stats_group *group = find(stats, name);
	int64_t length;
	int r = group ? 0 : -ENOMEM;

	if (r)
		return r;
	group->incidents++;
	for (size_t i = 0; i < stats->metrics->count && r == 0; i++)
		if (metric_read(&stats->metrics->rows[i], timeline, &length) == 0)
			r = add_length(&group->samples[i], length);
	return r;
}

static int by_length(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static int by_name(const void *left, const void *right)
{
	const struct stats_group *a = left, *b = right;

	return strcmp(a->name, b->name);
}

void stats_sort(struct stats *stats)
{
	if (stats->count)
		qsort(stats->groups, stats->count, sizeof(*stats->groups), by_name);
	for (size_t i = 0; i < stats->count; i++) {
		for (size_t j = 0; j < METRICS_MAX; j++) {
			struct stats_sample *sample = &stats->groups[i].samples[j];

			if (sample->count)
				qsort(sample->lengths, sample->count, sizeof(*sample->lengths),
				      by_length);
		}
	}
}

int64_t stats_median(const struct stats_sample *sample)
{
	size_t middle = sample->count / 2;
	int64_t upper = sample->lengths[middle], lower;

	if (sample->count % 2)
		return upper;
	lower = sample->lengths[middle - 1];
	return lower + (upper - lower) / 2;
}

int64_t stats_p90(const struct stats_sample *sample)
{
	size_t rank = (sample->count * 9 + 9) / 10;

	return sample->lengths[rank - 1];
}

void stats_free(struct stats *stats)
{
	for (size_t i = 0; i < stats->count; i++) {
		for (size_t j = 0; j < METRICS_MAX; j++)
			free(stats->groups[i].samples[j].lengths);
		free(stats->groups[i].name);
	}
	free(stats->groups);
	*stats = (struct stats){ 0 };
}
