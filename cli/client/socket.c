/* SPDX-License-Identifier: MIT */
/* What was said counts, then what kind of host this is; never what happens to answer. */
#include "cli/client/socket.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/client/host.h"
#include "lib/drop.h"
#include "lib/place.h"

static int choose_path(struct socket_choice *choice, enum socket_owner owner, const char *path,
		       const char *spool)
{
	choice->owner = owner;
	choice->path = strdup(path);
	choice->spool = spool && *spool ? strdup(spool) : NULL;
	return choice->path && (choice->spool || !spool || !*spool) ? 0 : -ENOMEM;
}

/* A directory in /tmp may be a trap that somebody else laid. */
static int check_place(const char *path)
{
	drop(free) char *directory = place_directory(path);
	int r = directory ? place_check(directory) : -ENOMEM;

	return r == -ENOENT ? 0 : r == -ENOTDIR ? -EPERM : r;
}

static int choose_user(struct socket_choice *choice)
{
	choice->owner = SOCKET_USER;
	choice->state = place_state();
	if (!choice->state)
		return -ENOENT;
	choice->path = place_socket(choice->state);
	if (!choice->path || asprintf(&choice->spool, "%s/" SPOOLED_USER, choice->state) < 0)
		return -ENOMEM;
	return strncmp(choice->path, "/tmp/", 5) == 0 ? check_place(choice->path) : 0;
}

/* The name goes into paths, and into the name of a unit. */
static bool is_log_name(const char *name)
{
	size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return size && size <= LOG_NAME_MOST && !name[size];
}

static int choose_log(struct socket_choice *choice, const char *name)
{
	choice->owner = SOCKET_LOG;
	choice->log = name;
	if (!is_log_name(name))
		return -EINVAL;
	if (asprintf(&choice->path, SOCKET_OF_LOG, name) < 0)
		choice->path = NULL;
	if (asprintf(&choice->spool, SPOOL_OF_LOG, name) < 0)
		choice->spool = NULL;
	return choice->path && choice->spool ? 0 : -ENOMEM;
}

static const char *log_there(const struct session *session)
{
	const char *log = getenv("INCIDENT_LOG");

	if (session->log || session->user)
		return session->log;
	return log && *log ? log : NULL;
}

static int choose_there(const struct session *session, struct socket_choice *choice)
{
	choice->owner = SOCKET_THERE;
	choice->host = session->host;
	choice->log = log_there(session);
	choice->user = session->user;
	choice->spool = host_outbox(choice->host, choice->log, choice->user);
	return choice->log && !is_log_name(choice->log) ? -EINVAL : 0;
}

int socket_choose(const struct session *session, struct socket_choice *choice)
{
	const char *named = getenv("INCIDENT_SOCKET"), *spool = getenv("INCIDENT_SPOOL");
	const char *log = getenv("INCIDENT_LOG");

	*choice = (struct socket_choice){ 0 };
	if (session->socket)
		return choose_path(choice, SOCKET_NAMED, session->socket, spool);
	if (session->host)
		return choose_there(session, choice);
	if (session->log)
		return choose_log(choice, session->log);
	if (session->user)
		return choose_user(choice);
	if (named && *named)
		return choose_path(choice, SOCKET_NAMED, named, spool);
	if (log && *log)
		return choose_log(choice, log);
	if (access(SOCKET_SHARED, F_OK) == 0)
		return choose_path(choice, SOCKET_HOST, SOCKET_SYSTEM, SPOOLED_SYSTEM);
	return choose_user(choice);
}

void socket_free(struct socket_choice *choice)
{
	free(steal(&choice->path));
	free(steal(&choice->state));
	free(steal(&choice->spool));
}
