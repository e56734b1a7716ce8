/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What was recorded, told to the journal of the host (systemd-journald.service(8), its native protocol):
 * INCIDENT_ID, INCIDENT_EVENT and INCIDENT_KIND of each event, never its text. Nobody waits for the journal:
 * what it does not take at once it never hears.
 *
 * libsystemd does the same, but waits while the journal is full.
 */
#include <stddef.h>
#include <sys/un.h>

#include "lib/id.h"
#include "lib/kind.h"

#define JOURNAL_SOCKET "/run/systemd/journal/socket"
#define JOURNAL_MOST   64 /* events of one commit; of an import, nobody reads more there */

struct journal {
	int fd; /* -1: there is none */
	struct sockaddr_un address;
	struct journal_event {
		struct id incident, event; /* a null incident: unfiled */
		enum kind kind;
	} events[JOURNAL_MOST];
	size_t count;
};

/* Where nothing listens now, something may later. */
void journal_open(struct journal *journal, const char *path);

/* To be told, once it is committed. Does nothing where there is no journal. */
void journal_add(struct journal *journal, const struct id *incident, const struct id *event,
		 enum kind kind);

/* It was not committed. */
void journal_forget(struct journal *journal);

void journal_tell(struct journal *journal);

void journal_close(struct journal *journal);
