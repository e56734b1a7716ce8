/* SPDX-License-Identifier: MIT */
#include "cli/timeline/timeline.h"

#include "cli/client/client.h"
#include "cli/veil/veil.h"

/*
 * From the daemon: the incident first, then its entries, in as many replies as there are entries.
 */
static bool on_entry(void *owner, const json_t *reply)
{
	json_t *entry = json_object_get(reply, "entry");

	return entry && json_array_append(owner, entry) == 0;
}

/* Replies may be held by others: what is veiled is a copy. */
struct timeline *timeline_veiled(struct veil *veil, json_t *incident, json_t *entries)
{
	drop(json_decref) json_t *ours = veil ? json_deep_copy(incident) : json_incref(incident);
	drop(json_decref) json_t *all = veil ? json_deep_copy(entries) : json_incref(entries);
	bool whole = all && (ours || !incident);
	struct timeline *timeline = NULL;

	json_decref(incident);
	json_decref(entries);
	if (whole && (!veil || veil_apply(veil, ours, all) == 0))
		timeline = timeline_new(steal(&ours), steal(&all));
	if (timeline)
		timeline->veil = veil;
	return timeline;
}

static int read_entries(struct session *session, json_t *parameters, json_t *incident,
			struct timeline **timeline)
{
	drop(json_decref) json_t *entries = json_array();
	enum client_answer answer =
		client_stream(session, "Read", parameters, CLIENT_SOON, on_entry, entries);

	if (answer != CLIENT_OK) {
		json_decref(incident);
		return client_explain(session, answer);
	}
	*timeline = timeline_veiled(session->veil, incident, steal(&entries));
	return *timeline ? EXIT_OK : EXIT_FAILED;
}

/* The incident that is meant; its Incident, for the caller to release, and what Read takes. */
static int find_incident(struct session *session, const char *typed, json_t **incident,
			 json_t **parameters)
{
	drop(json_decref) json_t *reply = NULL;
	const char *id = NULL;
	enum client_answer answer =
		client_call(session, "Show", json_pack("{s:s*}", "incident", typed), &reply);

	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	if (json_unpack(reply, "{s:{s:s}}", "incident", "incident", &id) != 0 ||
	    json_unpack(reply, "{s:O}", "incident", incident) != 0)
		return EXIT_FAILED;
	*parameters = json_pack("{s:s}", "incident", id);
	return EXIT_OK;
}

int timeline_load(struct session *session, const char *incident, struct timeline **timeline)
{
	json_t *found = NULL, *parameters = NULL;
	int code = find_incident(session, incident, &found, &parameters);

	return code == EXIT_OK ? read_entries(session, parameters, found, timeline) : code;
}

static bool on_brief(void *owner, const json_t *reply)
{
	const json_t *entry = json_object_get(reply, "entry");

	return entry && timeline_add(owner, entry) == 0;
}

static int read_brief(struct session *session, json_t *parameters, json_t *incident,
		      struct timeline **timeline)
{
	drop(timeline_free) struct timeline *brief = timeline_begin(incident);
	enum client_answer answer = CLIENT_STOPPED;

	if (brief)
		answer = client_stream(session, "Read", parameters, CLIENT_SOON, on_brief, brief);
	else
		json_decref(parameters);
	if (answer == CLIENT_STOPPED)
		return EXIT_FAILED;
	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	timeline_finish(brief);
	*timeline = steal(&brief);
	return EXIT_OK;
}

int timeline_load_brief(struct session *session, const char *incident, struct timeline **timeline)
{
	json_t *found = NULL, *parameters = NULL;
	int code = find_incident(session, incident, &found, &parameters);

	if (code != EXIT_OK)
		return code;
	return session->veil ? read_entries(session, parameters, found, timeline)
			     : read_brief(session, parameters, found, timeline);
}

int timeline_load_some(struct session *session, json_t *parameters, struct timeline **timeline)
{
	return read_entries(session, parameters, NULL, timeline);
}
