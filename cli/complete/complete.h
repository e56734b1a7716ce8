/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What shells ask this program when somebody presses Tab, with the words up to the cursor, the last of
 * which may be empty:
 *
 *	incident __complete -- WORD…
 *
 * The answer is lines (cli/complete/offer.h). What the tables have comes first; what the recorder knows
 * comes COMPLETE_BOUND milliseconds after the start or not at all. It starts no recorder, nor lets systemd
 * start one, and says nothing on stderr. Adding a verb or an option changes no shell's script.
 */
#include "cli/session.h"

#define COMPLETE_WORD  "__complete"
#define COMPLETE_BOUND 150 /* milliseconds: people wait 200 without noticing */

/* An exit code, which is always EXIT_OK. */
int complete_run(struct session *session);
