/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The daemon while it runs: the loop, who is let in, and the orderly end.
 */
#include <stdbool.h>

#include "daemon/config.h"

struct server_options {
	bool system;
	const struct config *config;        /* as it was at start */
	const struct config_source *source; /* where it is read again, on SIGHUP or Reload */
	const char *state;                  /* a directory, there */
	const char *socket;                 /* a path; a socket from systemd goes before it */
	const char *spool;                  /* a directory; it may be missing */
	int ready_fd; /* told and closed when the socket answers; -1: nobody waits */
};

/*
 * Serve until SIGTERM or SIGINT, then finish what was accepted. 0; or -errno (logged): it could not
 * start, or the database cannot go on and wants a new start.
 */
int server_run(const struct server_options *options);
