/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What there is to be seen of an incident, before anybody draws it: lanes of marks, which last or are of
 * one instant, and the milestones as flags. SVG and the text chart draw the same scene.
 */
#include "cli/timeline/filter.h"
#include "cli/timeline/outage.h"
#include "cli/timeline/timeline.h"

enum lane { LANE_NONE, LANE_IMPACT, LANE_INVESTIGATION, LANE_ACTIONS, LANE_COMMUNICATION, LANES };

enum look {
	LOOK_IMPACT,    /* what users felt */
	LOOK_DEAD_END,  /* suspected, and ruled out */
	LOOK_CONFIRMED, /* suspected, and found to be so */
	LOOK_OPEN,      /* suspected, and still open */
	LOOK_ACTION,
	LOOK_MESSAGE,
	LOOK_ENTRY, /* any other entry */
	LOOKS
};

struct mark {
	enum lane lane;
	enum look look;
	int64_t from, to; /* equal: it is of one instant */
	bool ends;        /* false: it went on, as far as anybody recorded */
	char *label;      /* safe text on one line: what is written beside it */
	char *title;      /* the whole of it with its times, one line */
};

/* Milestones of one minute share a flag. */
struct flag {
	int64_t at;
	char *label; /* "started, detected 03:02" */
};

struct scene {
	struct mark *marks; /* by time in each lane, lanes in order */
	size_t count;
	struct flag flags[MILESTONES];
	size_t flag_count;
	int64_t *times; /* every instant in it, sorted; what an axis is made over */
	size_t time_count;
	bool failed; /* there was no memory for all of it */
};

/* "Impact" */
const char *lane_name(enum lane lane);

/* An incident as it stood at `now`; only what the filter takes. Nothing in it has a time: time_count is 0. */
struct scene scene_make(const struct timeline *timeline, const struct filter *filter, int64_t now);

void scene_free(struct scene *scene);

static inline void scene_freep(struct scene *scene)
{
	scene_free(scene);
}
