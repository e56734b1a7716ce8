/* SPDX-License-Identifier: MIT */
#pragma once

/* An incident made anew from its events and those of what was merged into it: all of them, or the few that decide. */
#include "daemon/store/summary.h"

struct store;

/* What is marked in the summary (stale, shaken, untimed) is made right. 0 or -errno. */
int incident_fold(struct store *store, struct summary *summary);
