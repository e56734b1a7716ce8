/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * The names of uids, without ever waiting: a hung LDAP is an outage, too.
 *
 * The local passwd file is read at once; what it does not have is asked of the name service in a thread
 * of its own, and known from then on. A name that changes is seen after ten minutes.
 */
#include <stdint.h>

struct names;

/* 0 or -errno. */
int names_open(struct names **names);

/* Does not wait for a lookup that hangs. NULL is fine. */
void names_close(struct names *names);

/* The name of a uid, or NULL while (or because) it is not known; an unknown one is being asked for from now on. Lives as long as names. Any thread. */
const char *names_get(struct names *names, int64_t uid);

/* The name that the passwd file has for a uid: malloced, or NULL. Asks nobody. */
char *names_local(int64_t uid);
