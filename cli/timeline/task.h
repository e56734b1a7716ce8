/* SPDX-License-Identifier: MIT */
#pragma once

/* What became of a task. */
#include "cli/timeline/timeline.h"

enum task_state { TASK_OPEN, TASK_DONE, TASK_DROPPED };

/* By the last word on it that stands. */
enum task_state task_state(const struct timeline *timeline, const struct entry *task);

/* Was it due before today, in the zone in use? */
bool task_is_overdue(const struct entry *task, int64_t now);
