/* SPDX-License-Identifier: MIT */
/* A row an error of the interface: the exit code, and what it means for whoever typed. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cli/client/client.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "lib/drop.h"
#include "lib/id.h"

struct explanation {
	const char *error;
	enum exit_code code;
	void (*print)(const struct session *session, const json_t *parameters);
};

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* "    incident resolve -i k7qd fixed    Checkout slow": to type, and to choose by. */
static void print_candidate(const struct session *session, const char *typed, const char *about)
{
	fputs("    ", session->err.stream);
	screen_text(&session->err, PAINT_HANDLE, typed ? typed : "", 0);
	fputs("    ", session->err.stream);
	screen_text(&session->err, PAINT_DIM, about, session->err.terminal ? 40 : 0);
	fputc('\n', session->err.stream);
}

static void print_incidents(const struct session *session, const json_t *parameters)
{
	const json_t *candidates = json_object_get(parameters, "candidates");
	const char *selector = json_string_value(json_object_get(parameters, "incident"));
	size_t i;
	json_t *one;

	selector = selector ? selector : client_selector(session);
	json_array_foreach (candidates, i, one) {
		drop(free) char *typed = typed_in(session, selector, text_of(one, "ref"));

		print_candidate(session, typed, text_of(one, "title"));
	}
}

/* What names no entry may be text (`rule-out no loss`): then the handle goes before it. */
static bool is_text(const struct session *session, const char *which)
{
	char **last = session->typed;

	while (*last && last[1])
		last++;
	return *which && strcmp(which, "last") != 0 && !strpbrk(which, "0123456789") && *last &&
	       strcmp(*last, which) != 0;
}

static void print_events(const struct session *session, const json_t *parameters, bool text)
{
	const json_t *candidates = json_object_get(parameters, "candidates");
	const char *which = text_of(parameters, "which");
	size_t i;
	json_t *one;

	json_array_foreach (candidates, i, one) {
		const char *handle = text_of(one, "handle");
		drop(free) char *typed = text ? typed_before(session, which, handle)
					      : typed_with(session, which, handle);

		print_candidate(session, typed, text_of(one, "text"));
	}
}

static void print_no_incident(const struct session *session, const json_t *parameters)
{
	const char *selector = text_of(parameters, "incident");

	if (*selector)
		say_error(session, "there is no incident \"%s\"", selector);
	else
		say_error(session, "no incident is open");
	if (json_array_size(json_object_get(parameters, "candidates")))
		print_incidents(session, parameters);
	else
		say_try(session, *selector ? "incident list" : "incident open TITLE");
}

static void print_which_incident(const struct session *session, const json_t *parameters)
{
	say_error(session, "which incident?");
	print_incidents(session, parameters);
}

static void print_no_event(const struct session *session, const json_t *parameters)
{
	const char *which = text_of(parameters, "which");

	if (*which)
		say_error(session, "no entry is meant by \"%s\"", which);
	else
		say_error(session, "nothing is suspected there that is still open");
	if (json_array_size(json_object_get(parameters, "candidates")))
		print_events(session, parameters, is_text(session, which));
	else if (*which)
		say_try(session, "incident log");
	else
		say_try(session, "any entry will do, by its handle (incident log); "
				 "a suspicion is recorded by: incident suspect TEXT");
}

static void print_which_event(const struct session *session, const json_t *parameters)
{
	const char *which = text_of(parameters, "which");

	if (*which)
		say_error(session, "which entry is \"%s\"?", which);
	else
		say_error(session, "which of them?");
	print_events(session, parameters, false);
}

static void print_conflict(const struct session *session, const json_t *parameters)
{
	say_error(session, "another entry has the id %s", text_of(parameters, "id"));
}

static void print_reason(const struct session *session, const json_t *parameters)
{
	const char *text = text_of(parameters, "id");
	char tail[ID_TAIL_SIZE];
	struct id id;

	say_error(session, "that cannot be done with it");
	say_reason(session, "%s", text_of(parameters, "reason"));
	if (id_parse(text, &id) == 0)
		say_try(session, "incident show %s", id_tail(&id, ID_TAIL_SHORT, tail));
}

