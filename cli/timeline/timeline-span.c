/* SPDX-License-Identifier: MIT */
#include "cli/timeline/timeline.h"

#include <stdlib.h>
#include <string.h>

/*
 * How long things took. Dead ends that ran side by side cost their time once: the sum is that of the
 * union of their intervals.
 */
struct span {
	int64_t start, end;
};

bool entry_is_dead_end(const struct entry *entry)
{
	return !entry->event.retracted && entry->ended_by &&
	       entry->ended_by->event.kind == KIND_RULED_OUT;
}

int entry_lost(const struct entry *suspicion, int64_t *lost)
{
	int64_t start = suspicion->event.at;
	int64_t end = suspicion->ended_by ? suspicion->ended_by->event.at : EVENT_NEVER;

	if (start == EVENT_NEVER || end == EVENT_NEVER || end < start)
		return 1;
	*lost = end - start;
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	return (a->start > b->start) - (a->start < b->start);
}

static int64_t length_of_union(struct span *spans, size_t count)
{
	int64_t length = 0, reached = INT64_MIN;

	qsort(spans, count, sizeof(*spans), compare);
	for (size_t i = 0; i < count; i++) {
		int64_t start = spans[i].start > reached ? spans[i].start : reached;

		if (spans[i].end > start) {
			length += spans[i].end - start;
			reached = spans[i].end;
		}
	}
	return length;
}

int64_t timeline_lost(const struct timeline *timeline, size_t *unknown)
{
	drop(free) struct span *spans = calloc(timeline->count + 1, sizeof(*spans));
	size_t count = 0;
	int64_t lost;

	*unknown = 0;
	for (size_t i = 0; spans && i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (!entry_is_dead_end(entry))
			continue;
		if (entry_lost(entry, &lost) == 0)
			spans[count++] = (struct span){ entry->event.at, entry->event.at + lost };
		else
			(*unknown)++;
	}
	return spans ? length_of_union(spans, count) : 0;
}

const struct milestone *timeline_milestone(const struct timeline *timeline, const char *name)
{
	for (size_t i = 0; i < MILESTONES; i++)
		if (timeline->milestones[i].at != EVENT_NEVER &&
		    strcmp(timeline->milestones[i].name, name) == 0)
			return &timeline->milestones[i];
	return NULL;
}
