/* SPDX-License-Identifier: MIT */
#pragma once

/* Who took part, what they said last, and what they suspect. */
#include "cli/view/view.h"

/* The people lines of status: roles, then everybody else who recorded, then who was called in. */
void view_people(const struct screen *screen, const struct timeline *timeline, int64_t now);

/* The people line of show: "alice 21, bob 9; machines 12". */
void view_counts(const struct screen *screen, const struct timeline *timeline);

/* The newest update (outside: one to customers or the public), or NULL. */
const struct event *view_last_update(const struct timeline *timeline, bool outside);

/* What a person recorded last, or NULL. */
const struct event *view_last_by_person(const struct timeline *timeline);

/* The first line of status: ref, title, as of when. */
void view_heading(const struct screen *screen, const struct timeline *timeline, int64_t now);

/* The state, since when, and how long it has lasted; it starts in `column`. */
void view_standing(const struct screen *screen, const struct timeline *timeline, int64_t now,
		   size_t column);

/* The lines of status about dead ends and open suspicions. */
void view_suspicions(const struct screen *screen, const struct timeline *timeline);

/* The table of milestones of show. */
void view_milestones(const struct screen *screen, const struct timeline *timeline);

/* The table of metrics of show. */
void view_metrics(const struct screen *screen, const struct timeline *timeline,
		  const struct metrics *metrics);
