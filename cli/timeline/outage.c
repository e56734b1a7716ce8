/* SPDX-License-Identifier: MIT */
#include "cli/timeline/outage.h"

#include <string.h>

#include "lib/event.h"
#include "lib/stamp.h"

/*
 * An outage that nobody resolved does not last for ever: it ends where its record does.
 */
static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static int64_t time_of(const json_t *object, const char *name)
{
	int64_t at;

	return stamp_parse(text_of(object, name), &at) == 0 ? at : EVENT_NEVER;
}

/* When it was closed; one that was merged, when the last of its entries was recorded. */
static int64_t closed_at(const json_t *incident)
{
	const json_t *milestone;
	size_t index;

	json_array_foreach (json_object_get(incident, "milestones"), index, milestone)
		if (strcmp(text_of(milestone, "name"), "closed") == 0)
			return time_of(milestone, "at");
	return time_of(incident, "last_recorded_at");
}

static bool is_closed(const json_t *incident)
{
	const char *state = text_of(incident, "state");

	return strcmp(state, "closed") == 0 || strcmp(state, "merged") == 0;
}

int outage_read(const json_t *incident, int64_t now, struct outage *outage)
{
	*outage = (struct outage){ time_of(incident, "started"), time_of(incident, "ended"),
				   .over = true };
	if (outage->end == EVENT_NEVER && is_closed(incident)) {
		outage->unresolved = true;
		outage->end = closed_at(incident);
	}
	if (outage->end == EVENT_NEVER) {
		outage->over = false;
		outage->end = now;
	}
	if (outage->start == EVENT_NEVER)
		return OUTAGE_NO_START;
	return outage->end < outage->start ? OUTAGE_BACKWARDS : 0;
}

const char *outage_title(const json_t *incident)
{
	const char *title = text_of(incident, "title");

	return *title ? title : "(expunged)";
}

static int64_t number_of(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

bool outage_rest(const json_t *incident, struct outage_rest *rest)
{
	bool resolved = strcmp(text_of(incident, "state"), "resolved") == 0;

	rest->unshared = resolved && !json_is_true(json_object_get(incident, "shared"));
	rest->overdue = number_of(incident, "tasks_overdue");
	rest->tasks = resolved || is_closed(incident) || rest->overdue
			      ? number_of(incident, "tasks_open")
			      : 0;
	return rest->unshared || rest->tasks;
}
