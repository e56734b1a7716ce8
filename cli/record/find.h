/* SPDX-License-Identifier: MIT */
#pragma once

/* The entry that somebody means, as it stands. */
#include <jansson.h>

#include "cli/session.h"
#include "lib/event.h"

struct found {
	json_t *reply;      /* owned: end it with json_decref() */
	const char *handle; /* these borrow from it */
	struct event event; /* effective */
};

/* An exit code; not OK: the error was printed. */
int find_entry(struct session *session, const char *which, struct found *found);
