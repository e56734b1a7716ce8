/* SPDX-License-Identifier: MIT */
#include "cli/timeline/timeline.h"

#include "cli/client/client.h"

/*
 * From the daemon: the incident first, then its entries, in as many replies as there are entries.
 */
static bool on_entry(void *owner, const json_t *reply)
{
	json_t *entry = json_object_get(reply, "entry");

	return entry && json_array_append(owner, entry) == 0;
}

static int read_entries(struct session *session, json_t *parameters, json_t *incident,
			struct timeline **timeline)
{
	drop(json_decref) json_t *entries = json_array();
	enum client_answer answer =
		client_stream(session, "Read", parameters, false, on_entry, entries);

	if (answer != CLIENT_OK) {
		json_decref(incident);
		return client_explain(session, answer);
	}
	*timeline = timeline_new(incident, steal(&entries));
	return *timeline ? EXIT_OK : EXIT_FAILED;
}

int timeline_load(struct session *session, const char *incident, struct timeline **timeline)
{
	drop(json_decref) json_t *reply = NULL;
	json_t *found = NULL;
	const char *id = NULL;
	enum client_answer answer =
		client_call(session, "Show", json_pack("{s:s*}", "incident", incident), &reply);

	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	if (json_unpack(reply, "{s:{s:s}}", "incident", "incident", &id) != 0 ||
	    json_unpack(reply, "{s:O}", "incident", &found) != 0)
		return EXIT_FAILED;
	return read_entries(session, json_pack("{s:s}", "incident", id), found, timeline);
}

int timeline_load_some(struct session *session, json_t *parameters, struct timeline **timeline)
{
	return read_entries(session, parameters, NULL, timeline);
}
