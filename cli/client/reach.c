/* SPDX-License-Identifier: MIT */
/* A shared log is never left for a private one in silence: no access to it is an error that says what works. */
#include "cli/client/reach.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/client/awake.h"
#include "cli/client/bridge.h"
#include "cli/client/client.h"
#include "cli/client/outbox.h"
#include "cli/client/spawn-limit.h"
#include "cli/client/spawn.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "lib/drop.h"

static bool may_start(const struct socket_choice *choice)
{
	const char *never = getenv("INCIDENT_NO_AUTOSTART");

	return choice->owner == SOCKET_USER && !(never && *never && strcmp(never, "0") != 0);
}

static bool is_nobody(int r)
{
	return r == -ENOENT || r == -ECONNREFUSED || r == -ENOTDIR;
}

static void explain_access(const struct session *session, const struct socket_choice *choice)
{
	drop(free) char *typed = typed_with(session, NULL, NULL);

	say_reason(session, "you may not use %s", choice->path);
	if (choice->owner != SOCKET_HOST && choice->owner != SOCKET_LOG) {
		say_try(session, "ls -ld %s", choice->path);
		return;
	}
	say_try(session, "now: sudo %s", typed ? typed : "incident …");
	say_try(session, "from the next login on: sudo usermod -aG incident%s%s $USER",
		choice->log ? "-" : "", choice->log ? choice->log : "");
}

static void explain_nobody(const struct session *session, const struct socket_choice *choice)
{
	if (choice->owner == SOCKET_USER && !may_start(choice)) {
		say_reason(session, "it does not run, and INCIDENT_NO_AUTOSTART is set");
		return;
	}
	say_reason(session, "nobody listens at %s", choice->path);
	if (choice->owner == SOCKET_HOST)
		say_try(session, "sudo systemctl start incidentd.socket");
	else if (choice->owner == SOCKET_LOG)
		say_try(session, "sudo systemctl enable --now incidentd@%s.socket", choice->log);
	else
		say_try(session, "incidentd --socket %s", choice->path);
}

static void explain_place(const struct session *session, const struct socket_choice *choice, int r)
{
	char cut[SAY_CUT];

	if (r == -EINVAL) {
		say_error(session, "no log has the name \"%s\"", say_cut(choice->log, cut));
		say_reason(session, "a name is at most %d lower-case letters, digits and _",
			   LOG_NAME_MOST);
		return;
	}
	say_error(session, "there is no place for a private log");
	if (r == -EPERM) {
		say_reason(session, "%s is in a directory that others can write to", choice->path);
	} else if (r == -ENOENT) {
		say_reason(session, "neither XDG_STATE_HOME nor HOME names a directory");
		say_try(session, "export HOME=/home/$USER");
	} else {
		say_reason(session, "%s", strerror(-r));
	}
}

static void explain_start(const struct session *session, const struct socket_choice *choice, int r)
{
	char path[SPAWN_PATH];

	say_error(session, "incidentd cannot be started");
	if (r == -ENOENT && spawn_find(path)) {
		say_reason(session, "there is no incidentd beside this program, nor in $PATH");
		say_try(session, "INCIDENTD=/path/to/incidentd");
	} else if (r == -ECHILD || r == -ETIMEDOUT) {
		say_reason(session, "%s: %s",
			   r == -ECHILD ? "it ended at once" : "it is not ready in time",
			   spawn_log(choice, path));
		say_try(session, "tail %s", path);
	} else if (r == -EFBIG) {
		say_reason(session, "it would keep a limit of this shell (%s) for everybody",
			   spawn_limit());
		say_try(session, "from a shell without that limit: incident status");
	} else {
		say_reason(session, "%s: %s", choice->state, strerror(-r));
	}
}

static void explain_connect(const struct session *session, const struct socket_choice *choice,
			    int r)
{
	char cut[SAY_CUT];

	say_error(session, "incidentd cannot be reached");
	if (r == -EACCES)
		explain_access(session, choice);
	else if (is_nobody(r))
		explain_nobody(session, choice);
	else if (r == -ETIMEDOUT)
		say_reason(session, "it takes no connection at %s", choice->path);
	else
		say_reason(session, "%s: %s",
			   r == -ENAMETOOLONG ? say_cut(choice->path, cut) : choice->path,
			   strerror(-r));
}

static int reach(struct session *session, struct wire *wire, const struct socket_choice *choice)
{
	int r = wire_connect(wire, choice->path, wire_deadline(CLIENT_CONNECT));

	if (r && is_nobody(r) && may_start(choice)) {
		r = spawn_connect(choice, wire, &session->first);
		session->limited = r == -EFBIG;
		if (r)
			explain_start(session, choice, r);
	} else if (r) {
		explain_connect(session, choice, r);
	}
	return r;
}

static int reach_there(struct session *session, struct wire *wire,
		       const struct socket_choice *choice, int64_t *deadline, bool quiet)
{
	drop(fd_close) int said = -1;
	int r = bridge_open(choice, wire, *deadline, &said);

	r = r ? r : outbox_deliver(session, choice, wire, deadline);
	if (r && !quiet)
		bridge_explain(session, choice, r, said);
	return r;
}

int reach_recorder(struct session *session, struct wire *wire, int64_t *deadline)
{
	drop(socket_free) struct socket_choice choice;
	int r = socket_choose(session, &choice);

	if (r)
		explain_place(session, &choice, r);
	else if (choice.owner == SOCKET_THERE)
		r = reach_there(session, wire, &choice, deadline, false);
	else
		r = reach(session, wire, &choice);
	return r;
}

int reach_quietly(struct session *session, struct wire *wire, bool start)
{
	drop(socket_free) struct socket_choice choice;
	int64_t deadline = wire_deadline(CLIENT_ANSWER);
	int r = socket_choose(session, &choice);

	if (r == 0 && choice.owner == SOCKET_THERE)
		return reach_there(session, wire, &choice, &deadline, true);
	r = r ? r : wire_connect(wire, choice.path, wire_deadline(CLIENT_CONNECT));
	if (r && start && is_nobody(r) && may_start(&choice))
		r = spawn_connect(&choice, wire, &session->first);
	return r;
}

bool reach_is_awake(const struct session *session)
{
	drop(socket_free) struct socket_choice choice;

	return socket_choose(session, &choice) == 0 && awake_is(&choice);
}
