/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * incidentd's command line, and where things are when it does not say.
 *
 *	          state                                socket                         spool
 *	--system  $STATE_DIRECTORY, /var/lib/incidentd  /run/incidentd/incidentd.sock  /var/spool/incidentd
 *	--user    lib/place.h                          lib/place.h                    spool in the state
 *
 * Without either it is --system for root and for the user named incidentd.
 */
#include <stdbool.h>

#include "lib/log.h"

struct options {
	bool system, user; /* one of them */
	char *state, *socket, *spool;
	bool socket_given; /* its directory is not ours to make */
	const char
		*salvage;   /* read this database and end, or NULL; then nothing else is complete */
	const char *check;  /* the same, of a backup's pages */
	const char *config; /* read instead of the host's settings, and must be right; or NULL */
	bool log_level_given; /* it goes before the file's */
	enum log_level log_level;
	/*
	 * For whoever started us, not for people: when the socket answers, a byte is written to this
	 * descriptor and it is closed. Closed without one: we did not get that far. -1: nobody waits.
	 */
	int ready_fd;
};

enum options_answer {
	OPTIONS_DONE = 1, /* --help or --version: answered */
	OPTIONS_WRONG     /* said on stderr: exit 2 */
};

/* 0, an answer, or -errno (logged). Borrows from argv. */
int options_read(struct options *options, int argc, char **argv);

/* Make the directories that are needed. 0 or -errno (logged). */
int options_make_directories(const struct options *options);

void options_free(struct options *options);

static inline void options_freep(struct options *options)
{
	options_free(options);
}
