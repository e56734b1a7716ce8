/* SPDX-License-Identifier: MIT */
#pragma once

/* Whoever wrote to a private log does not think of it when the host has a shared one from one hour to the next. */
#include <stdint.h>

#include "cli/session.h"

/* How long ago the private log was written to at most, for it to be woken. */
#define PRIVATE_RECENT INT64_C(86400) /* seconds */
#define PRIVATE_EVER   INT64_MAX

/*
 * On a host with a shared log, if that is the one meant: name what is open in this user's private log and
 * not held by the shared one, and the command that takes it over. It never fails.
 */
void private_notice(struct session *session, int64_t recent);
