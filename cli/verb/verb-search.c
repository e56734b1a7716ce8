/* SPDX-License-Identifier: MIT */
#include "cli/verb/verb.h"

#include "cli/client/client.h"
#include "cli/say.h"
#include "cli/timeline/hits.h"
#include "cli/timeline/outage.h"
#include "cli/timeline/words.h"
#include "cli/view/look.h"
#include "cli/view/pager.h"
#include "cli/view/view.h"
#include "lib/drop.h"

/*
 * incident search WORDS: the entries that hold all of them, by incident, the best first
 * (timeline/hits.h), with what is known of each incident's cause and resolution.
 */
static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static bool on_reply(void *owner, const json_t *reply)
{
	const json_t *more = json_object_get(reply, "more");

	if (!more)
		return hits_add(owner, json_object_get(reply, "entry")) == 0;
	hits_count(owner, json_string_value(json_object_get(more, "incident")),
		   json_integer_value(json_object_get(more, "count")));
	return true;
}

/* The cause and the resolution, as they stand. An exit code. */
static int load_end(struct session *session, const struct hits_group *group,
		    struct timeline **timeline)
{
	json_t *parameters =
		json_pack("{s:s, s:[s, s]}", "incident", text_of(group->incident, "incident"),
			  "kinds", "cause", "resolved");

	return group->incident ? timeline_load_some(session, parameters, timeline)
			       : (json_decref(parameters), EXIT_OK);
}

static const char *said(const struct timeline *timeline, enum kind kind)
{
	const struct entry *entry = timeline ? timeline_last(timeline, kind) : NULL;

	return entry && entry->event.text ? entry->event.text : NULL;
}

static void put_said(const struct screen *screen, const char *label, const char *text)
{
	screen_spaces(screen, 2);
	view_label(screen, label);
	screen_wrap(screen, PAINT_PLAIN, text, 14, 14);
	fputc('\n', screen->stream);
}

static void put_heading(const struct screen *screen, const json_t *incident)
{
	if (!incident) {
		screen_print(screen, PAINT_BOLD, "unfiled\n");
		return;
	}
	screen_text(screen, PAINT_REF, text_of(incident, "ref"), 0);
	screen_spaces(screen, 2);
	screen_text(screen, PAINT_BOLD, outage_title(incident), 0);
	screen_spaces(screen, 3);
	screen_text(screen, screen_paint_state(text_of(incident, "state")),
		    text_of(incident, "state"), 0);
	fputc('\n', screen->stream);
}

static void put_hit(const struct screen *screen, const struct hit *hit)
{
	drop(timeline_free) struct timeline *one = timeline_new(NULL, json_pack("[O]", hit->entry));

	if (!one || !one->count)
		return;
	screen_spaces(screen, 2);
	view_found(screen, one->entries, "");
}

static void put_group(const struct session *session, const struct hits_group *group,
		      const struct timeline *end)
{
	const struct screen *screen = &session->out;

	put_heading(screen, group->incident);
	if (said(end, KIND_CAUSE))
		put_said(screen, "cause", said(end, KIND_CAUSE));
	if (said(end, KIND_RESOLVED))
		put_said(screen, "resolution", said(end, KIND_RESOLVED));
	for (size_t i = 0; i < group->kept; i++)
		put_hit(screen, &group->best[i]);
	if (group->count > group->kept)
		screen_print(screen, PAINT_DIM, "  and %zu more: incident log %s\n",
			     group->count - group->kept,
			     group->incident ? text_of(group->incident, "ref") : "--unfiled");
}

static void put_json(const struct session *session, const struct hits_group *group,
		     const struct timeline *end)
{
	drop(json_decref) json_t *object =
		json_pack("{s:O?, s:s?, s:s?, s:I, s:[]}", "incident", group->incident, "cause",
			  said(end, KIND_CAUSE), "resolution", said(end, KIND_RESOLVED), "hits",
			  (json_int_t)group->count, "entries");

	for (size_t i = 0; i < group->kept; i++)
		json_array_append(json_object_get(object, "entries"), group->best[i].entry);
	look_json(session, object);
}

static int print_group(struct session *session, const struct hits_group *group, bool first)
{
	drop(timeline_free) struct timeline *end = NULL;
	int code = EXIT_OK;

	if (session->quiet) {
		for (size_t i = 0; i < group->kept; i++)
			fprintf(session->out.stream, "%s\n",
				text_of(group->best[i].entry, "handle"));
		return EXIT_OK;
	}
	code = load_end(session, group, &end);
	if (code != EXIT_OK)
		return code;
	if (session_wants(session, "json")) {
		put_json(session, group, end);
		return EXIT_OK;
	}
	if (!first)
		fputc('\n', session->out.stream);
	put_group(session, group, end);
	return EXIT_OK;
}

static int print(struct session *session, const struct hits *hits, int64_t limit)
{
	pid_t pager = pager_start(session);
	int code = EXIT_OK;

	for (size_t i = 0; i < hits->count && code == EXIT_OK; i++)
		if (!limit || (int64_t)i < limit)
			code = print_group(session, &hits->groups[i], i == 0);
	pager_stop(pager);
	if (!hits->count)
		say_hint(session, "no entry holds all of: %s", hits->query);
	return code;
}

static int search_for(struct session *session, const char *query, int64_t limit)
{
	drop(json_decref) json_t *incidents = NULL;
	drop(hits_free) struct hits hits = { .query = query };
	json_t *states =
		json_pack("[s, s, s, s, s]", "open", "mitigated", "resolved", "closed", "merged");
	enum client_answer answer;
	int code = look_list(session, states, NULL, 0, &incidents);

	if (code != EXIT_OK)
		return code;
	hits.incidents = incidents;
	answer = client_stream(session, "Search",
			       json_pack("{s:s, s:i, s:s*}", "query", query, "best", HITS_SHOWN,
					 "incident", session->incident),
			       CLIENT_SOON, on_reply, &hits);
	if (answer == CLIENT_STOPPED)
		return EXIT_FAILED;
	if (answer != CLIENT_OK)
		return client_explain(session, answer);
	hits_rank(&hits);
	return print(session, &hits, limit);
}

static void add_words(struct buffer *query, const struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		buffer_printf(query, "%s%s", i ? " " : "", arguments->words[i]);
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
