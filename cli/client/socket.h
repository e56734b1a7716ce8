/* SPDX-License-Identifier: MIT */
#pragma once

/* Which recorder this run speaks to. */
#include <stdbool.h>

#include "cli/session.h"
#include "lib/spooled.h"

#define SOCKET_SYSTEM "/run/incidentd/incidentd.sock"
#define SOCKET_OF_LOG \
	"/run/incidentd-%s/incidentd.sock" /* of several on a host: incidentd@.socket */
#define SPOOL_OF_LOG  "/var/spool/incidentd-%s"
#define LOG_NAME_MOST 20             /* incident-NAME is a group; useradd(8) takes 32 characters */
#define SOCKET_SHARED SPOOLED_SYSTEM /* is there where the host has a shared log */

enum socket_owner {
	SOCKET_NAMED, /* --socket, $INCIDENT_SOCKET */
	SOCKET_HOST,  /* the system's */
	SOCKET_LOG,   /* the system's: another log, by name */
	SOCKET_USER,  /* this user's: started if nobody answers */
	SOCKET_THERE, /* of another host, by ssh: it has no path here */
};

struct socket_choice {
	enum socket_owner owner;
	char *path;
	const char
		*log; /* of SOCKET_LOG: its name; borrowed. Of SOCKET_THERE: that name, or NULL */
	const char *host; /* of SOCKET_THERE: its name; borrowed */
	bool user;        /* of SOCKET_THERE: the private log of the user there */
	char *state;      /* of SOCKET_USER: the directory of its log */
	char *spool; /* what it will take in later; of SOCKET_NAMED: $INCIDENT_SPOOL, or NULL */
};

/*
 * 0; -ENOENT: there is no place for a private log (no home); -EPERM: its socket would stand in a
 * directory of somebody else; -EINVAL: no log can have that name; -ENOMEM.
 */
int socket_choose(const struct session *session, struct socket_choice *choice);

void socket_free(struct socket_choice *choice);

static inline void socket_freep(struct socket_choice *choice)
{
	socket_free(choice);
}
