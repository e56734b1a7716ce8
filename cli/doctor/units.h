/* SPDX-License-Identifier: MIT */
#pragma once

/* The units of this log, as systemd knows them (systemctl show): those of a host, or a user's socket and service if they are used. */
#include <stdbool.h>

#include "cli/client/socket.h"

enum unit { UNIT_SOCKET, UNIT_SERVICE, UNIT_TIMER, UNIT_COUNT };

struct units {
	bool there;  /* systemd runs here, and this log is a matter of it */
	bool user;   /* the user's systemd; it has no timer for this */
	bool silent; /* it did not answer in time */
	struct {
		char name[64], load[32], active[32],
			enabled[32]; /* "loaded", "active", "enabled"; "" is not known */
	} unit[UNIT_COUNT];
};

#define UNITS_WAIT 1000 /* milliseconds for systemctl */

void units_read(struct units *units, const struct socket_choice *choice);

/* "sudo systemctl", "systemctl --user" */
const char *units_systemctl(const struct units *units);

/* "journalctl", "journalctl --user" */
const char *units_journalctl(const struct units *units);

/* How many there are: not UNIT_TIMER of a user. */
int units_count(const struct units *units);
