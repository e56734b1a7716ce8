/* SPDX-License-Identifier: MIT */
#include "cli/client/portion.h"

#include <errno.h>
#include <string.h>

#include "lib/drop.h"

int portion_open(struct portion *portion, struct session *session)
{
	*portion = (struct portion){ .session = session, .events = json_array() };
	return portion->events ? 0 : -ENOMEM;
}

json_t *portion_event(const json_t *entry)
{
	static const char *const names[] = { "event", "hash", "leaf", "salt" };
	drop(json_decref) json_t *event = json_object();

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		json_t *member = json_object_get(entry, names[i]);

		if (member && json_object_set(event, names[i], member))
			return NULL;
	}
	return steal(&event);
}

static void count(struct portion *portion, const json_t *reply)
{
	json_int_t taken = 0, held = 0, holes = 0;

	json_unpack((json_t *)reply, "{s:I, s:I, s:I}", "taken", &taken, "held", &held, "holes",
		    &holes);
	portion->taken += taken;
	portion->held += held;
	portion->holes += holes;
	json_array_clear(portion->events);
	portion->bytes = 0;
}

int portion_send(struct portion *portion)
{
	drop(json_decref) json_t *reply = NULL;
	json_t *parameters;
	enum client_answer answer;

	if (!json_array_size(portion->events))
		return CLIENT_OK;
	parameters = json_pack("{s:O, s:b}", "events", portion->events, "dry", portion->dry);
	if (!parameters)
		return PORTION_MEMORY;
	answer = client_call(portion->session, "Import", parameters, &reply);
	if (answer == CLIENT_OK)
		count(portion, reply);
	return answer;
}

int portion_add(struct portion *portion, json_t *event, size_t size, size_t place)
{
	size_t events = json_array_size(portion->events);
	int answer = CLIENT_OK;

	if (events == portion_events || (events && portion->bytes + size > portion_bytes))
		answer = portion_send(portion);
	if (answer != CLIENT_OK) {
		json_decref(event);
		return answer;
	}
	portion->places[json_array_size(portion->events)] = place;
	portion->bytes += size;
	return json_array_append_new(portion->events, event) ? PORTION_MEMORY : CLIENT_OK;
}

const char *portion_refused(const struct portion *portion, size_t *place)
{
	const json_t *parameters;
	const char *reason = "";
	json_int_t index = 0;

	if (strcmp(client_error(portion->session, &parameters), "NotTaken") != 0)
		return NULL;
	json_unpack((json_t *)parameters, "{s:I, s:s}", "index", &index, "reason", &reason);
	*place = index >= 0 && index < portion_events ? portion->places[index] : 0;
	return reason;
}

void portion_close(struct portion *portion)
{
	json_decref(portion->events);
	portion->events = NULL;
}
