/* SPDX-License-Identifier: MIT */
/* The machine room: is the log whole, and who is at the other end. */
#include <inttypes.h>
#include <string.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "include/config.h"
#include "lib/drop.h"

struct verification {
	struct session *session;
	size_t findings;
	json_t *last; /* the reply with the totals */
};

/* An event that does not fit, or (and that is nothing wrong) was expunged. */
static void print_finding(const struct session *session, enum paint paint, const json_t *finding)
{
	const struct screen *screen = &session->out;
	const char *id = "", *problem = "";
	json_int_t pos = 0;

	json_unpack((json_t *)finding, "{s?I, s?s, s?s}", "pos", &pos, "id", &id, "problem",
		    &problem);
	screen_print(screen, paint, "%" JSON_INTEGER_FORMAT "  ", pos);
	screen_text(screen, PAINT_PLAIN, id, 0);
	fputs("  ", screen->stream);
	screen_text(screen, PAINT_PLAIN, problem, 0);
	fputc('\n', screen->stream);
}

static bool on_verified(void *owner, const json_t *reply)
{
	struct verification *verification = owner;
	const struct session *session = verification->session;
	const json_t *finding = json_object_get(reply, "finding");
	const json_t *expunged = json_object_get(reply, "expunged");

	json_decref(verification->last);
	verification->last = json_incref((json_t *)reply);
	verification->findings += json_is_object(finding);
	if (session_wants(session, "json")) {
		json_dumpf(reply, session->out.stream, JSON_COMPACT);
		fputc('\n', session->out.stream);
	} else if (json_is_object(finding)) {
		print_finding(session, PAINT_BAD, finding);
	} else if (json_is_object(expunged) && !session->silent) {
		print_finding(session, PAINT_DIM, expunged);
	}
	return true;
}

static void print_totals(const struct verification *verification)
{
	const struct screen *screen = &verification->session->out;
	json_int_t events = 0, origins = 0, not_held = 0;
	const char *head = NULL;

	json_unpack(verification->last, "{s?I, s?I, s?I, s?s}", "events", &events, "origins",
		    &origins, "not_held", &not_held, "head", &head);
	screen_print(screen, PAINT_PLAIN,
		     "%" JSON_INTEGER_FORMAT " %s, %" JSON_INTEGER_FORMAT " %s: ", events,
		     events == 1 ? "event" : "events", origins, origins == 1 ? "log" : "logs");
	if (verification->findings)
		screen_print(screen, PAINT_BAD, "%zu %s", verification->findings,
			     verification->findings == 1 ? "does not fit" : "do not fit");
	else
		screen_print(screen, PAINT_GOOD, "whole");
	if (not_held)
		screen_print(screen, PAINT_PLAIN, ", %" JSON_INTEGER_FORMAT " not held", not_held);
	screen_print(screen, PAINT_PLAIN, head ? "  head " : "  no event of its own yet");
	screen_text(screen, PAINT_PLAIN, head ? head : "", 0);
	fputc('\n', screen->stream);
}

int verb_verify(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	struct verification verification = { .session = session };

	(void)command;
	if (arguments->count)
		return say_usage(session, "incident verify");
	/* a long log takes its time, and says nothing while it is whole */
	enum client_answer answer =
		client_stream(session, "Verify", NULL, CLIENT_LONG, on_verified, &verification);
	if (!answer && !session_wants(session, "json") && !session->silent)
		print_totals(&verification);
	json_decref(verification.last);
	if (answer)
		return client_explain(session, answer);
	return verification.findings ? EXIT_FAILED : EXIT_OK;
}

static void print_recorder(const struct session *session, const json_t *status)
{
	const struct screen *screen = &session->out;
	const char *version = "", *mode = "", *host = "";

	json_unpack((json_t *)status, "{s?s, s?s, s?s}", "version", &version, "mode", &mode, "host",
		    &host);
	screen_print(screen, PAINT_PLAIN, "incidentd ");
	screen_text(screen, PAINT_PLAIN, version, 0);
	screen_print(screen, PAINT_DIM, "  %s log on ",
		     strcmp(mode, "system") == 0 ? "shared" : "private");
	screen_text(screen, PAINT_DIM, host, 0);
	fputc('\n', screen->stream);
}

int verb_version(struct session *session, const struct command *command,
		 const struct arguments *arguments)
{
	drop(json_decref) json_t *status = NULL;

	(void)command;
	(void)arguments;
	if (client_is_there(session) && client_call(session, "Status", NULL, &status))
		status = NULL;
	if (session_wants(session, "json")) {
		drop(json_decref) json_t *both =
			json_pack("{s:s, s:O*}", "incident", INCIDENT_VERSION, "incidentd", status);

		json_dumpf(both, session->out.stream, JSON_COMPACT);
		fputc('\n', session->out.stream);
		return EXIT_OK;
	}
	fprintf(session->out.stream, "incident  %s\n", INCIDENT_VERSION);
	if (status)
		print_recorder(session, status);
	else
		say_hint(session, "incidentd does not run");
	return EXIT_OK;
}
