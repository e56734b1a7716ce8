/* SPDX-License-Identifier: MIT */
/* The options before the environment, the environment before what we would choose. */
#include "cli/session.h"

#include <stdlib.h>
#include <string.h>

#include "cli/client/host.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/say.h"
#include "cli/verb/verb.h"
#include "lib/text.h"
#include "lib/when.h"

#define TAG_COUNT (sizeof(((struct session *)NULL)->tags) / sizeof(const char *))

static const char *from_environment(const char *given, const char *name)
{
	const char *value = given ? NULL : getenv(name);

	return value && *value ? value : given;
}

/* The last one wins, as people add to the end of a line. */
static const char *last_option(const struct arguments *arguments, const char *name)
{
	const char *value, *last = NULL;

	for (size_t n = 0; (value = argument_option(arguments, name, n)); n++)
		last = value;
	return last;
}

static int take_colour(struct session *session, const char *when)
{
	static const char *const words[] = {
		[SCREEN_AUTO] = "auto", [SCREEN_ALWAYS] = "always", [SCREEN_NEVER] = "never"
	};

	for (size_t colour = 0; colour < 3; colour++) {
		if (strcmp(words[colour], when) != 0)
			continue;
		screen_open(&session->out, stdout, (enum screen_colour)colour);
		screen_open(&session->err, stderr, (enum screen_colour)colour);
		return EXIT_OK;
	}
	return say_usage(session, "--color is auto, always or never");
}

/* The zone of the settings, where a file says one; $TZ is read as everywhere. */
static bool take_set_zone(const struct session *session)
{
	const char *zone = settings_text(&session->settings, SETTING_TZ);
	const char *origin = settings_origin(&session->settings, SETTING_TZ);

	if (*origin == '$' || !*zone || when_use_zone(zone) == 0)
		return *zone && *origin != '$';
	say_warning(session, "%s: there is no time zone \"%s\"", origin, zone);
	return false;
}

/* It is UTC, as everywhere; but whoever types 10:32 has to know. */
static void say_odd_zone(const struct session *session)
{
	char cut[SAY_CUT];

	say_warning(session, "$TZ: there is no time zone \"%s\"; times are in UTC",
		    say_cut(settings_text(&session->settings, SETTING_TZ), cut));
	say_hint(session, "TZ=Europe/Berlin incident …, --tz Europe/Berlin, --utc");
}

static int take_zone(struct session *session, const struct arguments *arguments, bool warns)
{
	session->zone = argument_option(arguments, "utc", 0) ? "UTC" : last_option(arguments, "tz");
	if (!session->zone && take_set_zone(session))
		return EXIT_OK;
	if (when_use_zone(session->zone) == 0)
		return EXIT_OK;
	if (!session->zone && warns)
		say_odd_zone(session);
	if (!session->zone)
		return EXIT_OK;
	say_error(session, "there is no time zone \"%s\"", session->zone);
	say_try(session, "--tz Europe/Berlin, --tz UTC");
	return EXIT_USAGE;
}

static int take_tags(struct session *session, const struct arguments *arguments)
{
	const char *tag;

	for (size_t n = 0; (tag = argument_option(arguments, "tag", n)); n++) {
		if (n == TAG_COUNT)
			return say_usage(session, "more than %zu tags", TAG_COUNT);
		session->tags[session->tag_count++] = tag;
	}
	return EXIT_OK;
}

/* "text json": is it one of these words? */
static bool has_word(const char *words, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += size ? size : 1)
		if (size && (at == words || at[-1] == ' ') && (!at[size] || at[size] == ' '))
			return true;
	return false;
}

static int take_format(struct session *session, const struct command *command,
		       const struct arguments *arguments)
{
	session->format =
		argument_option(arguments, "json", 0) ? "json" : last_option(arguments, "output");
	if (!session->format || !command || has_word(command->formats, session->format) ||
	    strcmp(session->format, "help") == 0)
		return EXIT_OK;
	say_error(session, "%s has no format \"%s\"", command_name(command), session->format);
	say_try(session, "one of: %s", command->formats);
	return EXIT_USAGE;
}

static void take_quiet(struct session *session, const struct arguments *arguments)
{
	session->quiet = argument_option(arguments, "quiet", 0);
	session->silent = argument_option(arguments, "quiet", 1);
	session->user = argument_option(arguments, "user", 0);
	session->no_pager = argument_option(arguments, "no-pager", 0);
}

static void take_words(struct session *session, const struct arguments *arguments)
{
	session->incident = from_environment(last_option(arguments, "incident"), "INCIDENT_ID");
	session->source = from_environment(last_option(arguments, "source"), "INCIDENT_SOURCE");
	session->at = last_option(arguments, "at");
	session->until = last_option(arguments, "until");
	session->actor = last_option(arguments, "actor");
	session->socket = last_option(arguments, "socket");
	session->log = last_option(arguments, "log");
	session->host = session->socket
				? NULL
				: from_environment(last_option(arguments, "host"), "INCIDENT_HOST");
}

/* A socket is of this host. */
static int check_host(struct session *session, const struct arguments *arguments)
{
	char cut[SAY_CUT];

	if (session->socket && argument_option(arguments, "host", 0))
		return say_usage(session, "--socket is of this host, and --host of another");
	if (!session->host || host_is_name(session->host))
		return EXIT_OK;
	say_error(session, "no host has the name \"%s\"", say_cut(session->host, cut));
	say_try(session, "--host ops1, --host alice@ops1, or what ~/.ssh/config calls it");
	return EXIT_USAGE;
}

/* It is a variable that nothing is in: without it, the entry would be another one. */
static int check_empty(struct session *session, const struct arguments *arguments)
{
	static const char *const names[][2] = { { "incident", "-i REF: incident list" },
						{ "actor", "--actor WHO, or without it" },
						{ "tag", "--tag TAG, or without it" } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value;

		for (size_t n = 0; (value = argument_option(arguments, names[i][0], n)); n++) {
			if (!text_is_blank(value))
				continue;
			say_error(session, "--%s is empty", names[i][0]);
			say_try(session, "%s", names[i][1]);
			return EXIT_USAGE;
		}
	}
	return EXIT_OK;
}

int session_open(struct session *session, const struct command *command,
		 const struct arguments *arguments)
{
	const char *colour = last_option(arguments, "color");
	bool checks = command && command->run == verb_config_check; /* it says what is wrong */
	int code = colour ? take_colour(session, colour) : EXIT_OK;

	take_quiet(session, arguments);
	take_words(session, arguments);
	config_open(session, !checks);
	code = code ? code : check_empty(session, arguments);
	code = code ? code : check_host(session, arguments);
	code = code ? code : take_tags(session, arguments);
	code = code ? code : take_zone(session, arguments, !checks);
	return code ? code : take_format(session, command, arguments);
}

bool session_wants(const struct session *session, const char *format)
{
	return session->format && strcmp(session->format, format) == 0;
}
