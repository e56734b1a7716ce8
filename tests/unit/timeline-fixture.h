/* SPDX-License-Identifier: MIT */
#pragma once

/* Timelines of tests/cases/timeline, and what is printed of them, held against tests/golden. Include cmocka.h first. */
#include <stdio.h>
#include <string.h>

#include "cli/timeline/timeline.h"
#include "lib/stamp.h"
#include "tests/unit/golden.h"

static inline struct timeline *fixture_timeline(const char *name)
{
	drop(free) char *path = fixture_path("cases/timeline", name);
	drop(json_decref) json_t *fixture = json_load_file(path, 0, NULL);

	if (!fixture)
		fprintf(stderr, "no fixture %s\n", path);
	return timeline_new(json_incref(json_object_get(fixture, "incident")),
			    json_incref(json_object_get(fixture, "entries")));
}

static inline const struct entry *fixture_entry(const struct timeline *timeline, const char *handle)
{
	for (size_t i = 0; timeline && i < timeline->count; i++)
		if (strcmp(timeline->entries[i].handle, handle) == 0)
			return &timeline->entries[i];
	return NULL;
}

static inline int64_t fixture_time(const char *text)
{
	int64_t at = 0;

	return stamp_parse(text, &at) == 0 ? at : EVENT_NEVER;
}
