/* SPDX-License-Identifier: MIT */
#include "cli/timeline/task.h"

#include <string.h>

#include "lib/when.h"

enum task_state task_state(const struct timeline *timeline, const struct entry *task)
{
	bool done = json_is_true(json_object_get(task->event.data, "done"));
	enum task_state state = done ? TASK_DONE : TASK_OPEN;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct entry *entry = &timeline->entries[i];

		if (entry->target != task || entry->event.retracted)
			continue;
		if (entry->event.kind == KIND_TASK_DONE)
			state = TASK_DONE;
		else if (entry->event.kind == KIND_TASK_DROPPED)
			state = TASK_DROPPED;
	}
	return state;
}

bool task_is_overdue(const struct entry *task, int64_t now)
{
	const char *due = event_text(&task->event, "due");
	char today[WHEN_TEXT_SIZE];

	return due && strcmp(due, when_format(now, WHEN_DATE, today)) < 0;
}
