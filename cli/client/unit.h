/* SPDX-License-Identifier: MIT */
#pragma once

/* Where systemd holds the socket, whoever connects starts the recorder: who must not looks here first. */
#include <stdbool.h>

#include "cli/client/socket.h"

/* Does systemd listen there, and no recorder run? */
bool unit_sleeps(const struct socket_choice *choice);
