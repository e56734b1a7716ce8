/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * One run of `incident`: what the global options said, where the answers go, and the connection, which
 * is made when a verb first needs it.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/view/screen.h"
#include "lib/setting.h"

struct arguments;
struct client;
struct command;
struct veil;

enum exit_code {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_NOT_FOUND = 3, /* or not clear which */
	EXIT_NOT_PERMITTED = 4,
	EXIT_CONFLICT = 5,
	EXIT_NOT_CONFIRMED = 75,
};

struct session {
	/* Global options; NULL or false where they were not given. */
	const char *incident; /* -i, else $INCIDENT_ID */
	const char *at, *until, *actor, *source, *socket, *log, *host, *format, *zone;
	const char *tags[32];
	size_t tag_count;
	bool user, quiet, silent, no_pager;

	char *text;     /* what is to be recorded: printed back if it was not; owned */
	char *recorded; /* the handle of what this run recorded last, and the incident's id; owned */
	char *recorded_in;
	char **typed; /* what followed `incident`, to its NULL: commands to type are made of it */
	struct screen out, err;
	struct settings settings; /* of files */
	struct client *client;
	int patience;      /* milliseconds that an answer is waited for; 0: CLIENT_ANSWER */
	struct veil *veil; /* lies over all timelines that are loaded; NULL: none */
	int64_t now;
	bool first;   /* this run started the first private daemon of this user on this host */
	bool limited; /* it could not: a hard limit of this run would have been that daemon's */
};

/* Take the global options, and the environment's; open the screens. An exit code; not OK: the error was printed. */
int session_open(struct session *session, const struct command *command,
		 const struct arguments *arguments);

/* -o FORMAT: is it this one? */
bool session_wants(const struct session *session, const char *format);