static void print_large(const struct session *session, const json_t *parameters)
{
	say_error(session, "%s is too long", text_of(parameters, "what"));
	say_reason(session, "the limit is %" JSON_INTEGER_FORMAT,
		   json_integer_value(json_object_get(parameters, "limit")));
}

static void print_permission(const struct session *session, const json_t *parameters)
{
	drop(free) char *again = typed_with(session, NULL, NULL);

	say_error(session, "you may not do that");
	say_reason(session, "%s", text_of(parameters, "reason"));
	if (again && geteuid() != 0)
		say_try(session, "sudo %s", again);
}

static void print_full(const struct session *session, const json_t *parameters)
{
	(void)parameters;
	say_error(session, "the disk of the recorder is full");
}

static void print_failed(const struct session *session, const json_t *parameters)
{
	say_error(session, "the recorder cannot write to its disk");
	say_reason(session, "%s", text_of(parameters, "reason"));
}

/* Where it was to record it has ended; where it only looked, it still waits for its files. */
static void print_replaced(const struct session *session, const json_t *parameters)
{
	drop(free) char *again = typed_with(session, NULL, NULL);

	(void)parameters;
	say_error(session, "the log was removed or replaced while the recorder ran");
	say_reason(session, "incidentd has to be stopped before its files are moved "
			    "(man incidentd); its next start takes what is there now");
	if (again)
		say_try(session, "%s", again);
}

static void print_busy(const struct session *session, const json_t *parameters)
{
	say_error(session, "the recorder is busy");
	say_reason(session, "%s", text_of(parameters, "reason"));
}

static void print_settings(const struct session *session, const json_t *parameters)
{
	say_error(session, "%s: %s", text_of(parameters, "place"), text_of(parameters, "reason"));
	say_reason(session, "the recorder goes on with the settings it had");
}

static void print_parameter(const struct session *session, const json_t *parameters)
{
	say_error(session, "the recorder does not take this value: %s",
		  text_of(parameters, "parameter"));
}

static void print_old(const struct session *session, const json_t *parameters)
{
	(void)parameters;
	say_error(session, "the recorder does not know how to do that");
	say_try(session, "incident version");
}

static const struct explanation explanations[] = {
	{ "NoSuchIncident", EXIT_NOT_FOUND, print_no_incident },
	{ "AmbiguousIncident", EXIT_NOT_FOUND, print_which_incident },
	{ "NoSuchEvent", EXIT_NOT_FOUND, print_no_event },
	{ "AmbiguousEvent", EXIT_NOT_FOUND, print_which_event },
	{ "NotPermitted", EXIT_NOT_PERMITTED, print_permission },
	{ "PermissionDenied", EXIT_NOT_PERMITTED, print_permission },
	{ "Conflict", EXIT_CONFLICT, print_conflict },
	{ "NotApplicable", EXIT_CONFLICT, print_reason },
	{ "InvalidParameter", EXIT_USAGE, print_parameter },
	{ "TooLarge", EXIT_FAILED, print_large },
	{ "StorageFull", EXIT_FAILED, print_full },
	{ "StorageFailed", EXIT_FAILED, print_failed },
	{ "LogReplaced", EXIT_FAILED, print_replaced },
	{ "Busy", EXIT_FAILED, print_busy },
	{ "SettingsWrong", EXIT_FAILED, print_settings },
	{ "MethodNotFound", EXIT_FAILED, print_old },
	{ "MethodNotImplemented", EXIT_FAILED, print_old },
};

static int explain_error(struct session *session)
{
	const json_t *parameters;
	const char *error = client_error(session, &parameters);

	for (size_t i = 0; i < sizeof(explanations) / sizeof(explanations[0]); i++) {
		if (strcmp(explanations[i].error, error) != 0)
			continue;
		explanations[i].print(session, parameters);
		return explanations[i].code;
	}
	say_error(session, "the recorder says %s", error);
	return EXIT_FAILED;
}

int client_explain(struct session *session, enum client_answer answer)
{
	switch (answer) {
	case CLIENT_OK:
	case CLIENT_STOPPED:
		return EXIT_OK;
	case CLIENT_ERROR:
		return explain_error(session);
	case CLIENT_UNREACHABLE:
		return EXIT_FAILED;
	case CLIENT_UNCONFIRMED:
		break;
	}
	return EXIT_FAILED;
}
