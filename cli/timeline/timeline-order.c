/* SPDX-License-Identifier: MIT */
#include "cli/timeline/timeline.h"

#include <stdlib.h>

/*
 * The order of a timeline: by time, entries of one instant as they were recorded. An entry of unknown
 * time takes the time of the entry recorded before it, behind which it then stands; what only corrects
 * others lends its time to nobody.
 */
static int compare(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->pos > b->pos) - (a->pos < b->pos);
}

void timeline_order(struct entry *entries, size_t count)
{
	int64_t before = EVENT_NEVER;

	for (size_t i = 0; i < count; i++) {
		const struct event *event = &entries[i].event;

		entries[i].order = event->at == EVENT_NEVER ? before : event->at;
		if (!kind_is_correction(event->kind) && !event->retracted)
			before = entries[i].order;
	}
	if (count)
		qsort(entries, count, sizeof(*entries), compare);
}
