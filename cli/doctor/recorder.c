/* SPDX-License-Identifier: MIT */
/*
 * GetInfo is answered by the loop alone, Status by the storage as well: where only the first comes back,
 * it is the disk that hangs. Both have one deadline.
 */
#include "cli/doctor/recorder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli/client/awake.h"
#include "cli/client/client.h"
#include "cli/client/reach.h"
#include "cli/client/wire.h"
#include "lib/drop.h"

static enum reach reach_of(int r)
{
	if (r == -EACCES || r == -EPERM)
		return REACH_DENIED;
	if (r == -ENOENT || r == -ECONNREFUSED || r == -ENOTDIR)
		return REACH_NOBODY;
	return r == -ETIMEDOUT ? REACH_HUNG : REACH_FAILED;
}

/* REACH_ANSWERS, and the whole message; else what the silence is called. */
static enum reach ask(struct wire *wire, const char *method, int64_t deadline, json_t **reply)
{
	drop(json_decref) json_t *request = json_pack("{s:s}", "method", method);
	drop(free) char *text = request ? json_dumps(request, JSON_COMPACT) : NULL;
	const char *message;
	int r = text ? wire_send(wire, text, strlen(text) + 1, deadline) : -ENOMEM;

	r = r && r != WIRE_CLOSED ? r : wire_receive(wire, deadline, &message);
	if (r)
		return r == WIRE_LATE ? REACH_HUNG : REACH_FOREIGN;
	*reply = json_loads(message, 0, NULL);
	return json_is_object(*reply) ? REACH_ANSWERS : REACH_FOREIGN;
}

static bool is_busy(const json_t *reply)
{
	const char *error = json_string_value(json_object_get(reply, "error"));

	return error && strcmp(error, "io.incidentd.Recorder.Busy") == 0;
}

static enum reach ask_version(struct recorder *recorder, struct wire *wire, int64_t deadline)
{
	drop(json_decref) json_t *reply = NULL;
	const char *product = "", *version = NULL;
	enum reach reach = ask(wire, "org.varlink.service.GetInfo", deadline, &reply);

	if (reach != REACH_ANSWERS)
		return reach;
	if (is_busy(reply)) {
		recorder->refusal = steal(&reply);
		return REACH_BUSY;
	}
	json_unpack(reply, "{s:{s:s, s:s}}", "parameters", "product", &product, "version",
		    &version);
	if (strcmp(product, "incidentd") != 0)
		return REACH_FOREIGN;
	recorder->version = version ? strdup(version) : NULL;
	return REACH_ANSWERS;
}

static enum reach ask_status(struct recorder *recorder, struct wire *wire, int64_t deadline)
{
	drop(json_decref) json_t *reply = NULL;
	enum reach reach = ask(wire, "io.incidentd.Recorder.Status", deadline, &reply);

	if (reach != REACH_ANSWERS)
		return reach == REACH_HUNG ? REACH_STORAGE : reach;
	recorder->status = json_incref(json_object_get(reply, "parameters"));
	if (!json_object_get(reply, "error"))
		return REACH_ANSWERS;
	json_decref(steal(&recorder->status));
	recorder->refusal = steal(&reply);
	return REACH_ANSWERS;
}

/* Of a socket from systemd that is systemd itself. */
static pid_t listener_of(const struct wire *wire)
{
	struct ucred peer = { .pid = 0 };
	socklen_t size = sizeof(peer);

	getsockopt(wire->fd, SOL_SOCKET, SO_PEERCRED, &peer, &size);
	return peer.pid > 1 ? peer.pid : 0;
}

/* Would connecting start it? Where systemd does not say whether it listens, it may. */
static bool would_start(const struct recorder *recorder)
{
	const struct units *units = &recorder->units;
	bool listens = recorder->choice.owner == SOCKET_NAMED || units->silent ||
		       strcmp(units->unit[UNIT_SOCKET].active, "active") == 0;

	return listens && !awake_is(&recorder->choice) && access(recorder->choice.path, F_OK) == 0;
}

static enum reach examine(struct recorder *recorder, struct session *session)
{
	int64_t deadline = wire_deadline(CLIENT_ANSWER);
	struct wire wire = { .fd = -1 };
	enum reach reach;

	if ((recorder->error = recorder->place))
		return REACH_NO_PLACE;
	if (would_start(recorder))
		return REACH_IDLE;
	if ((recorder->error = reach_quietly(session, &wire, false)))
		return reach_of(recorder->error);
	recorder->pid = listener_of(&wire);
	reach = ask_version(recorder, &wire, deadline);
	if (reach == REACH_ANSWERS)
		reach = ask_status(recorder, &wire, deadline);
	wire_close(&wire);
	return reach;
}

void recorder_ask(struct recorder *recorder, struct session *session)
{
	*recorder = (struct recorder){ .session = session };
	recorder->place = socket_choose(session, &recorder->choice);
	if (!recorder->place)
		units_read(&recorder->units, &recorder->choice);
	int64_t before = wire_deadline(0);
	recorder->reach = examine(recorder, session);
	recorder->waited = wire_deadline(0) - before;
}

const json_t *recorder_value(const struct recorder *recorder, const char *path)
{
	const json_t *value = recorder->status;

	while (value && *path) {
		size_t size = strcspn(path, ".");
		drop(free) char *name = strndup(path, size);

		value = name ? json_object_get(value, name) : NULL;
		path += size + (path[size] == '.');
	}
	return value;
}

int64_t recorder_number(const struct recorder *recorder, const char *path, int64_t missing)
{
	const json_t *value = recorder_value(recorder, path);

	return json_is_integer(value) ? json_integer_value(value) : missing;
}

const char *recorder_text(const struct recorder *recorder, const char *path)
{
	return json_string_value(recorder_value(recorder, path));
}

bool recorder_is_shared(const struct recorder *recorder)
{
	const char *mode = recorder_text(recorder, "mode");

	return recorder->choice.owner == SOCKET_HOST || recorder->choice.owner == SOCKET_LOG ||
	       (mode && strcmp(mode, "system") == 0);
}

void recorder_free(struct recorder *recorder)
{
	if (!recorder->place)
		socket_free(&recorder->choice);
	free(steal(&recorder->version));
	json_decref(steal(&recorder->status));
	json_decref(steal(&recorder->refusal));
}
