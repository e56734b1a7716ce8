/* SPDX-License-Identifier: MIT */
#include "cli/timeline/timeline.h"

/*
 * The services that an incident was opened with, those of its impacts, and those named later.
 */
static void add_once(json_t *names, const char *name)
{
	json_object_set_new(names, name, json_true());
}

json_t *timeline_services(const struct timeline *timeline)
{
	json_t *names = json_object(), *service;
	size_t index;

	for (size_t i = 0; i < timeline->count; i++) {
		const struct event *event = &timeline->entries[i].event;
		const char *name = event_text(event, "service");

		if (event->retracted)
			continue;
		json_array_foreach (json_object_get(event->data, "services"), index, service)
			if (json_is_string(service))
				add_once(names, json_string_value(service));
		if (name)
			add_once(names, name);
		if (event->kind == KIND_SERVICE && event->text)
			add_once(names, event->text);
	}
	return names;
}
