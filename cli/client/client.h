/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The connection to incidentd: Varlink calls over a Unix socket (varlink.org), blocking, with bounded
 * waits. Which socket: --socket, $INCIDENT_SOCKET; on a shared host (/var/spool/incidentd exists) the
 * system's; else the user's own daemon, which is started if nobody answers (cli/client/spawn.h).
 *
 * A connection that breaks before its answer is made anew and the call sent once more: every method
 * may be repeated, because what records carries its ids.
 */
#include <jansson.h>
#include <stdbool.h>

#include "cli/session.h"

#define CLIENT_CONNECT 500 /* milliseconds to connect */
#define CLIENT_ANSWER \
	3000 /* milliseconds to an answer, second attempt and all; between the replies of a stream */

struct client;

/* How a call ended. */
enum client_answer {
	CLIENT_OK,
	CLIENT_ERROR, /* the daemon says no: client_error() */
	CLIENT_UNREACHABLE, /* no daemon, no access, or it does not answer in time: the reason was printed to stderr */
	CLIENT_STOPPED,     /* the receiver of a stream asked to end it */
	CLIENT_UNCONFIRMED, /* it was sent and not answered: the reason was printed to stderr */
};

/* How long the next reply of a stream is waited for. */
enum client_wait {
	CLIENT_SOON,   /* CLIENT_ANSWER */
	CLIENT_LONG,   /* for ever: it is at work */
	CLIENT_FOLLOW, /* for ever, but not when nobody reads standard output any more */
};

/* Call a method; `parameters` is taken. *reply: the reply's parameters, to be released by the caller. */
enum client_answer client_call(struct session *session, const char *method, json_t *parameters,
			       json_t **reply);

/* Call with "more": each reply's parameters are handed to `on_reply` (borrowed), but not those of an empty last one, which only ends the stream; it returns false to end. */
enum client_answer client_stream(struct session *session, const char *method, json_t *parameters,
				 enum client_wait wait,
				 bool (*on_reply)(void *owner, const json_t *reply), void *owner);

/*
 * Read with "plain": each entry's text, which is a line of a lossless export, is handed to `on_line`, unparsed; a reply
 * in another form, of an older recorder, to `on_reply`.
 */
enum client_answer client_lines(struct session *session, json_t *parameters,
				bool (*on_line)(void *owner, const char *line, size_t size),
				bool (*on_reply)(void *owner, const json_t *reply), void *owner);

/* The last error: "NoSuchIncident" (without the interface), and its parameters (borrowed until the next call). */
const char *client_error(const struct session *session, const json_t **parameters);

/* The incident that the last call named, as it was typed; NULL: none. */
const char *client_selector(const struct session *session);

/* Print the last error as `incident: what`, `reason:`, `hint:`, with candidates as commands to type; returns the exit code for it. */
int client_explain(struct session *session, enum client_answer answer);

/* Is there a daemon? Starts none, prints nothing. */
bool client_is_there(struct session *session);

/* The same, but of this host alone, and without starting one that systemd would start for us. */
bool client_is_awake(struct session *session);

/* The same, and if not, starts the user's own where that is the one meant. Prints nothing. */
bool client_wake(struct session *session);

void client_close(struct session *session);
