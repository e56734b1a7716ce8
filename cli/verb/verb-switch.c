/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"

/* Which incident this user means: without a word it asks, with one it says. */
static void print_incident(const struct session *session, const json_t *incident)
{
	const struct screen *screen = &session->out;
	const char *ref = "", *title = "", *state = "";

	json_unpack((json_t *)incident, "{s?s, s?s, s?s}", "ref", &ref, "title", &title, "state",
		    &state);
	screen_text(screen, PAINT_REF, ref, 0);
	fputs(session->quiet ? "\n" : "  ", screen->stream);
	if (session->quiet)
		return;
	screen_print(screen, screen_paint_state(state), "%s", state);
	fputs("  ", screen->stream);
	screen_text(screen, PAINT_PLAIN, title,
		    screen->width > 40 ? screen->width - 24 : screen->width);
	fputc('\n', screen->stream);
}

/* Nothing is chosen: what a note would go to. */
static int print_none(struct session *session)
{
	drop(json_decref) json_t *reply = NULL;
	const char *ref = "", *title = "";
	int live = false;

	if (session->quiet)
		return EXIT_OK;
	if (client_call(session, "Show", NULL, &reply) == CLIENT_OK)
		json_unpack(reply, "{s:{s?s, s?s, s?b}}", "incident", "ref", &ref, "title", &title,
			    "live", &live);
	if (!live) {
		screen_print(&session->out, PAINT_PLAIN, "nothing is open\n");
		return EXIT_OK;
	}
	screen_print(&session->out, PAINT_PLAIN, "nothing chosen; a note goes to ");
	screen_text(&session->out, PAINT_REF, ref, 0);
	fputs("  ", session->out.stream);
	screen_text(&session->out, PAINT_PLAIN, title,
		    session->out.width > 60 ? session->out.width - 44 : session->out.width);
	fputc('\n', session->out.stream);
	return EXIT_OK;
}

int verb_switch(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	drop(json_decref) json_t *reply = NULL;
	const char *ref = arguments->count ? arguments->words[0] : session->incident;

	(void)command;
	if (arguments->count > 1)
		return say_usage(session, "incident switch [REF]");
	enum client_answer answer =
		client_call(session, "Switch", json_pack("{s:s*}", "incident", ref), &reply);
	if (answer)
		return client_explain(session, answer);
	const json_t *incident = json_object_get(reply, "incident");
	if (session->silent)
		return EXIT_OK;
	if (session_wants(session, "json"))
		json_dumpf(reply, session->out.stream, JSON_COMPACT);
	else if (json_is_object(incident))
		print_incident(session, incident);
	else
		return print_none(session);
	return session_wants(session, "json") && fputc('\n', session->out.stream) < 0 ? EXIT_FAILED
										      : EXIT_OK;
}
