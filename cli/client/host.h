/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Another host, as ssh(1) takes it: ops1, alice@ops1, ssh://alice@ops1:2222, [fe80::1%eth0]. Its name goes to a
 * program as a word of its own, and ssh may hand it on to programs of the user's configuration: so it
 * is no option, and holds nothing that a shell would read as anything but text.
 */
#include <stdbool.h>

#define HOST_NAME_MOST 255

bool host_is_name(const char *name);

/*
 * Where entries are kept for a host that is not reached: STATE/outbox/HOST, a directory for each log of it (HOST+LOG;
 * HOST++user: the private one). Malloced. NULL: there is no place for it, or no memory.
 */
char *host_outbox(const char *name, const char *log, bool user);

/* Where all of those are. Malloced; NULL as above. */
char *host_outboxes(void);

/* The name of such a directory, as options to type: "--host ops1 --log security". Malloced; NULL: it is none, or no memory. */
char *host_typed(const char *directory);
