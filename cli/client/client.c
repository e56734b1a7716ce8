/* SPDX-License-Identifier: MIT */
/*
 * A call is an attempt, and one more if the first was lost on the way. What went wrong is kept as text
 * until the last attempt is over, and then printed once.
 */
#include "cli/client/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/reach.h"
#include "cli/client/wire.h"
#include "cli/say.h"
#include "lib/drop.h"
#include "lib/parse.h"

#define INTERFACE "io.incidentd.Recorder."

struct client {
	struct wire wire;
	json_t *reply; /* the last message */
	const char *error;
	char *selector; /* the incident that the last request named, or NULL */
};

struct call {
	struct session *session;
	struct client *client;
	char *request;
	bool more;
	enum client_wait wait;
	int64_t deadline; /* of a call with one answer, over all attempts */
	bool (*on_line)(void *owner, const char *line, size_t size);
	bool (*on_reply)(void *owner, const json_t *reply);
	void *owner;
	bool sent, heard;
};

/* What an attempt can come to, beside enum client_answer. */
enum { ATTEMPT_LOST = 100, ATTEMPT_LATE };

static struct client *client_get(struct session *session)
{
	if (!session->client) {
		session->client = calloc(1, sizeof(*session->client));
		if (session->client)
			session->client->wire.fd = -1;
	}
	return session->client;
}

static bool is_connected(const struct client *client)
{
	return client->wire.fd >= 0;
}

static const char *last_part(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot ? dot + 1 : name;
}

/* 0: the reply is good, and another one comes if *continues; else how the call ended. */
static int take_reply(struct call *call, const char *message, bool *continues)
{
	struct client *client = call->client;

	json_decref(client->reply);
	parse_json(&client->reply, message, strlen(message), PARSE_ALL, NULL);
	if (!json_is_object(client->reply))
		return ATTEMPT_LOST;
	call->heard = true;
	const char *error = json_string_value(json_object_get(client->reply, "error"));
	*continues = json_is_true(json_object_get(client->reply, "continues"));
	if (error) {
		client->error = last_part(error);
		return CLIENT_ERROR;
	}
	const json_t *parameters = json_object_get(client->reply, "parameters");
	if (call->more && !json_object_size(parameters))
		return CLIENT_OK;
	return call->on_reply(call->owner, parameters) ? CLIENT_OK : CLIENT_STOPPED;
}

/* The entry in a reply as the recorder writes it, or NULL: then the reply has to be parsed. */
static const char *find_line(const char *message, size_t *size)
{
	static const char before[] = "{\"parameters\":{\"entry\":", begin[] = "{\"event\":",
			  after[] = "},\"continues\":true}";
	const char *line = message + strlen(before);
	size_t whole = strlen(message);

	if (whole < strlen(before) + strlen(begin) + strlen(after) ||
	    memcmp(message, before, strlen(before)) != 0 || memcmp(line, begin, strlen(begin)) != 0)
		return NULL;
	*size = whole - strlen(before) - strlen(after);
	return memcmp(line + *size, after, strlen(after)) == 0 ? line : NULL;
}

/* The same as take_reply(), with the text if that is enough. */
static int take_message(struct call *call, const char *message, bool *continues)
{
	size_t size;
	const char *line = call->on_line ? find_line(message, &size) : NULL;

	if (!line)
		return take_reply(call, message, continues);
	call->heard = true;
	return call->on_line(call->owner, line, size) ? CLIENT_OK : CLIENT_STOPPED;
}

static int from_wire(int r)
{
	if (r == WIRE_UNREAD)
		return CLIENT_STOPPED;
	return r == 0 ? CLIENT_OK : r == WIRE_LATE ? ATTEMPT_LATE : ATTEMPT_LOST;
}

static int64_t answer_deadline(const struct session *session)
{
	return wire_deadline(session->patience ? session->patience : CLIENT_ANSWER);
}

static int hear(struct call *call)
{
	bool continues = true;
	int r = CLIENT_OK;

	while (!r && continues) {
		int64_t deadline = call->wait != CLIENT_SOON ? WIRE_FOREVER
				   : call->more              ? answer_deadline(call->session)
							     : call->deadline;
		const char *message;

		r = from_wire(wire_receive(&call->client->wire, deadline, &message));
		r = r ? r : take_message(call, message, &continues);
	}
	return r;
}

static int attempt(struct call *call)
{
	struct wire *wire = &call->client->wire;
	int r = CLIENT_OK;

	if (!is_connected(call->client) && reach_recorder(call->session, wire, &call->deadline))
		return CLIENT_UNREACHABLE;
	wire->output = call->wait == CLIENT_FOLLOW ? fileno(call->session->out.stream) : 0;
	r = from_wire(wire_send(wire, call->request, strlen(call->request) + 1, call->deadline));
	call->sent = true;
	/* Who is turned away may find the door closed, and a word behind it. */
	if (r != ATTEMPT_LATE)
		r = hear(call);
	if (r == ATTEMPT_LOST || r == ATTEMPT_LATE || r == CLIENT_STOPPED)
		wire_close(wire); /* a stream is ended by hanging up */
	return r;
}

