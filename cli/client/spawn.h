/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The private daemon, started by whoever first needs it: under a lock, after one more attempt to
 * connect, detached from the terminal, and waited for until it says that it is ready.
 */
#include "cli/client/socket.h"
#include "cli/client/wire.h"

#define SPAWN_READY 2500 /* milliseconds until it says it is ready; then there is the spool */

/*
 * Connect to the user's daemon, starting it if need be. *first: its log did not exist yet. 0 or -errno:
 * -ENOENT no incidentd was found, -ETIMEDOUT it does not get ready, -ECHILD it ended (its log says why),
 * -EFBIG a hard limit of this process would be its own (cli/client/spawn-limit.h).
 */
int spawn_connect(const struct socket_choice *choice, struct wire *wire, bool *first);

#define SPAWN_PATH 4096

/* Where it writes what it has to say: STATE/incidentd.log. Returns path. */
char *spawn_log(const struct socket_choice *choice, char path[SPAWN_PATH]);

/* The incidentd that would be started: $INCIDENTD, beside this program, in the build tree, in $PATH and the usual places. 0 or -ENOENT. */
int spawn_find(char path[SPAWN_PATH]);
