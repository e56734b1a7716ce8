/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Where a user's own log lives, the same for the daemon and for whoever looks for it, from a login,
 * from cron and after either.
 *
 *	state   ${XDG_STATE_HOME:-~/.local/state}/incidentd/MACHINE-ID
 *		where HOME is not set at all, ~ is the home of the user database (getpwuid(3));
 *		homes are shared between hosts, logs are not; a host without /etc/machine-id goes by its name
 *	socket  STATE/incidentd.sock, or /tmp/incidentd-UID/incidentd.sock where that is too long (unix(7))
 *
 * Texts are malloced.
 */
#include <sys/types.h>

#define PLACE_LOCK "lock" /* in the state; whoever records holds it (flock(2)) */

/* NULL: neither XDG_STATE_HOME nor the home is an absolute path, or there is no memory. For one thread only. */
char *place_state(void);

/* NULL: no memory. */
char *place_socket(const char *state);

/* The directory a file is in. NULL: no memory. */
char *place_directory(const char *path);

/* Make a directory, and those above it that are missing, all 0700. 0 or -errno. */
int place_make(const char *directory);

/* Can what is in this directory be trusted to be ours? 0; -ENOTDIR: no directory (a link is none); -EPERM: another user's, or open to others; or -errno. */
int place_check(const char *directory);
