/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include "cli/client/client.h"
#include "cli/say.h"
#include "cli/view/look.h"
#include "cli/view/pager.h"
#include "cli/view/view.h"
#include "lib/drop.h"

/*
 * incident search WORDS: the entries that hold all of them, newest first, a line each as they are found.
 */
struct search {
	struct session *session;
	json_t *refs;
	size_t found;
};

static const char *ref_of(const struct search *search, const json_t *entry)
{
	const char *id = json_string_value(json_object_get(entry, "incident"));
	const char *ref = id ? json_string_value(json_object_get(search->refs, id)) : NULL;

	return ref ? ref : "unfiled";
}

static bool on_entry(void *owner, const json_t *reply)
{
	struct search *search = owner;
	const struct session *session = search->session;
	json_t *json = json_object_get(reply, "entry");
	drop(timeline_free) struct timeline *one = timeline_new(NULL, json_pack("[O]", json));

	search->found++;
	if (session_wants(session, "json"))
		look_json(session, json);
	else if (one && one->count && session->quiet)
		fprintf(session->out.stream, "%s\n", one->entries[0].handle);
	else if (one && one->count)
		view_found(&session->out, one->entries, ref_of(search, json));
	return !ferror(session->out.stream);
}

static void add_words(struct buffer *query, const struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		buffer_printf(query, "%s%s", i ? " " : "", arguments->words[i]);
}

static int search_for(struct session *session, const char *query, int64_t limit)
{
	drop(json_decref) json_t *refs = NULL;
	struct search search = { .session = session };
	json_t *parameters =
		json_pack("{s:s, s:s*, s:o*}", "query", query, "incident", session->incident,
			  "limit", limit ? json_integer(limit) : NULL);
	enum client_answer answer;
	pid_t pager;
	int code = look_refs(session, &refs);

	if (code != EXIT_OK) {
		json_decref(parameters);
		return code;
	}
	search.refs = refs;
	pager = pager_start(session);
	answer = client_stream(session, "Search", parameters, false, on_entry, &search);
	pager_stop(pager);
	if (answer != CLIENT_OK && answer != CLIENT_STOPPED)
		return client_explain(session, answer);
	if (!search.found)
		say_hint(session, "no entry holds all of: %s", query);
	return EXIT_OK;
}

int verb_search(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	drop(buffer_free) struct buffer query = { 0 };
	int64_t limit;
	int code = look_limit(session, arguments, &limit);

	(void)command;
	if (code != EXIT_OK)
		return code;
	add_words(&query, arguments);
	if (!query.size)
		return say_usage(session, "search for what?");
	return search_for(session, query.data, limit);
}
