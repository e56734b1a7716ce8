/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Long answers go through a pager, as git's do: only on a terminal, not with --no-pager; $INCIDENT_PAGER,
 * else $PAGER, else `less -FRX` where there is one; "" and `cat` are none.
 */
#include <sys/types.h>

#include "cli/session.h"

/* From now on standard output goes to the pager. 0: there is none. */
pid_t pager_start(const struct session *session);

/* All is written: wait until the reader has seen enough. Takes 0. */
void pager_stop(pid_t pager);
