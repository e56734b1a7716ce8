/* SPDX-License-Identifier: MIT */
#include "cli/verb/follower.h"

#include "cli/client/client.h"
#include "cli/report/report.h"
#include "cli/view/look.h"
#include "lib/drop.h"

/*
 * An entry comes alone: what it is about is among those that were printed, or that came before it. The
 * connection is taken, so the ref of a new incident is made here as the recorder makes it.
 */
static struct entry *find(const struct follower *follower, const struct id *id)
{
	struct entry *found = timeline_find(follower->timeline, id);

	for (size_t i = 0; !found && i < FOLLOWER_KEPT && follower->kept[i]; i++)
		found = timeline_find(follower->kept[i], id);
	return found;
}

/* What it is about may go before it does. */
static void keep(struct follower *follower, struct timeline **one)
{
	struct timeline **place = &follower->kept[follower->count++ % FOLLOWER_KEPT];

	(*one)->entries->target = NULL;
	timeline_free(*place);
	*place = steal(one);
}

static bool is_taken(json_t *refs, const char *tail)
{
	const char *other;
	json_t *ref;
	struct id id;

	json_object_foreach (refs, other, ref)
		if (id_parse(other, &id) == 0 && id_has_tail(&id, tail))
			return true;
	return false;
}

/* As short as it is unique. */
static void learn_ref(json_t *refs, const char *incident)
{
	size_t length = ID_TAIL_SHORT;
	char tail[ID_TAIL_SIZE];
	struct id id;

	if (!refs || !incident || json_object_get(refs, incident) || id_parse(incident, &id) != 0)
		return;
	while (is_taken(refs, id_tail(&id, length, tail)) && length < ID_TAIL_SIZE - 1)
		length++;
	json_object_set_new(refs, incident, json_string(tail));
}

static void print(struct follower *follower, const struct entry *entry)
{
	struct session *session = follower->session;

	if (session_wants(session, "json"))
		look_json(session, entry->json);
	else if (session_wants(session, "ndjson"))
		report_ndjson_entry(&session->out, entry->json);
	else
		follower->before = view_log_entry(&session->out, follower->timeline,
						  follower->options, entry, follower->before);
}

static bool on_entry(void *owner, const json_t *reply)
{
	struct follower *follower = owner;
	json_t *json = json_object_get(reply, "entry");
	drop(timeline_free) struct timeline *one = timeline_new(NULL, json_pack("[O]", json));
	struct entry *entry = one && one->count ? one->entries : NULL;
	struct id target;

	if (!entry)
		return true;
	if (event_target(&entry->event, &target) == 0)
		entry->target = find(follower, &target);
	learn_ref(follower->refs, json_string_value(json_object_get(json, "incident")));
	if (filter_takes(&follower->options->filter, &entry->event))
		print(follower, entry);
	keep(follower, &one);
	return screen_flush(&follower->session->out);
}

int follower_run(struct follower *follower, json_t *parameters)
{
	struct session *session = follower->session;
	enum client_answer answer = CLIENT_STOPPED;

	json_object_set_new(parameters, "follow", json_true());
	if (screen_flush(&session->out))
		answer = client_stream(session, "Read", json_incref(parameters), CLIENT_FOLLOW,
				       on_entry, follower);
	for (size_t i = 0; i < FOLLOWER_KEPT; i++)
		timeline_free(follower->kept[i]);
	if (answer == CLIENT_OK || answer == CLIENT_STOPPED)
		return EXIT_OK;
	return client_explain(session, answer);
}
