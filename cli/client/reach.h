/* SPDX-License-Identifier: MIT */
#pragma once

/* Connect to the recorder that this run means; what hinders is said with what to type. */
#include "cli/client/wire.h"
#include "cli/session.h"

/* 0, or -errno: the reason was printed. Starts the user's own daemon if nobody answers. */
int reach_recorder(struct session *session, struct wire *wire);

/* 0 or -errno; starts nothing, prints nothing. */
int reach_quietly(struct session *session, struct wire *wire);