/* A connection that breaks may have been refused, or cut off by a new start. */
static bool is_worth_more(const struct call *call, int r)
{
	return !call->heard && r == ATTEMPT_LOST;
}

static enum client_answer give_up(const struct call *call, int r)
{
	const struct session *session = call->session;

	if (r == CLIENT_UNREACHABLE)
		return call->sent ? CLIENT_UNCONFIRMED : CLIENT_UNREACHABLE;
	say_error(session, "no answer from incidentd");
	if (r == ATTEMPT_LATE)
		say_reason(session, "it did not answer in %d s", CLIENT_ANSWER / 1000);
	else
		say_reason(session, "it closed the connection");
	return CLIENT_UNCONFIRMED;
}

static enum client_answer perform(struct call *call)
{
	int r;

	if (!call->client || !call->request) {
		say_error(call->session, "what was typed is no UTF-8, or there is no memory");
		return CLIENT_UNREACHABLE;
	}
	call->client->error = NULL;
	call->deadline = answer_deadline(call->session);
	r = attempt(call);
	if (is_worth_more(call, r))
		r = attempt(call);
	if (r == ATTEMPT_LOST || r == ATTEMPT_LATE || r == CLIENT_UNREACHABLE)
		return give_up(call, r);
	return (enum client_answer)r;
}

static char *make_request(const char *method, json_t *parameters, bool more)
{
	drop(json_decref) json_t *request = json_pack(
		"{s:s+, s:o, s:o*}", "method", INTERFACE, method, "parameters",
		parameters ? parameters : json_object(), "more", more ? json_true() : NULL);

	return request ? json_dumps(request, JSON_COMPACT) : NULL;
}

/* What records names it in its drafts. */
static void keep_selector(struct session *session, const json_t *parameters)
{
	const json_t *draft = json_array_get(json_object_get(parameters, "drafts"), 0);
	struct client *client = client_get(session);
	const char *selector =
		json_string_value(json_object_get(draft ? draft : parameters, "incident"));

	if (!client)
		return;
	free(client->selector);
	client->selector = selector ? strdup(selector) : NULL;
}

static bool keep_reply(void *owner, const json_t *reply)
{
	json_t **kept = owner;

	*kept = json_incref((json_t *)reply);
	return true;
}

enum client_answer client_call(struct session *session, const char *method, json_t *parameters,
			       json_t **reply)
{
	keep_selector(session, parameters);
	drop(free) char *request = make_request(method, parameters, false);
	struct call call = {
		.session = session,
		.client = client_get(session),
		.request = request,
		.on_reply = keep_reply,
		.owner = reply,
	};

	*reply = NULL;
	return perform(&call);
}

enum client_answer client_stream(struct session *session, const char *method, json_t *parameters,
				 enum client_wait wait,
				 bool (*on_reply)(void *owner, const json_t *reply), void *owner)
{
	keep_selector(session, parameters);
	drop(free) char *request = make_request(method, parameters, true);
	struct call call = {
		.session = session,
		.client = client_get(session),
		.request = request,
		.more = true,
		.wait = wait,
		.on_reply = on_reply,
		.owner = owner,
	};

	return perform(&call);
}

enum client_answer client_lines(struct session *session, json_t *parameters,
				bool (*on_line)(void *owner, const char *line, size_t size),
				bool (*on_reply)(void *owner, const json_t *reply), void *owner)
{
	json_object_set_new(parameters, "plain", json_true());
	drop(free) char *request = make_request("Read", parameters, true);
	struct call call = {
		.session = session,
		.client = client_get(session),
		.request = request,
		.more = true,
		.on_line = on_line,
		.on_reply = on_reply,
		.owner = owner,
	};

	return perform(&call);
}

const char *client_error(const struct session *session, const json_t **parameters)
{
	const struct client *client = session->client;

	if (parameters)
		*parameters = client ? json_object_get(client->reply, "parameters") : NULL;
	return client && client->error ? client->error : "";
}

const char *client_selector(const struct session *session)
{
	return session->client ? session->client->selector : NULL;
}

static bool is_there(struct session *session, bool start)
{
	struct client *client = client_get(session);

	return client &&
	       (is_connected(client) || reach_quietly(session, &client->wire, start) == 0);
}

bool client_is_there(struct session *session)
{
	return is_there(session, false);
}

bool client_wake(struct session *session)
{
	return is_there(session, true);
}

bool client_is_awake(struct session *session)
{
	return reach_is_awake(session) && client_is_there(session);
}

void client_close(struct session *session)
{
	if (!session->client)
		return;
	wire_close(&session->client->wire);
	json_decref(session->client->reply);
	free(session->client->selector);
	free(steal(&session->client));
}
