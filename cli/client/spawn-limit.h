/* SPDX-License-Identifier: MIT */
#pragma once

/* The limits of whoever starts a recorder, which is to serve everybody else, and for longer. */

/* A hard limit that would end or cripple it one day, as it is typed ("ulimit -f"); NULL: there is none. */
const char *spawn_limit(void);

/* In the process that becomes it: as free as the hard limits allow, and no more or less urgent than others. */
void spawn_unlimit(void);
