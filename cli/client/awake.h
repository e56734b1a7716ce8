/* SPDX-License-Identifier: MIT */
#pragma once

/* Where systemd holds the socket, whoever connects starts the recorder: who must not looks here first. */
#include <stdbool.h>

#include "cli/client/socket.h"

/* Does a recorder of this host run there, as far as can be told without asking it? */
bool awake_is(const struct socket_choice *choice);
