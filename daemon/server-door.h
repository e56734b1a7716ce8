/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Where connections come in.
 */
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "daemon/listen.h"

struct door {
	/* The owner's. */
	void (*admit)(void *owner, int socket); /* a connection; takes the socket over */
	void *owner;

	/* Its own. */
	struct listener listener;
	uv_poll_t poll;
	uv_timer_t pause; /* accepting goes on, when it could not */
	bool polling;
	int64_t refused; /* connections, for want of descriptors */
	int reserve;     /* a descriptor to give up when there is no other */
};

/* listen_open() says what path and shared are. 0 or -errno (logged): it is closed then. */
int door_open(struct door *door, uv_loop_t *loop, const char *path, bool shared);

/* Nobody comes in any more. Idempotent; of a zeroed door it does nothing. Its memory must stay until the loop has closed it. */
void door_close(struct door *door);

/* Say why this connection is not served, and close it. */
void door_refuse(int socket, const char *reason);
