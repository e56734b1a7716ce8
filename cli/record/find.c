/* SPDX-License-Identifier: MIT */
#include "cli/record/find.h"

#include "cli/client/client.h"
#include "cli/say.h"

/* Asked by the same rules as those by which it will be recorded. */
int find_entry(struct session *session, const char *which, struct found *found)
{
	json_t *parameters =
		json_pack("{s:s, s:s*}", "which", which, "incident", session->incident);
	enum client_answer answer = client_call(session, "Find", parameters, &found->reply);
	const json_t *entry = json_object_get(found->reply, "entry");
	const json_t *shown = json_object_get(entry, "effective");

	if (answer)
		return client_explain(session, answer);
	found->handle = json_string_value(json_object_get(entry, "handle"));
	shown = json_is_object(shown) ? shown : json_object_get(entry, "event");
	if (found->handle && event_read(shown, &found->event) == 0)
		return EXIT_OK;
	say_error(session, "the answer of the recorder is no entry");
	return EXIT_FAILED;
}
